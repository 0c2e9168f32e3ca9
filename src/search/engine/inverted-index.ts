import { createNormalizer, isFunctionWord, isStopword, stem, tokenize } from './analyzer.ts';
import { decodePostings, type InstantIndex } from './instant-index.ts';
import { suggest } from './spelling.ts';

// What a word counts for by where it stands. Tuned on the questions in tests/search: a page is about its title and the
// names people have for it; its summary and headings say what else is there; a word that only stands somewhere in the
// text says least.
const fieldBoosts = { title: 5, name: 5, says: 2, part: 2, rest: 0.6 };

/** The beginning of a word counts less than the word. */
const prefixBoost = 0.4;

/** How many names a page has before each of them says less about it. */
const maxNamesAtFullBoost = 25;

/** The fewest letters of a word that another was written against. */
const minCompoundPart = 3;

interface Posting {
  docId: number;
  weight: number;
  /** Whether it stands in the text itself, and not only among the names of the page. */
  inText: boolean;
}

/** A title, another name, or what people say: a page is called so where all of it is asked for. */
export interface ExactName {
  terms: string[];
  docId: number;
  weight: number;
}

export interface InvertedIndex {
  exactNames: ExactName[];
  /** How a word is looked up here. */
  normalize(word: string): string;
  /** Whether a word stands here exactly so. */
  has(word: string): boolean;
  /** What was meant, where nobody here wrote what was typed: another word, or two that were typed as one. */
  correct(word: string, alone: boolean): string[];
  /** How much a word, by how it is looked up, helps to choose: one that every page has, hardly; one that none has, not at all. */
  idf(root: string): number;
  /** The same for a word as it was typed: the beginning of one counts as a rare word. */
  queryWeight(word: string): number;
  /** The pages that have a word, or one that begins with it, by their places. */
  search(word: string, beginnings: boolean): Map<number, Posting>;
}

/** What a title or another name counts for as a whole, where a line of search.yaml counts 1. */
export const nameBoost = 0.8;

/** The words of a text: "pre-sentence" is also found by "presentence". */
function indexed(text: string): string[] {
  const joined = text.includes('-') ? (text.match(/\p{L}+-\p{L}+/gu) ?? []).map((word) => word.replace('-', '')) : [];
  return joined.length > 0 ? [...tokenize(text), ...joined.flatMap(tokenize)] : tokenize(text);
}

/** Reads the first layer into memory. Not a library: with MiniSearch the page answered a tenth of a second later. */
export function buildInvertedIndex({ pages, postings, bestBets, synonyms, crisis }: InstantIndex): InvertedIndex {
  const lookUp = createNormalizer(synonyms);
  /** The words as they are written, and how much each stands for. */
  const known = new Map<string, number>();
  const index = new Map<string, Posting[]>();
  const names: ExactName[] = [];

  const know = (word: string, weight: number) => known.set(word, (known.get(word) ?? 0) + weight);
  function stand(one: string, place: number, weight: number, inText: boolean) {
    const standings = index.get(one) ?? [];
    if (standings.length === 0) index.set(one, standings);
    // A page is read at a time: what there is of it already stands last.
    const last = standings.at(-1);
    if (last?.docId === place) {
      last.weight += weight;
      last.inText ||= inText;
    } else standings.push({ docId: place, weight, inText });
  }
  function read(texts: readonly string[], place: number, weight: number, inText = true): string[][] {
    const found = texts.map(indexed);
    const stems = new Set<string>();
    for (const words of found)
      for (const word of words) {
        know(word, 3);
        if (!isStopword(word)) stems.add(lookUp(word));
      }
    for (const one of stems) stand(one, place, weight, inText);
    return found;
  }
  function name(found: readonly string[], place: number, weight: number) {
    const stems = found.filter((word) => !isFunctionWord(word)).map(lookUp);
    if (stems.length > 0) names.push({ terms: stems, docId: place, weight });
  }

  const saidOf = pages.map((): { said: string; weight: number }[] => []);
  // Of several pages the later count less, yet more than a name: there are few on a line.
  for (const [all, ...places] of bestBets)
    for (const said of all.split(',')) for (const [rank, place] of places.entries()) saidOf[place]?.push({ said, weight: 1 - rank / 20 });
  for (const [place, page] of pages.entries()) {
    const [title = []] = read([page.title], place, fieldBoosts.title);
    name(title, place, nameBoost);
    read([page.description], place, fieldBoosts.says);
    read(
      page.headings.map(([heading]) => heading),
      place,
      fieldBoosts.part,
    );
    const called = [...page.names.map((said) => ({ said, weight: nameBoost })), ...(saidOf[place] ?? [])];
    const weight = (fieldBoosts.name * maxNamesAtFullBoost) / Math.max(maxNamesAtFullBoost, called.length);
    const found = read(
      called.map(({ said }) => said),
      place,
      weight,
      false,
    );
    for (const [at, { weight }] of called.entries()) name(found[at] ?? [], place, weight);
  }
  for (const [word, places] of decodePostings(postings)) {
    know(word, places.length);
    for (const place of places) stand(lookUp(word), place, fieldBoosts.rest, true);
  }
  for (const word of [...Object.values(crisis.bestBets).flat().flatMap(tokenize), ...Object.values(synonyms).flat()]) know(word, 3);

  const all = [...known.keys()];
  const knownStems = new Set(all.map(stem));
  const begins = (word: string) => word.length > 2 && all.some((one) => one.startsWith(word));
  /** "screenreader" is "screen reader". */
  const asTwo = (word: string) =>
    Array.from({ length: Math.max(0, word.length - 2 * minCompoundPart + 1) }, (_, at) => [
      word.slice(0, at + minCompoundPart),
      word.slice(at + minCompoundPart),
    ]).find((both) => both.every((one) => known.has(one)));
  const rarity = (one: string) => {
    if (isStopword(one)) return 0;
    const count = index.get(one)?.length ?? (knownStems.has(one) ? 1 : 0);
    return count === 0 ? 0 : Math.log(1 + pages.length / count);
  };
  /** What is begun with a word, by how it is looked up. */
  const begunWith = (word: string) => (word.length > 2 ? all.filter((one) => one.startsWith(word)).map(lookUp) : []);
  return {
    exactNames: names,
    normalize: lookUp,
    has: (word) => known.has(word),
    correct: (word, alone) => {
      if (isStopword(word) || knownStems.has(stem(word)) || begins(word)) return [word];
      const near = suggest(word, known, alone);
      return near ? [near] : (asTwo(word) ?? [word]);
    },
    idf: rarity,
    queryWeight: (word) => rarity(lookUp(word)) || (!isStopword(word) && begins(word) ? Math.log(1 + pages.length) : 0),
    search: (word, beginnings) => {
      const found = new Map<number, Posting>();
      const asked = lookUp(word);
      for (const one of new Set([asked, ...(beginnings ? begunWith(word) : [])])) {
        const part = (one === asked ? 1 : prefixBoost) * rarity(one);
        for (const { docId: place, weight, inText } of index.get(one) ?? []) {
          const there = found.get(place);
          found.set(place, { docId: place, weight: (there?.weight ?? 0) + weight * part, inText: inText || there?.inText === true });
        }
      }
      return found;
    },
  };
}
