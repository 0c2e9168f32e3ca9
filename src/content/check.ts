import { addressOf, type Content, type Fault, type ReadContent } from './read.ts';
import { documents, lists } from './schemas.ts';

type Finding = Omit<Fault, 'file'> & { file: string };

const collections = Object.keys(documents) as (keyof typeof documents)[];

/** Every address an editor may link to: the content's own, and those the code makes. */
export function addresses(content: Content, madeByCode: readonly string[]): Set<string> {
  return new Set([...madeByCode, ...collections.flatMap((collection) => content[collection].map(({ id }) => addressOf(collection, id)))]);
}

const allDocuments = (content: Content) => collections.flatMap((collection) => content[collection].map((it) => ({ ...it, collection })));

/** Ids that stand for nothing: sources, partners, places and the like, in every file. */
function lostReferences(content: Content): Finding[] {
  const found: Finding[] = [];
  const has = {
    ...Object.fromEntries(Object.keys(lists).map((list) => [list, new Set(Object.keys(content[list as keyof typeof lists]))])),
    ...Object.fromEntries(collections.map((collection) => [collection, new Set(content[collection].map(({ id }) => id))])),
  } as Record<string, Set<string>>;
  const known = (file: string, key: string, list: string, id: string) => {
    if (!has[list]?.has(id)) found.push({ file, key, says: `names "${id}", which is not in content/${list}${list in lists ? '.yaml' : ''}` });
  };

  /** Follows a piece of data down to every list of ids whose key tells what they are. */
  function follow(file: string, value: unknown, under: string) {
    if (value === null || typeof value !== 'object') return;
    for (const [key, inside] of Object.entries(value)) {
      const path = under ? `${under}.${key}` : key;
      if (key === 'source' && typeof inside === 'string') known(file, path, 'sources', inside);
      else if (['sources', 'partners', 'places', 'requirements', 'services', 'partnerships', 'figures'].includes(key) && Array.isArray(inside))
        for (const id of inside) known(file, path, key, String(id));
      else follow(file, inside, path);
    }
  }
  for (const { file, data } of allDocuments(content)) follow(file, data, '');
  for (const list of Object.keys(lists) as (keyof typeof lists)[]) follow(`content/${list}.yaml`, content[list], '');
  follow('content/home.yaml', { figures: content.home?.figures }, '');

  const components = { Figure: 'figures', Term: 'glossary', Contact: 'contacts', Attributed: 'sources' } as const;
  for (const { file, body } of allDocuments(content)) {
    for (const [component, list] of Object.entries(components)) {
      const attribute = component === 'Attributed' ? 'source' : 'id';
      for (const [tag] of body.matchAll(new RegExp(`<${component}\\b[^>]*>`, 'g'))) {
        const id = new RegExp(`\\b${attribute}="([^"]*)"`).exec(tag)?.[1];
        if (id === undefined) found.push({ file, key: tag, says: `needs ${attribute}="…", an id from content/${list}.yaml` });
        else known(file, tag, list, id);
      }
    }
  }
  return found;
}

