import { z } from 'zod';
import { addressOf, type Content } from '../content-files/read-content.ts';
import { audiences, mdxCollections, referralServices, topics, yamlCollections } from '../schemas/index.ts';

// What can be made with `npm run new`, and what is asked for it. The rules and their messages are those of the schemas.

export interface Prompt {
  /** Where the answer stands in the file, like key_facts.who; the text of a page is `text`. As an argument: --key_facts.who */
  key: string;
  message: string;
  /** The rule, as it stands in the schema. */
  rule: z.ZodType;
  /** What can be chosen, and how it is shown. Several with `several`. */
  choices?: Record<string, string>;
  /** Words with commas between them, or several of the choices. */
  multiple?: true;
  /** Ids that must be in this list. */
  idsFrom?: keyof typeof yamlCollections;
  number?: true;
  optional?: true;
  /** False where earlier answers leave nothing to ask. */
  when?: (answers: Answers) => boolean;
}

export type Answers = Record<string, unknown>;

export interface Template {
  label: string;
  prompts: Prompt[];
  /** What nobody needs to be asked. */
  defaults: (answers: Answers, content: Content) => Answers;
  /** The collection it becomes a file of, or the list it becomes an entry of. */
  collection?: keyof typeof mdxCollections;
  dataFile?: keyof typeof yamlCollections | 'search';
  /** What its name in the file or of the file is made from. */
  entryName: (answers: Answers) => string;
}

const today = () => new Date().toISOString().slice(0, 10);
const last = (entries: { data: { order: number } }[]) => Math.max(0, ...entries.map(({ data }) => data.order));
const slug = (text: unknown) =>
  String(text)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** A question whose rule is that of the same key of a schema. */
const fromSchema =
  (schema: { shape: Record<string, z.ZodType> }) =>
  (key: string, ask: string, more: Partial<Prompt> = {}): Prompt => {
    const rule = key.split('.').reduce<unknown>((within, name) => (within as typeof schema).shape[name], schema) as z.ZodType;
    return { key, message: ask, rule, ...more };
  };

const words = (error: string) => z.string({ error }).min(1, { error });
const written = (like: RegExp, error: string) => z.string({ error }).regex(like, { error });

const text: Prompt = {
  key: 'text',
  message: 'The first paragraph, in plain words',
  rule: words('Write the first paragraph; the rest can be written in the file'),
};

const onEveryPage = (question: ReturnType<typeof fromSchema>): Prompt[] => [
  question('title', 'Title, as it stands at the top of the page'),
  question('description', 'One plain sentence that says what the page is for'),
  question('sources', 'Where its facts come from: ids from content/sources.yaml, with commas', { multiple: true, idsFrom: 'sources' }),
  question('audience', 'Who is it for?', { multiple: true, choices: audiences }),
];

const work = (collection: 'services' | 'partnerships'): Template => {
  const question = fromSchema(mdxCollections[collection]);
  return {
    label: collection === 'services' ? 'A service' : 'A partnership project',
    collection,
    entryName: ({ title }) => slug(title),
    prompts: [
      ...onEveryPage(question),
      question('topics', 'What is it about?', { multiple: true, choices: topics }),
      question('described_in', 'When was it described, in words? Like: about 2013'),
      question('described_year', 'The same as a year', { number: true }),
      question('key_facts.who', 'Who is it for, in a few words?'),
      question('key_facts.how_to_get_a_place', 'How did people get a place?'),
      question('key_facts.how_long', 'How long does it last?', { optional: true }),
      question('key_facts.where', 'Where does it happen?', { optional: true }),
      question('key_facts.run_with', 'Who runs and funds it?', { optional: true }),
      question('referral', 'Which choice of the referral form is it?', {
        choices: { none: 'None: it cannot be asked for there', ...Object.fromEntries(referralServices.map((value) => [value, value])) },
      }),
      question('access', 'How people got a place, as a sentence. Like: A court decided who came here.', {
        when: ({ referral }) => referral === 'none',
        rule: words('Write how people got a place, like "A court decided who came here."'),
      }),
      question('no_requirement', 'Why did no requirement of a court order lead here? Leave it empty if one did', { optional: true }),
      text,
    ],
    defaults: (_, content) => ({ last_reviewed: today(), order: last(content[collection]) + 1 }),
  };
};

const term = fromSchema(yamlCollections.glossary);
const contact = fromSchema(yamlCollections.contacts);
const figure = fromSchema(yamlCollections.figures);
const source = fromSchema(yamlCollections.sources);
const news = fromSchema(mdxCollections.news);
const page = fromSchema(mdxCollections.pages);

