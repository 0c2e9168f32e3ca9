import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content, type LoadedContent } from '../content-files/read-content.ts';
import { mdxCollections, singletons, yamlCollections } from '../schemas/index.ts';
import { legalIssues } from './legal.ts';
import { mdxComponentNames } from './mdx-components.ts';
import { invalidReferralServices, requiredContentIssues } from './required-pages.ts';

type Finding = Omit<ContentIssue, 'file'> & { file: string };

const peoplesWords = 'content/search.yaml';

const collections = Object.keys(mdxCollections) as (keyof typeof mdxCollections)[];

/** Every address an editor may link to: the content's own, and those the code makes. */
export function knownAddresses(content: Content, madeByCode: readonly string[]): Set<string> {
  return new Set([...madeByCode, ...collections.flatMap((collection) => content[collection].map(({ id }) => addressOf(collection, id)))]);
}

const allDocuments = (content: Content) => collections.flatMap((collection) => content[collection].map((it) => ({ ...it, collection })));

/** Everything in content/ that is data, with the file it stands in. */
const allData = (content: Content): { file: string; data: unknown }[] => [
  ...allDocuments(content),
  ...Object.keys({ ...yamlCollections, ...singletons }).map((name) => ({
    file: `content/${name}.yaml`,
    data: content[name as keyof typeof yamlCollections | keyof typeof singletons],
  })),
];

interface Text {
  /** The keys that lead to it, like glance.who. */
  path: string;
  /** The last of them. */
  key: string;
  listed: boolean;
  text: string;
}

/** Every text in a piece of data. */
function* textsIn(data: unknown, path = '', key = '', listed = false): Generator<Text> {
  if (typeof data === 'string') yield { path, key, listed, text: data };
  else if (Array.isArray(data)) for (const each of data) yield* textsIn(each, path, key, true);
  else if (data !== null && typeof data === 'object')
    for (const [name, inside] of Object.entries(data)) yield* textsIn(inside, path ? `${path}.${name}` : name, name);
}

/** Keys whose list holds ids, each named like what it lists. */
const idLists = new Set(['sources', 'partners', 'places', 'figures']);

/** Keys that hold one id, and the list it is in. */
const idKeys: Record<string, string> = { source: 'sources', figure: 'figures' };

/** Components that show something by its id, the attribute that names it, and the list it is in. */
const components = {
  Figure: { attribute: 'id', list: 'figures' },
  Chart: { attribute: 'id', list: 'charts' },
  Term: { attribute: 'id', list: 'glossary' },
  Contact: { attribute: 'id', list: 'contacts' },
  Quote: { attribute: 'source', list: 'sources' },
  Sources: { attribute: 'ids', list: 'sources' },
} as const;

/** Ids that stand for nothing: sources, partners, places and the like, in every file. */
function brokenReferences(content: Content): Finding[] {
  const found: Finding[] = [];
  const known = (file: string, key: string, list: string, id: string) => {
    if (id in content[list as keyof typeof yamlCollections]) return;
    const says = `names "${id}", which is not in content/${list}.yaml. Use an id that is there, or add this one there first`;
    found.push({ file, path: key, message: says });
  };

  for (const { file, data } of allData(content)) {
    // What stands before a colon there is what people say, and no name of a list.
    if (file === peoplesWords) continue;
    for (const { path, key, listed, text } of textsIn(data)) {
      const one = idKeys[key];
      if (one) known(file, path, one, text);
      else if (listed && idLists.has(key)) known(file, path, key, text);
    }
  }
  for (const { file, body } of allDocuments(content)) {
    for (const [component, { attribute, list }] of Object.entries(components)) {
      for (const [tag] of body.matchAll(new RegExp(`<${component}\\b[^>]*>`, 'g'))) {
        const id = new RegExp(`\\b${attribute}="([^"]*)"`).exec(tag)?.[1];
        if (id === undefined) found.push({ file, path: tag, message: `needs ${attribute}="…", an id from content/${list}.yaml` });
        else for (const each of id.split(' ')) known(file, tag, list, each);
      }
    }
  }
  return found;
}

