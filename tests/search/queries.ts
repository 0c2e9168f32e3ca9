import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What someone asks, and the pages that answer it, any of which may come first. */
export interface Query {
  query: string;
  pages: string[];
  misspelt: boolean;
}

/** The list that search was asked to answer, and more of what people ask. */
export type QueryList = 'queries' | 'more-queries';

export async function readQueries(list: QueryList): Promise<Query[]> {
  const text = await readFile(join(import.meta.dirname, `${list}.tsv`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [query = '', pages = '', note] = line.split('\t');
      return { query, pages: pages.split('|'), misspelt: note === 'misspelt' };
    });
}

/** Where the first right page stands in a list of addresses: 1 for the top, 0 where there is none. */
export const rankOf = ({ pages }: Query, addresses: readonly string[]): number => addresses.findIndex((one) => pages.includes(one)) + 1;

export interface Score {
  /** Of all, how many have the right page first, and how many among the first three. */
  successAt1: number;
  successAt3: number;
  /** The mean of one divided by the place: 1 where the right page always is first. */
  meanReciprocalRank: number;
}

export function scoreOf(places: readonly number[]): Score {
  const share = (good: (place: number) => boolean) => places.filter(good).length / places.length;
  return {
    successAt1: share((place) => place === 1),
    successAt3: share((place) => place > 0 && place <= 3),
    meanReciprocalRank: places.reduce((sum, place) => sum + (place > 0 ? 1 / place : 0), 0) / places.length,
  };
}