/** The choices of a key that can only be one of a few words. */
const chosenFrom = (rule: z.ZodType): Record<string, string> =>
  Object.fromEntries((rule as z.ZodEnum).options.map((value) => [String(value), String(value)]));

export const templates: Record<string, Template> = {
  service: work('services'),
  partnership: work('partnerships'),
  news: {
    label: 'A piece of news',
    collection: 'news',
    entryName: ({ title }) => slug(title),
    prompts: [news('date', 'The day it happened, like 2013-05-31'), ...onEveryPage(news), text],
    defaults: () => ({ last_reviewed: today() }),
  },
  page: {
    label: 'A page',
    collection: 'pages',
    entryName: ({ address }) => String(address).replace(/^\/|\/$/g, ''),
    prompts: [
      {
        key: 'address',
        message: 'Its address, like /about/our-offices/',
        rule: written(/^\/([a-z0-9-]+\/)+$/, 'Write it in small letters from the first slash to the last, like /about/our-offices/'),
      },
      ...onEveryPage(page),
      text,
    ],
    defaults: () => ({ last_reviewed: today() }),
  },
  term: {
    label: 'A word for the glossary',
    dataFile: 'glossary',
    entryName: (answers) => slug(answers['term']),
    prompts: [
      term('term', 'The word, as it is written in a sentence'),
      term('definition', 'What it means, in one or two plain sentences'),
      term('alternative_names', 'Other forms of it, with commas', { multiple: true, optional: true }),
      term('kind', 'What kind of word is it?', { choices: { trade: 'A word of the trade, to be explained', name: 'A proper name' } }),
    ],
    defaults: () => ({}),
  },
  word: {
    label: 'Words people use, for search',
    dataFile: 'search',
    entryName: ({ said }) => String(said),
    prompts: [
      {
        key: 'said',
        message: 'What people say, in small letters',
        rule: written(/[\p{L}\p{N}]/u, 'Write the words as people type them, like community service'),
      },
      {
        key: 'page',
        message: 'The page that helps, like /help/today/',
        rule: written(/^\//, 'Write the address of a page here, like /help/today/'),
      },
    ],
    defaults: () => ({}),
  },
  contact: {
    label: 'A phone number or an address of someone else',
    dataFile: 'contacts',
    entryName: ({ name }) => slug(name),
    prompts: [
      contact('name', 'The name of the organisation'),
      contact('helps_with', 'What it helps with, in one sentence'),
      contact('phone', 'Phone number', { optional: true }),
      contact('cost', 'What a call costs, only as the source says', { optional: true }),
      contact('hours', 'Hours, only as the source says', { optional: true }),
      contact('web', 'Web address, in full', { optional: true }),
      contact('as_seen', 'When did the source show it? Like: about 2022'),
      contact('source', 'The id of the source, from content/sources.yaml', { idsFrom: 'sources' }),
    ],
    defaults: () => ({}),
  },
  figure: {
    label: 'A figure',
    dataFile: 'figures',
    entryName: ({ id }) => String(id),
    prompts: [
      {
        key: 'id',
        message: 'A short name for it, like court-reports',
        rule: written(/^[a-z0-9-]+$/, 'Use small letters, digits and -'),
      },
      figure('value', 'The value, as a bare number', { number: true }),
      figure('display', 'How it is written on a page, like: about 4,000'),
      figure('measures', 'What does it count?'),
      figure('as_of', 'When was it true? Like: about 2008 to 2010'),
      figure('source', 'The id of its source, from content/sources.yaml', { idsFrom: 'sources' }),
      figure('certainty', 'How sure is it?', { choices: chosenFrom(yamlCollections.figures.shape.certainty) }),
    ],
    defaults: () => ({}),
  },
  source: {
    label: 'A source of facts',
    dataFile: 'sources',
    entryName: ({ id }) => String(id),
    prompts: [
      {
        key: 'id',
        message: 'Its id, one that is not there yet, like S40',
        rule: written(/^[A-Z]\d+$/, 'Write a capital and a number, like S40'),
      },
      source('name', 'What is it, in our words?'),
      source('by', 'Who published it?'),
      source('as_of', 'When was it true? Like: about 2013'),
      source('web', 'Its web addresses in full, with commas', { multiple: true, optional: true }),
      source('kind', 'What kind of source is it?', { choices: chosenFrom(yamlCollections.sources.shape.kind) }),
    ],
    defaults: () => ({}),
  },
};

/** Where what was made can be seen. */
export const pageAddress = ({ collection: file }: Template, name: string): string | undefined => (file ? addressOf(file, name) : undefined);
