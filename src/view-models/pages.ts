import { getCollection } from 'astro:content';
import { addressOf } from '../content-files/read-content.ts';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';

/** What is known of a page without opening it, for address trails, links and lists. */
export interface PageInfo {
  path: string;
  title: string;
  shortTitle: string;
  description: string;
  /** Other words the A to Z lists the page under. */
  alternativeNames: string[];
  unlisted: boolean;
}

// Pages that code makes and content/ does not hold.
const madeByCode = [
  { path: '/', title: 'Home' },
  { path: '/search/', title: 'Search' },
  ...[...forms, ...papers].map(({ address, title }) => ({ path: `/${address}/`, title })),
];

let known: Promise<Map<string, PageInfo>> | undefined;

/** Every page a link may lead to, by address. */
export function getAllPages(): Promise<Map<string, PageInfo>> {
  // Read once a build; under "npm run dev" content may change at any time.
  if (!known || import.meta.env.DEV) known = read();
  return known;
}

async function read(): Promise<Map<string, PageInfo>> {
  const all = new Map<string, PageInfo>();
  for (const { path, title } of madeByCode) {
    all.set(path, { path, title, shortTitle: title, description: '', alternativeNames: [], unlisted: true });
  }
  for (const collection of ['services', 'partnerships', 'news'] as const) {
    for (const { id, data } of await getCollection(collection)) {
      const path = addressOf(collection, id);
      const { title, description, alternative_names: also } = data;
      all.set(path, { path, title, shortTitle: title, description, alternativeNames: also, unlisted: false });
    }
  }
  for (const { id, data } of await getCollection('requirements')) {
    const path = addressOf('requirements', id);
    const { title, name, description, alternative_names: also } = data;
    all.set(path, { path, title, shortTitle: name, description, alternativeNames: also, unlisted: false });
  }
  for (const { id, data } of await getCollection('pages')) {
    const path = addressOf('pages', id);
    const { title, short_title = title, description, alternative_names, unlisted } = data;
    all.set(path, { path, title, shortTitle: short_title, description, alternativeNames: alternative_names, unlisted });
  }
  return all;
}

/** The page a link in content/ leads to. A link to nothing does not build. */
export async function getPageOrThrow(path: string, from: string): Promise<PageInfo> {
  const page = (await getAllPages()).get(path);
  if (!page) throw new Error(`The page ${from} links to ${path}, but there is no such page. Check the address, and the slash at its end`);
  return page;
}

/** The pages above this one, from the top: the address trail. */
export async function getAncestorPages(path: string): Promise<PageInfo[]> {
  const all = await getAllPages();
  const parts = path.split('/').filter(Boolean);
  const above = parts.map((_, count) => (count === 0 ? '/' : `/${parts.slice(0, count).join('/')}/`));
  return above.flatMap((address) => all.get(address) ?? []);
}
