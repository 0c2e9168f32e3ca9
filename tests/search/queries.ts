import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A query and the pages that answer it, any of which may come first. */
export interface Query {
  query: string;
  pages: string[];
  misspelt: boolean;
}

/** `queries` is what search was tuned on; `more-queries` is wider. */
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

/** The rank of the first right page in a list of results, from 1; 0 if there is none. */
export const rankOf = ({ pages }: Query, urls: readonly string[]): number => urls.findIndex((url) => pages.includes(url)) + 1;

export interface Score {
  /** The share of queries with a right page first, and among the first three: 0 to 1. */
  successAt1: number;
  successAt3: number;
  /** The mean of 1 / rank: 1 if a right page is always first. */
  meanReciprocalRank: number;
}

export function scoreOf(ranks: readonly number[]): Score {
  const share = (isGood: (rank: number) => boolean) => ranks.filter(isGood).length / ranks.length;
  return {
    successAt1: share((rank) => rank === 1),
    successAt3: share((rank) => rank > 0 && rank <= 3),
    meanReciprocalRank: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length,
  };
}
