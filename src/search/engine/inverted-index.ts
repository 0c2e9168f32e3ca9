import { createNormalizer, isFunctionWord, isStopword, stem, tokenize } from './analyzer.ts';
import { decodePostings, type InstantIndex } from './instant-index.ts';
import { suggest } from './spelling.ts';

// The weight of a word by the field it is in. Tuned on the queries in tests/search: a page is about its title and its
// names (best bets included); its description and headings say what else it holds; a word of the text says least.
const fieldBoosts = { title: 5, name: 5, description: 2, heading: 2, text: 0.6 };

/** A word that only begins with what was typed counts less. */
const prefixBoost = 0.4;

const minPrefixLength = 3;

/** A page with more names than this is less about each of them. */
const maxNamesAtFullBoost = 25;

/** The fewest letters of each half of a compound. */
const minCompoundPart = 3;

/** In spelling suggestions, a word of a title, heading or name weighs as much as one in the text of three pages. */
const namedWordWeight = 3;

/** The weight of a title or another name as a whole, where a best bet has 1. */
const nameBoost = 0.8;

interface Posting {
  docId: number;
  weight: number;
  /** Whether the page itself says it, and not only its names. */
  inText: boolean;
}

/** A title, another name or a best bet, which counts as a whole where the query has all of its terms. */
export interface ExactName {
  terms: string[];
  docId: number;
  weight: number;
}

/** A term is a normalised word (see analyzer.ts); a word is as typed or written, in lower case. */
export interface InvertedIndex {
  exactNames: ExactName[];
  /** The term of a word. */
  normalize(word: string): string;
  /** Whether the index has this very word. */
  has(word: string): boolean;
  /**
   * The word itself if the index has it or a longer one, or else what was probably meant: another word, or two that were
   * typed as one.
   * @param isOnlyTerm whether it is the whole query
   */
  correct(word: string, isOnlyTerm: boolean): string[];
  /** Inverse document frequency, ln(1 + pages / pages with the term). 0 for stopwords and unknown terms. */
  idf(term: string): number;
  /** The idf of a word as typed, or that of the rarest term for the beginning of a word. */
  queryWeight(word: string): number;
  /** The pages that have a word or, with `prefix`, one that begins with it, by docId; weights are field boosts × idf. */
  search(word: string, prefix: boolean): Map<number, Posting>;
}

/** The tokens of a text, with both spellings of a hyphenated word: "pre-sentence" also as "presentence". */
function tokenizeHyphens(text: string): string[] {
  const compounds = text.includes('-') ? (text.match(/\p{L}+-\p{L}+/gu) ?? []).map((word) => word.replace('-', '')) : [];
  return compounds.length > 0 ? [...tokenize(text), ...compounds.flatMap(tokenize)] : tokenize(text);
}

