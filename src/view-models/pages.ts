import { getCollection } from 'astro:content';
import { addressOf } from '../content-files/read-content.ts';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';
import { memoizeInBuild } from './memoize-in-build.ts';

/** What breadcrumbs, links and lists show of a page. */
export interface PageInfo {
  path: string;
  title: string;
  shortTitle: string;
  description: string;
  /** Other names the A to Z lists the page under. */
  alternativeNames: string[];
  unlisted: boolean;
}

/** Pages without a file in content/. */
const codeRoutes = [
  { path: '/', title: 'Home' },
  { path: '/search/', title: 'Search' },
  ...[...forms, ...papers].map(({ address, title }) => ({ path: `/${address}/`, title })),
];

/** Every page that content may link to, by path. */
export const getAllPages = memoizeInBuild(async (): Promise<Map<string, PageInfo>> => {
  const pages: PageInfo[] = codeRoutes.map((route) => ({
    ...route,
    shortTitle: route.title,
    description: '',
    alternativeNames: [],
    unlisted: true,
  }));
  for (const collection of ['services', 'partnerships', 'news', 'requirements', 'pages'] as const) {
    for (const { id, data } of await getCollection(collection)) {
      const shortTitle = 'name' in data ? data.name : 'short_title' in data ? data.short_title : undefined;
      pages.push({
        path: addressOf(collection, id),
        title: data.title,
        shortTitle: shortTitle ?? data.title,
        description: data.description,
        alternativeNames: data.alternative_names,
        unlisted: 'unlisted' in data && data.unlisted,
      });
    }
  }
  return new Map(pages.map((page) => [page.path, page]));
});

/** The page at a path. A link to a missing page stops the build, with a message for the editor of `from`. */
export async function getPageOrThrow(path: string, from: string): Promise<PageInfo> {
  const page = (await getAllPages()).get(path);
  if (!page) throw new Error(`The page ${from} links to ${path}, but there is no such page. Check the address, and the slash at its end`);
  return page;
}

/** The pages above a path, from the home page down: its breadcrumbs. */
export async function getAncestorPages(path: string): Promise<PageInfo[]> {
  const pages = await getAllPages();
  const segments = path.split('/').filter(Boolean);
  const ancestors = segments.map((_, count) => (count === 0 ? '/' : `/${segments.slice(0, count).join('/')}/`));
  return ancestors.flatMap((ancestor) => pages.get(ancestor) ?? []);
}
