import { type CollectionEntry, getCollection } from 'astro:content';
import type { yamlCollections } from '../schemas/index.ts';

type List = keyof typeof yamlCollections;
type Entries<L extends List> = Map<string, CollectionEntry<L>['data']>;

const known = new Map<List, Promise<Entries<List>>>();

/** All entries of one YAML list, by id, in the order of the file. */
export async function getList<L extends List>(list: L): Promise<Entries<L>> {
  // Read once a build, because hundreds of pages ask. Under "npm run dev" the file may change at any time.
  if (!known.has(list) || import.meta.env.DEV) known.set(list, read(list) as Promise<Entries<List>>);
  return (await known.get(list)) as Entries<L>;
}

async function read<L extends List>(list: L): Promise<Entries<L>> {
  const entries = await getCollection(list);
  return new Map(entries.map((entry) => [entry.id, entry.data]));
}

/** The entries of a list whose order its editor chose. */
export async function getOrderedList<L extends 'order-rules' | 'later-requirements' | 'court-reports'>(list: L) {
  return [...(await getList(list)).values()].sort((one, other) => one.order - other.order);
}

/** One entry by its id. A page that names an id nobody wrote does not build, and the message is for its editor. */
export async function getEntryOrThrow<L extends List>(list: L, id: string, page: string): Promise<CollectionEntry<L>['data']> {
  const entries = await getList(list);
  const entry = entries.get(id);
  if (entry) return entry;
  throw new Error(`The page ${page} names "${id}", but content/${list}.yaml has no such id. It has: ${[...entries.keys()].join(', ')}`);
}
