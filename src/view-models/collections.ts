import { type CollectionEntry, getCollection } from 'astro:content';
import { byOrder } from '../schemas/by-order.ts';
import type { yamlCollections } from '../schemas/index.ts';
import { memoizeInBuild } from './memoize-in-build.ts';

type List = keyof typeof yamlCollections;
type Entries<L extends List> = Map<string, CollectionEntry<L>['data']>;

const readList = memoizeInBuild(
  async (list: List): Promise<Entries<List>> => new Map((await getCollection(list)).map(({ id, data }) => [id, data])),
);

/** All entries of a YAML list by id, in the order of the file. */
export const getList = async <L extends List>(list: L): Promise<Entries<L>> => (await readList(list)) as Entries<L>;

/** The entries of a list whose order an editor chose. */
export const getOrderedList = async <L extends 'order-rules' | 'later-requirements' | 'court-reports'>(
  list: L,
): Promise<CollectionEntry<L>['data'][]> => (await getCollection(list)).sort(byOrder).map((entry) => entry.data);

/** News items, newest first. */
export const getNews = async () => (await getCollection('news')).sort((a, b) => b.data.date.localeCompare(a.data.date));

/** One entry by its id. An unknown id stops the build, with a message for the editor of `page`. */
export async function getEntryOrThrow<L extends List>(list: L, id: string, page: string): Promise<CollectionEntry<L>['data']> {
  const entries = await getList(list);
  const entry = entries.get(id);
  if (entry) return entry;
  throw new Error(`The page ${page} names "${id}", but content/${list}.yaml has no such id. It has: ${[...entries.keys()].join(', ')}`);
}
