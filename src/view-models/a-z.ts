import { getList } from './collections.ts';
import { getAllPages, getPageOrThrow } from './pages.ts';

/** One line of the A to Z: a title, another name for a page, or a term of the glossary that has a page. */
export interface AtoZEntry {
  text: string;
  href: string;
  /** The page's title, where the text is another name for it. */
  see?: string;
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

async function read(): Promise<AtoZEntry[]> {
  const lines = new Map<string, AtoZEntry>();
  const add = (line: AtoZEntry) => lines.set(`${line.text.toLowerCase()} ${line.href}`, line);
  for (const { term, alternative_names, page } of (await getList('glossary')).values()) {
    if (!page) continue;
    const { title } = await getPageOrThrow(page.replace(/#.*/, ''), 'content/glossary.yaml');
    for (const word of [term, ...alternative_names]) add({ text: capitalize(word), href: page, see: title });
  }
  for (const { path, title, alternativeNames, unlisted } of (await getAllPages()).values()) {
    if (unlisted) continue;
    for (const word of alternativeNames) add({ text: capitalize(word), href: path, see: title });
    add({ text: title, href: path });
  }
  // A plural next to its singular would only make the list longer.
  const isPlural = ({ text, href }: AtoZEntry) => text.endsWith('s') && lines.has(`${text.slice(0, -1).toLowerCase()} ${href}`);
  return [...lines.values()].filter((line) => !isPlural(line)).sort((one, other) => one.text.localeCompare(other.text, 'en'));
}

let known: Promise<AtoZEntry[]> | undefined;

/** Every line of the A to Z in order, from the collections. */
export function getAtoZEntries(): Promise<AtoZEntry[]> {
  if (!known || import.meta.env.DEV) known = read();
  return known;
}

/** What else a page is called, for search: the names the A to Z lists it under. */
export async function getAlternativeNames(path: string): Promise<string[]> {
  return (await getAtoZEntries()).filter(({ href, see }) => see !== undefined && href.replace(/#.*/, '') === path).map(({ text }) => text);
}
