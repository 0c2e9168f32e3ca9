import { type FirstLayer, type FirstPage, wordsInRest } from './first-layer.ts';
import { isSmall, stem, wordsOf } from './language.ts';
import { nearest } from './spelling.ts';

/** The words of a text as the index has them: "pre-sentence" is also found by "presentence". */
export function indexed(text: string): string[] {
  const joined = text.includes('-') ? (text.match(/\p{L}+-\p{L}+/gu) ?? []).map((word) => word.replace('-', '')) : [];
  return [...wordsOf(text), ...joined.flatMap(wordsOf)];
}

export const headingsOf = ({ parts }: FirstPage): string[] => parts.map(([heading]) => heading);

export interface Vocabulary {
  /** Whether a word stands here exactly so. */
  has(word: string): boolean;
  /** The word that was meant, where nobody here wrote what was typed. */
  mend(word: string, alone: boolean): string;
  /** How much a stem helps to choose: one that every page has, hardly; one that no page has, not at all. */
  rarity(stem: string): number;
}

/** The words a site knows, to mend what is misspelt and to weigh what is asked. */
export function vocabularyOf({ pages, rest, words, urgent }: FirstLayer): Vocabulary {
  /** The words as they are written, and how much each stands for. */
  const known = new Map<string, number>();
  const know = (some: readonly string[], weight: number) => {
    for (const word of some) known.set(word, (known.get(word) ?? 0) + weight);
  };
  /** How many pages have each stem. */
  const pagesWith = new Map<string, number>();
  for (const page of pages) {
    const about = indexed([page.title, page.says, ...page.names, ...headingsOf(page)].join(' '));
    know(about, 3);
    for (const one of new Set(about.map(stem))) pagesWith.set(one, (pagesWith.get(one) ?? 0) + 1);
  }
  for (const [word, places] of wordsInRest(rest)) {
    know([word], places.length);
    pagesWith.set(stem(word), (pagesWith.get(stem(word)) ?? 0) + places.length);
  }
  const said = [...words.map(([text]) => text), ...Object.values(urgent.words).flat()].flatMap(wordsOf);
  know(said, 3);
  for (const one of said.map(stem)) if (!pagesWith.has(one)) pagesWith.set(one, 1);

  const all = [...known.keys()];
  const begins = (word: string) => word.length > 2 && all.some((one) => one.startsWith(word));
  return {
    has: (word) => known.has(word),
    mend: (word, alone) => {
      if (isSmall(word) || pagesWith.has(stem(word)) || begins(word)) return word;
      return nearest(word, known, alone) ?? word;
    },
    rarity: (one) => {
      if (isSmall(one)) return 0;
      const count = pagesWith.get(one) ?? (begins(one) ? 1 : 0);
      return count === 0 ? 0 : Math.log(1 + pages.length / count);
    },
  };
}