/** Components that do not exist. A build would stop at the first, and name no file. */
function unknownComponents(content: Content): Finding[] {
  const known = new Set<string>(mdxComponentNames);
  return allDocuments(content).flatMap(({ file, body }) =>
    [...new Set([...body.matchAll(/<([A-Z]\w*)/g)].map(([, name = '']) => name))]
      .filter((name) => !known.has(name))
      .map((name) => ({ file, path: `<${name}>`, message: `is not known. Use ${mdxComponentNames.join(', ')}` })),
  );
}

/** Whoever is in danger must be given a number: every contact that search.yaml names for them has one. */
function missingCrisisNumbers({ search: words, contacts }: Content): Finding[] {
  return Object.keys(words?.crisis_terms ?? {}).flatMap((id) => {
    const contact = contacts[id];
    if (contact?.phone) return [];
    const says = contact
      ? 'is a contact without a phone number. Name one that has a number, because search shows it to someone in danger'
      : `is not in content/contacts.yaml. Use an id that is there and has a phone number, or add this one there first`;
    return [{ file: peoplesWords, path: `crisis_terms.${id}`, message: says }];
  });
}

/** Where a text leads: [links](/help/), ![pictures](/map.svg), [references]: /help/ and the href of a component. */
const linksIn = (body: string) =>
  [...body.matchAll(/\]\(\s*<?([^)\s>]*)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)|\bhref=\{?["'`]([^"'`]*)/gm)].map(
    ([, inline, reference, attribute]) => inline ?? reference ?? attribute ?? '',
  );

/** Addresses that are no page here. What stands after # is looked for in the built pages, where the headings have their ids. */
function brokenLinks(content: Content, known: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  const look = (file: string, key: string, address: string) => {
    if (/^(https?:|mailto:|tel:|#)/.test(address) || known.has(address.replace(/[#?].*$/, ''))) return;
    found.push({
      file,
      path: key,
      message: `${key === address ? '' : `names ${address}, which `}is not the address of a page here. Write it from the first slash to the last, like /help/today/`,
    });
  };
  for (const { file, data } of allData(content)) {
    for (const { path, key, text } of textsIn(data)) if (key === 'href' || text.startsWith('/')) look(file, path, text);
  }
  for (const { file, body } of allDocuments(content)) for (const address of linksIn(body)) look(file, address, address);
  return found;
}

function duplicateTitles(content: Content): Finding[] {
  const found: Finding[] = [];
  for (const key of ['title', 'description'] as const) {
    const seen = new Map<string, string>();
    for (const { file, data, collection } of allDocuments(content)) {
      if (collection === 'values' || !(key in data)) continue;
      const text = (data as Record<typeof key, string>)[key].trim().toLowerCase();
      const first = seen.get(text);
      if (first)
        found.push({
          file,
          path: key,
          message: `is the same as in ${first}. Each page needs its own, so that people can tell them apart in a list`,
        });
      else seen.set(text, file);
    }
  }
  return found;
}

const placeholder =
  /\b(TODO|TBC|TBD|FIXME|lorem ipsum|coming soon|under construction|xxx+|insert \w+ here)\b|\[(?:confirm|number|name|phone|date|hours)\](?!\()/i;

// A British number as people write one: 0 and nine or ten more digits in groups, the short free ones, or 116 and three.
const phoneNumber =
  /(?<![\d/.-])(?:\+44[\s()0]*\d|\(?0\d)(?:[\s()-]{0,2}\d){8,9}(?!\d)|(?<![\d/.-])0[58]00[\s-]?\d{4}(?!\d)|\b116\s?\d{3}\b/;
const emailAddress = /\b[\w.+-]+@[\w-]+\.[\w.]+\b/;

/** Words that must not stand where they stand: placeholders anywhere, numbers and addresses outside contacts.yaml. */
function misplacedText({ texts }: LoadedContent): Finding[] {
  const found: Finding[] = [];
  for (const [file, text] of texts) {
    for (const [index, line] of text.split('\n').entries()) {
      const at = `line ${index + 1}`;
      const unfinished = placeholder.exec(line);
      if (unfinished)
        found.push({ file, path: at, message: `has a placeholder, "${unfinished[0]}". Write the sentence without it, or leave it out` });
      if (file === 'content/contacts.yaml') continue;
      // Those of the body itself stand in trust.yaml: of whoever reads the forms, and whom to tell of a weakness.
      if (file === 'content/trust.yaml') continue;
      const number = phoneNumber.exec(line);
      if (number)
        found.push({
          file,
          path: at,
          message: `has a phone number, ${number[0]}. Put it in content/contacts.yaml and write <Contact id="…" />`,
        });
      const mail = emailAddress.exec(line);
      if (mail)
        found.push({
          file,
          path: at,
          message: `has an e-mail address, ${mail[0]}. Put it in content/contacts.yaml and write <Contact id="…" />`,
        });
    }
  }
  return found;
}

/** Figures typed into a sentence: they would stay when the figure is mended. Small counts in words are no figures. */
function typedFigures(content: Content): Finding[] {
  const found: Finding[] = [];
  const figures = Object.entries(content.figures).flatMap(([id, { display }]) => {
    const number = /£?\d[\d,.]*\d%?|\d+%/.exec(display)?.[0];
    return number && (/[£%,]/.test(number) || number.length > 2) ? [{ id, number }] : [];
  });
  for (const { file, body } of allDocuments(content)) {
    const prose = body.replace(/<[^>]*>/g, ' ').replace(/\]\([^)]*\)/g, ']');
    for (const { id, number } of figures) {
      const escaped = number.replaceAll('.', '\\.').replaceAll(',', ',?');
      if (new RegExp(`(?<![\\d.,£])${escaped}(?![\\d%])(?!,\\d)`).test(prose))
        found.push({
          file,
          path: number,
          message: `is typed by hand. Write <Figure id="${id}" />, so that it carries its date and source`,
        });
    }
  }
  return found;
}

/** What brings the style of drawings with it. */
const drawn = /<(Chart|TimelineChart|PlaceList|ProcessDiagram)\b/;

/** Figures that would be drawn as if they compared, and pages whose drawings would have no style. */
function invalidCharts(content: Content): Finding[] {
  const found: Finding[] = [];
  for (const [id, { whole, parts }] of Object.entries(content.charts)) {
    const figures = [whole, ...parts].flatMap((it) => (it && content.figures[it.figure]) ?? []);
    for (const key of ['as_of', 'source'] as const) {
      const different = [...new Set(figures.map((figure) => figure[key]))];
      if (different.length > 1)
        found.push({
          file: 'content/charts.yaml',
          path: id,
          message: `draws figures whose "${key}" differs (${different.join(', ')}), so that they do not compare. Draw them apart`,
        });
    }
  }
  for (const { file, body, data } of allDocuments(content)) {
    const hasDrawings = drawn.test(body);
    const says = 'charts' in data && data.charts;
    if (hasDrawings && !says)
      found.push({
        file,
        path: 'charts',
        message: `is missing, and the page has a drawing. Write "charts: true", which brings their style`,
      });
    if (!hasDrawings && says) found.push({ file, path: 'charts', message: 'is true, and the page has no drawing. Leave it out' });
  }
  return found;
}

/** A living body must not show what was published by 2014 as if it ran today. */
function outdatedPagesOfOpenBody(content: Content): Finding[] {
  if (content.trust?.status !== 'open') return [];
  const old = [...content.services, ...content.partnerships].filter(({ data }) => data.described_year <= 2014 && !data.archive);
  return old.length === 0
    ? []
    : [
        {
          file: 'content/trust.yaml',
          path: 'status',
          message: `cannot be open while these pages are dated 2014 or earlier and not marked "archive: true": ${old.map(({ file }) => file).join(', ')}`,
        },
      ];
}

/**
 * Everything that is wrong with content/, in words for an editor.
 * @param madeByCode addresses of pages that no content file makes, like /search/
 */
export function findIssues(read: LoadedContent, madeByCode: readonly string[]): ContentIssue[] {
  // What could not be read has no data to look into; its faults come first and alone.
  const unread = [...invalidReferralServices(), ...read.issues];
  if (unread.length > 0) return unread;
  const { content } = read;
  return [
    ...brokenReferences(content),
    ...unknownComponents(content),
    ...missingCrisisNumbers(content),
    ...brokenLinks(content, knownAddresses(content, madeByCode)),
    ...duplicateTitles(content),
    ...misplacedText(read),
    ...typedFigures(content),
    ...requiredContentIssues(content),
    ...legalIssues(content),
    ...invalidCharts(content),
    ...outdatedPagesOfOpenBody(content),
  ];
}