/** Reads the instant index into memory. Not a library: with MiniSearch the first result came a tenth of a second later. */
export function buildInvertedIndex({ pages, postings, bestBets, synonyms, crisis }: InstantIndex): InvertedIndex {
  const normalize = createNormalizer(synonyms);
  /** Every word as written, with its weight in spelling suggestions. */
  const vocabulary = new Map<string, number>();
  const postingLists = new Map<string, Posting[]>();
  const exactNames: ExactName[] = [];

  const addWord = (word: string, weight: number) => vocabulary.set(word, (vocabulary.get(word) ?? 0) + weight);
  function addPosting(term: string, docId: number, weight: number, inText: boolean) {
    const list = postingLists.get(term) ?? [];
    if (list.length === 0) postingLists.set(term, list);
    // Fields are read a page at a time, so an earlier field of the same page has the last posting.
    const last = list.at(-1);
    if (last?.docId === docId) {
      last.weight += weight;
      last.inText ||= inText;
    } else list.push({ docId, weight, inText });
  }
  /** Indexes a field, each term once, and returns the tokens of each text. */
  function addField(texts: readonly string[], docId: number, boost: number, inText = true): string[][] {
    const tokens = texts.map(tokenizeHyphens);
    const terms = new Set<string>();
    for (const word of tokens.flat()) {
      addWord(word, namedWordWeight);
      if (!isStopword(word)) terms.add(normalize(word));
    }
    for (const term of terms) addPosting(term, docId, boost, inText);
    return tokens;
  }
  function addExactName(tokens: readonly string[], docId: number, weight: number) {
    const terms = tokens.filter((word) => !isFunctionWord(word)).map(normalize);
    if (terms.length > 0) exactNames.push({ terms, docId, weight });
  }

  const betsOf = pages.map((): { text: string; weight: number }[] => []);
  // The second page of a best bet counts a little less than the first, and so on. Few have more than three.
  for (const [phrases, ...docIds] of bestBets)
    for (const text of phrases.split(','))
      for (const [rank, docId] of docIds.entries()) betsOf[docId]?.push({ text, weight: 1 - rank / 20 });
  for (const [docId, page] of pages.entries()) {
    const [title = []] = addField([page.title], docId, fieldBoosts.title);
    addExactName(title, docId, nameBoost);
    addField([page.description], docId, fieldBoosts.description);
    const headings = page.headings.map(([heading]) => heading);
    addField(headings, docId, fieldBoosts.heading);
    const names = [...page.names.map((text) => ({ text, weight: nameBoost })), ...(betsOf[docId] ?? [])];
    const boost = (fieldBoosts.name * maxNamesAtFullBoost) / Math.max(maxNamesAtFullBoost, names.length);
    const texts = names.map(({ text }) => text);
    const tokens = addField(texts, docId, boost, false);
    for (const [index, { weight }] of names.entries()) addExactName(tokens[index] ?? [], docId, weight);
  }
  for (const [word, docIds] of decodePostings(postings)) {
    addWord(word, docIds.length);
    for (const docId of docIds) addPosting(normalize(word), docId, fieldBoosts.text, true);
  }
  for (const word of Object.values(crisis.phrases).flat().flatMap(tokenize)) addWord(word, namedWordWeight);
  for (const word of Object.values(synonyms).flat()) addWord(word, namedWordWeight);

  const words = [...vocabulary.keys()];
  const stems = new Set(words.map(stem));
  const isPrefix = (word: string) => word.length >= minPrefixLength && words.some((longer) => longer.startsWith(word));
  const termsWithPrefix = (word: string) =>
    word.length >= minPrefixLength ? words.filter((longer) => longer.startsWith(word)).map(normalize) : [];
  /** "screenreader" as "screen" and "reader". */
  const splitCompound = (word: string) =>
    Array.from({ length: Math.max(0, word.length - 2 * minCompoundPart + 1) }, (_, index) => [
      word.slice(0, index + minCompoundPart),
      word.slice(index + minCompoundPart),
    ]).find((halves) => halves.every((half) => vocabulary.has(half)));
  const idfOf = (count: number) => Math.log(1 + pages.length / count);
  const idf = (term: string) => {
    if (isStopword(term)) return 0;
    const count = postingLists.get(term)?.length ?? (stems.has(term) ? 1 : 0);
    return count === 0 ? 0 : idfOf(count);
  };
  return {
    exactNames,
    normalize,
    has: (word) => vocabulary.has(word),
    correct: (word, isOnlyTerm) => {
      if (isStopword(word) || stems.has(stem(word)) || isPrefix(word)) return [word];
      const suggestion = suggest(word, vocabulary, isOnlyTerm);
      return suggestion ? [suggestion] : (splitCompound(word) ?? [word]);
    },
    idf,
    queryWeight: (word) => idf(normalize(word)) || (!isStopword(word) && isPrefix(word) ? idfOf(1) : 0),
    search: (word, prefix) => {
      const found = new Map<number, Posting>();
      const exact = normalize(word);
      for (const term of new Set([exact, ...(prefix ? termsWithPrefix(word) : [])])) {
        const boost = (term === exact ? 1 : prefixBoost) * idf(term);
        for (const { docId, weight, inText } of postingLists.get(term) ?? []) {
          const before = found.get(docId);
          found.set(docId, { docId, weight: (before?.weight ?? 0) + weight * boost, inText: inText || before?.inText === true });
        }
      }
      return found;
    },
  };
}