function lostLinks({ content, texts }: ReadContent, known: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  for (const [file, text] of texts) {
    const links = [...text.matchAll(/\]\((\/[^)\s]*)\)|href[:=]\s*"?(\/[^"\s,}]*)|^\s*-\s+(\/[^\s]*\/)\s*$|\b(?:page|work|related):\s*\[?\s*(\/[^\s,\]]*)/gm)];
    for (const match of links) {
      const address = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').replace(/[#?].*$/, '').replace(/["']$/, '');
      if (!known.has(address)) found.push({ file, key: address, says: 'is not the address of a page here. Write it with both slashes, like /help/today/' });
    }
  }
  // Lists of addresses on one line hold more than the pattern above sees.
  for (const { file, data } of allDocuments(content)) {
    for (const address of 'related' in data ? data.related : [])
      if (!known.has(address.replace(/#.*$/, ''))) found.push({ file, key: 'related', says: `names ${address}, which is not the address of a page here` });
  }
  return found;
}

function twins(content: Content): Finding[] {
  const found: Finding[] = [];
  for (const key of ['title', 'description'] as const) {
    const seen = new Map<string, string>();
    for (const { file, data, collection } of allDocuments(content)) {
      if (collection === 'values' || !(key in data)) continue;
      const text = (data as Record<typeof key, string>)[key].trim().toLowerCase();
      const first = seen.get(text);
      if (first) found.push({ file, key, says: `is the same as in ${first}. Each page needs its own, so that people can tell them apart in a list` });
      else seen.set(text, file);
    }
  }
  return found;
}

const placeholder = /\b(TODO|TBC|TBD|FIXME|lorem ipsum|coming soon|under construction|xxx+|insert \w+ here)\b|\[(?:confirm|number|name|phone|date|hours)\](?!\()/i;

// A British number as people write one: 0 and nine or ten more digits in groups, or 116 and three.
const phoneNumber = /(?<![\d/.-])(?:\+44\s?\d|0\d)(?:[\s-]?\d){8,9}(?!\d)|\b116\s?\d{3}\b/;
const emailAddress = /\b[\w.+-]+@[\w-]+\.[\w.]+\b/;

/** Words that must not stand where they stand: placeholders anywhere, numbers and addresses outside contacts.yaml. */
function misplaced({ texts }: ReadContent): Finding[] {
  const found: Finding[] = [];
  for (const [file, text] of texts) {
    for (const [index, line] of text.split('\n').entries()) {
      const at = `line ${index + 1}`;
      const unfinished = placeholder.exec(line);
      if (unfinished) found.push({ file, key: at, says: `has a placeholder, "${unfinished[0]}". Write the sentence without it, or leave it out` });
      if (file === 'content/contacts.yaml') continue;
      // The name of whoever reads the forms may come with a number: it is the body's own, and stands in trust.yaml.
      const number = file === 'content/trust.yaml' ? null : phoneNumber.exec(line);
      if (number) found.push({ file, key: at, says: `has a phone number, ${number[0]}. Put it in content/contacts.yaml and write <Contact id="…" />` });
      const mail = emailAddress.exec(line);
      if (mail) found.push({ file, key: at, says: `has an e-mail address, ${mail[0]}. Put it in content/contacts.yaml and write <Contact id="…" />` });
    }
  }
  return found;
}

/** Figures typed into a sentence: they would stay when the figure is mended. Small counts in words are no figures. */
function typedFigures(content: Content): Finding[] {
  const found: Finding[] = [];
  const figures = Object.entries(content.figures).flatMap(([id, { shown }]) => {
    const number = /£?\d[\d,.]*\d%?|\d+%/.exec(shown)?.[0];
    return number && (/[£%,]/.test(number) || number.length > 2) ? [{ id, number }] : [];
  });
  for (const { file, body } of allDocuments(content)) {
    const prose = body.replace(/<[^>]*>/g, ' ').replace(/\]\([^)]*\)/g, ']');
    for (const { id, number } of figures) {
      const escaped = number.replace(/[.$]/g, '\\$&');
      if (new RegExp(`(?<![\\d.,£])${escaped}(?![\\d%])(?!,\\d)`).test(prose))
        found.push({ file, key: number, says: `is typed by hand. Write <Figure id="${id}" />, so that it carries its date and source` });
    }
  }
  return found;
}

/** A living body must not show what was published by 2014 as if it ran today. */
function notYetOpen(content: Content): Finding[] {
  if (content.trust?.status !== 'open') return [];
  const old = [...content.services, ...content.partnerships].filter(({ data }) => data.year <= 2014 && !data.archive);
  return old.length === 0
    ? []
    : [{ file: 'content/trust.yaml', key: 'status', says: `cannot be open while these pages are dated 2014 or earlier and not marked "archive: true": ${old.map(({ file }) => file).join(', ')}` }];
}

/**
 * Everything that is wrong with content/, in words for an editor.
 * @param madeByCode addresses of pages that no content file makes, like /search/
 */
export function faultsOf(read: ReadContent, madeByCode: readonly string[]): Fault[] {
  // What could not be read has no data to look into; its faults come first and alone.
  if (read.faults.length > 0) return read.faults;
  const { content } = read;
  return [
    ...lostReferences(content),
    ...lostLinks(read, addresses(content, madeByCode)),
    ...twins(content),
    ...misplaced(read),
    ...typedFigures(content),
    ...notYetOpen(content),
  ];
}

export const sentence = ({ file, key, says }: Fault): string => `${file}: ${key ? `"${key}" ` : ''}${says}`;
