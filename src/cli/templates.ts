import { z } from 'zod';
import { addressOf, type Content } from '../content-files/read-content.ts';
import { audiences, mdxCollections, topics, yamlCollections } from '../schemas/index.ts';
import { referralServiceNames } from '../schemas/referral-services.ts';

// What `npm run new` can create, and what it asks. Rules and error messages come from the schemas.

export interface Prompt {
  /** The answer's key in the file, like key_facts.who, and its argument: --key_facts.who. The body of a page is `text`. */
  key: string;
  message: string;
  /** The schema of the answer. */
  rule: z.ZodType;
  /** The label of each value that can be chosen. */
  choices?: Record<string, string>;
  /** Several values: of `choices`, or typed with commas between them. */
  multiple?: true;
  /** The list that must have the ids in the answer. */
  idsFrom?: keyof typeof yamlCollections;
  number?: true;
  optional?: true;
  /** Whether to ask, given the earlier answers. */
  when?: (answers: Answers) => boolean;
}

export type Answers = Record<string, unknown>;

export interface Template {
  label: string;
  prompts: Prompt[];
  /** Values that are not asked for. */
  defaults: (answers: Answers, content: Content) => Answers;
  /** The collection of the new file; otherwise `dataFile`. */
  collection?: keyof typeof mdxCollections;
  /** The YAML file that gets a new entry. */
  dataFile?: keyof typeof yamlCollections | 'search';
  /** The name of the new file, without .mdx, or the id of the new entry. */
  entryName: (answers: Answers) => string;
}

const today = () => new Date().toISOString().slice(0, 10);
const lastPosition = (entries: { data: { order: number } }[]) => Math.max(0, ...entries.map(({ data }) => data.order));
const slugOf = (text: unknown) =>
  String(text)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Makes prompts whose rule is the schema of their key. */
const fromSchema =
  (schema: { shape: Record<string, z.ZodType> }) =>
  (key: string, message: string, options: Partial<Prompt> = {}): Prompt => {
    const rule = key.split('.').reduce<unknown>((parent, name) => (parent as typeof schema).shape[name], schema) as z.ZodType;
    return { key, message, rule, ...options };
  };

const required = (error: string) => z.string({ error }).min(1, { error });
const matching = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error });

const text: Prompt = {
  key: 'text',
  message: 'The first paragraph, in plain words',
  rule: required('Write the first paragraph; the rest can be written in the file'),
};

const everyPage = (prompt: ReturnType<typeof fromSchema>): Prompt[] => [
  prompt('title', 'Title, as it stands at the top of the page'),
  prompt('description', 'One plain sentence that says what the page is for'),
  prompt('sources', 'Where its facts come from: ids from content/sources.yaml, with commas', { multiple: true, idsFrom: 'sources' }),
  prompt('audience', 'Who is it for?', { multiple: true, choices: audiences }),
];

const service = (collection: 'services' | 'partnerships'): Template => {
  const prompt = fromSchema(mdxCollections[collection]);
  return {
    label: collection === 'services' ? 'A service' : 'A partnership project',
    collection,
    entryName: ({ title }) => slugOf(title),
    prompts: [
      ...everyPage(prompt),
      prompt('topics', 'What is it about?', { multiple: true, choices: topics }),
      prompt('described_in', 'When was it described, in words? Like: about 2013'),
      prompt('described_year', 'The same as a year', { number: true }),
      prompt('key_facts.who', 'Who is it for, in a few words?'),
      prompt('key_facts.how_to_get_a_place', 'How did people get a place?'),
      prompt('key_facts.how_long', 'How long does it last?', { optional: true }),
      prompt('key_facts.where', 'Where does it happen?', { optional: true }),
      prompt('key_facts.run_with', 'Who runs and funds it?', { optional: true }),
      prompt('referral', 'Which choice of the referral form is it?', {
        choices: {
          none: 'None: it cannot be asked for there',
          ...Object.fromEntries(Object.keys(referralServiceNames).map((value) => [value, value])),
        },
      }),
      prompt('access', 'How people got a place, as a sentence. Like: A court decided who came here.', {
        when: ({ referral }) => referral === 'none',
        rule: required('Write how people got a place, like "A court decided who came here."'),
      }),
      prompt('no_requirement', 'Why did no requirement of a court order lead here? Leave it empty if one did', { optional: true }),
      text,
    ],
    defaults: (_, content) => ({ last_reviewed: today(), order: lastPosition(content[collection]) + 1 }),
  };
};

const term = fromSchema(yamlCollections.glossary);
const contact = fromSchema(yamlCollections.contacts);
const figure = fromSchema(yamlCollections.figures);
const source = fromSchema(yamlCollections.sources);
const news = fromSchema(mdxCollections.news);
const page = fromSchema(mdxCollections.pages);

/** The values of an enum as choices. */
const valuesOf = (rule: z.ZodType): Record<string, string> =>
  Object.fromEntries((rule as z.ZodEnum).options.map((value) => [String(value), String(value)]));

export const templates: Record<string, Template> = {
  service: service('services'),
  partnership: service('partnerships'),
  news: {
    label: 'A piece of news',
    collection: 'news',
    entryName: ({ title }) => slugOf(title),
    prompts: [news('date', 'The day it happened, like 2013-05-31'), ...everyPage(news), text],
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
        rule: matching(/^\/([a-z0-9-]+\/)+$/, 'Write it in small letters from the first slash to the last, like /about/our-offices/'),
      },
      ...everyPage(page),
      text,
    ],
    defaults: () => ({ last_reviewed: today() }),
  },
  term: {
    label: 'A word for the glossary',
    dataFile: 'glossary',
    entryName: (answers) => slugOf(answers['term']),
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
        rule: matching(/[\p{L}\p{N}]/u, 'Write the words as people type them, like community service'),
      },
      {
        key: 'page',
        message: 'The page that helps, like /help/today/',
        rule: matching(/^\//, 'Write the address of a page here, like /help/today/'),
      },
    ],
    defaults: () => ({}),
  },
  contact: {
    label: 'A phone number or an address of someone else',
    dataFile: 'contacts',
    entryName: ({ name }) => slugOf(name),
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
        rule: matching(/^[a-z0-9-]+$/, 'Use small letters, digits and -'),
      },
      figure('value', 'The value, as a bare number', { number: true }),
      figure('display', 'How it is written on a page, like: about 4,000'),
      figure('measures', 'What does it count?'),
      figure('as_of', 'When was it true? Like: about 2008 to 2010'),
      figure('source', 'The id of its source, from content/sources.yaml', { idsFrom: 'sources' }),
      figure('certainty', 'How sure is it?', { choices: valuesOf(yamlCollections.figures.shape.certainty) }),
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
        rule: matching(/^[A-Z]\d+$/, 'Write a capital and a number, like S40'),
      },
      source('name', 'What is it, in our words?'),
      source('by', 'Who published it?'),
      source('as_of', 'When was it true? Like: about 2013'),
      source('web', 'Its web addresses in full, with commas', { multiple: true, optional: true }),
      source('kind', 'What kind of source is it?', { choices: valuesOf(yamlCollections.sources.shape.kind) }),
    ],
    defaults: () => ({}),
  },
};

/** The address of a new page; undefined for an entry of a list. */
export const pageAddress = ({ collection: file }: Template, name: string): string | undefined => (file ? addressOf(file, name) : undefined);
