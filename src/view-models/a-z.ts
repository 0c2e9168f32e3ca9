import { capitalize } from '../schemas/capitalize.ts';
import { getList } from './collections.ts';
import { memoizeInBuild } from './memoize-in-build.ts';
import { getAllPages, getPageOrThrow } from './pages.ts';

/** One line of the A to Z: a page's title, another name for a page, or a glossary term that has a page. */
export interface AtoZEntry {
  text: string;
  href: string;
  /** The page's title, where the text is another name for it. */
  see?: string;
}

/** The whole A to Z, sorted by text. */
export const getAtoZEntries = memoizeInBuild(async (): Promise<AtoZEntry[]> => {
  const entries = new Map<string, AtoZEntry>();
  const add = (entry: AtoZEntry) => entries.set(`${entry.text.toLowerCase()} ${entry.href}`, entry);
  for (const { term, alternative_names, page } of (await getList('glossary')).values()) {
    if (!page) continue;
    const { title } = await getPageOrThrow(page.replace(/#.*/, ''), 'content/glossary.yaml');
    for (const name of [term, ...alternative_names]) add({ text: capitalize(name), href: page, see: title });
  }
  for (const { path, title, alternativeNames, unlisted } of (await getAllPages()).values()) {
    if (unlisted) continue;
    for (const name of alternativeNames) add({ text: capitalize(name), href: path, see: title });
    add({ text: title, href: path });
  }
  // A plural next to its singular would only make the list longer.
  const isPlural = ({ text, href }: AtoZEntry) => text.endsWith('s') && entries.has(`${text.slice(0, -1).toLowerCase()} ${href}`);
  return [...entries.values()].filter((entry) => !isPlural(entry)).sort((a, b) => a.text.localeCompare(b.text, 'en'));
});

/** The other names the A to Z lists a page under, for search. */
export async function getAlternativeNames(path: string): Promise<string[]> {
  return (await getAtoZEntries()).filter(({ href, see }) => see !== undefined && href.replace(/#.*/, '') === path).map(({ text }) => text);
}
