import { isStopword, removeStopwords, stem, tokenize } from './analyzer.ts';
import type { Heading, IndexedPage, InstantIndex } from './instant-index.ts';
import { buildInvertedIndex } from './inverted-index.ts';

/** One page that the instant index finds. */
export interface InstantHit {
  page: IndexedPage;
  /** The heading that matches best, if one does. */
  heading?: Heading;
  /** The keywords that the page itself has, joined by spaces: what to ask Pagefind for, to get the passage with them. */
  passageQuery: string;
}

export interface InstantResults {
  /** Best first. */
  hits: InstantHit[];
  /** Whether the index has every page with every word. */
  complete: boolean;
  /**
   * Whether Pagefind can have nothing better than the first of these: the index is complete, or it knows all keywords as typed
   * and one page has them all, or someone is in danger.
   */
  confident: boolean;
  /** The query without stopwords, as it was looked for. */
  keywords: string;
  /** The query that was looked for, if a word of the typed one had to be corrected. */
  correctedQuery?: string;
  /** The id of the contact to show before anything else. */
  crisisContact?: string;
}

/** @param asTyped whether to look for even a misspelt word as it is */
export type InstantSearch = (query: string, asTyped?: boolean) => InstantResults;

/** News is about one day, a service about every day: news scores a little less for the same words. */
const kindBoost = (kindAndYear: string) => (kindAndYear.startsWith('News') ? 0.7 : 1);

/** A name that is the whole query is the answer to it: no page that merely has the words may come before. */
const exactMatchBoost = 40;

/** What each further term adds, so that "banned from doing" beats "banned" where both are the whole query. */
const exactTermBoost = 5;

/** In a phrase, how much more each word after the first counts. */
const phraseBoost = 0.4;

/** In a phrase, a stopword counts as much as a word that is on one page in seven. */
const stopwordWeight = 2;

/** A page that covers less of the query than this share of what the best page covers is no answer. */
const minCoverage = 0.35;

/** What is longer is a letter, not a query. */
const maxQueryWords = 30;

/** The phrases of people in danger as stems. The longest first: "dad hits me" before "hits me". Stopwords count here. */
const crisisPhrases = ({ crisis }: InstantIndex) =>
  Object.entries(crisis.phrases)
    .flatMap(([contact, phrases]) => phrases.map((phrase) => ({ contact, stems: tokenize(phrase).map(stem) })))
    .sort((a, b) => b.stems.length - a.stems.length);

/** The heading with the most of these terms, or with words that begin with them; of several, the first. */
function bestHeading({ headings }: IndexedPage, terms: readonly string[], normalize: (word: string) => string): Heading | undefined {
  const counts = headings.map(([text]) => {
    const headingTerms = tokenize(text).map(normalize);
    return terms.filter((term) => headingTerms.some((headingTerm) => headingTerm.startsWith(term))).length;
  });
  const max = Math.max(...counts);
  return max > 0 ? headings[counts.indexOf(max)] : undefined;
}

/** Whether the words occur in this order, whatever is between them. */
function isSubsequence(words: readonly string[], all: readonly string[]): boolean {
  let position = -1;
  return words.every((word) => {
    position = all.indexOf(word, position + 1);
    return position >= 0;
  });
}

/** What one page has of a query. */
interface Match {
  score: number;
  terms: string[];
  inText: Set<string>;
}

/**
 * Reads the index and returns the function that searches it, without waiting for anything.
 *
 *     score    = fields / best fields of any page × coverage + name
 *     fields   = kindBoost × the sum over the terms of idf × field boosts (and × prefixBoost, for the beginning of a word)
 *     coverage = the share of the query's terms, by idf, that the page has: 0 to 1
 *     name     = the best of its names that have all their terms in the query, weight ×
 *                  exactMatchBoost + exactTermBoost × terms, if the name is the whole query
 *                  its coverage × (1 + phraseBoost × further terms), if its terms are in the same order as in the query
 *                  its coverage, otherwise
 *
 * A page needs minCoverage of the best page's coverage. A query reads the posting lists of its terms; only an unknown or
 * unfinished word is compared with the whole vocabulary.
 */
export function createInstantSearch(index: InstantIndex): InstantSearch {
  const { complete, pages, crisis } = index;
  const { exactNames, normalize, has, correct, idf, queryWeight, search } = buildInvertedIndex(index);
  const phrases = crisisPhrases(index);
  const indexedAs = new Map(Object.entries(index.synonyms).flatMap(([word, others]) => others.map((other) => [stem(other), word])));

  /** @param words the words to look for, by their terms @param isUnfinished which of them may be the beginning of another word */
  function matchFields(words: ReadonlyMap<string, string>, isUnfinished: (word: string) => boolean): Map<number, Match> {
    const matches = new Map<number, Match>();
    for (const [term, word] of words)
      for (const { docId, weight, inText } of search(word, isUnfinished(word)).values()) {
        const match = matches.get(docId) ?? { score: 0, terms: [], inText: new Set() };
        match.score += weight * kindBoost(pages[docId]?.kindAndYear ?? '');
        match.terms.push(term);
        if (inText) match.inText.add(term);
        matches.set(docId, match);
      }
    return matches;
  }

  return (query, asTyped = false) => {
    const typed = tokenize(query).slice(0, maxQueryWords);
    const corrected = typed.flatMap((word) => correct(word, typed.length === 1));
    // Always of the corrected words: someone who asks for exactly what they typed may still be in danger.
    const correctedStems = new Set(corrected.map(stem));
    const crisisContact = phrases.find(({ stems }) => stems.every((word) => correctedStems.has(word)))?.contact;

    const words = asTyped ? typed : corrected;
    const keywords = [...new Set(removeStopwords(words))];
    // "group work" is also looked for as "groupwork".
    const compounds = words.slice(1).map((word, index) => `${words[index]}${word}`);
    const wordsByTerm = new Map([...keywords, ...compounds.filter(has)].map((word) => [normalize(word), word]));
    const weights = new Map(keywords.map((word) => [normalize(word), queryWeight(word)]));
    const sumWeights = (terms: Iterable<string>) => [...terms].reduce((sum, term) => sum + (weights.get(term) ?? idf(term)), 0);
    const totalWeight = sumWeights(weights.keys());
    const coverageOf = (terms: readonly string[]) =>
      Math.min(1, totalWeight > 0 ? sumWeights(terms) / totalWeight : terms.length / keywords.length);

    const queryTerms = words.map(normalize);
    // A stopword chooses nothing by itself but does in a phrase: "out" is everywhere, "gets out" is not.
    const phraseScore = (terms: readonly string[]) => {
      const coverage = coverageOf(terms);
      if (coverage === 0 || !isSubsequence(terms, queryTerms)) return coverage;
      const stopwordCount = terms.filter(isStopword).length;
      return (coverage + (stopwordWeight * stopwordCount) / totalWeight) * (1 + phraseBoost * (terms.length - 1));
    };

    // The last word may still be being typed. But "die", from someone in danger, is not the beginning of "diet".
    const isUnfinished = (word: string) => !crisisContact && (word === words.at(-1) || idf(normalize(word)) === 0);
    const matches = matchFields(wordsByTerm, isUnfinished);
    const bestFields = Math.max(...[...matches.values()].map(({ score }) => score));

    const bestNames = new Map<number, { score: number; terms: readonly string[] }>();
    const allTerms = new Set([...queryTerms, ...wordsByTerm.keys()]);
    for (const { terms, docId, weight } of exactNames) {
      if (!terms.every((term) => allTerms.has(term))) continue;
      const isWholeQuery = coverageOf(terms) > 0.99;
      const score = weight * (isWholeQuery ? exactMatchBoost + exactTermBoost * terms.length : phraseScore(terms));
      if (score > (bestNames.get(docId)?.score ?? 0)) bestNames.set(docId, { score, terms });
    }

    const scored = [...new Set([...matches.keys(), ...bestNames.keys()])].map((docId) => {
      const { score: fields = 0, terms = [] } = matches.get(docId) ?? {};
      const name = bestNames.get(docId)?.score ?? 0;
      const coverage = coverageOf(terms);
      return { docId, coverage: Math.max(coverage, Math.min(1, name)), score: (fields / bestFields) * coverage + name };
    });
    const maxCoverage = Math.max(...scored.map(({ coverage }) => coverage));
    const ranked = scored
      .filter(({ coverage }) => coverage >= maxCoverage * minCoverage)
      .sort((a, b) => b.score - a.score)
      .map(({ docId }) => docId);
    const docIds = crisisContact ? [crisis.docId, ...ranked.filter((docId) => docId !== crisis.docId)] : ranked;

    const isCorrected = words.join() !== typed.join();
    const knowsKeywords = keywords.every((word) => isStopword(word) || queryWeight(word) > 0);
    return {
      hits: docIds.flatMap((docId) => {
        const page = pages[docId];
        if (!page) return [];
        const { terms = [], inText } = matches.get(docId) ?? {};
        // A heading is for what the name leaves open: "how long" in "how long is community service".
        const nameTerms = new Set([...tokenize(page.title).map(normalize), ...(bestNames.get(docId)?.terms ?? [])]);
        const otherTerms = terms.filter((term) => !nameTerms.has(term));
        const heading = bestHeading(page, otherTerms, normalize);
        const passageWords = keywords.filter((word) => inText?.has(normalize(word))).map((word) => indexedAs.get(stem(word)) ?? word);
        return [{ page, passageQuery: passageWords.join(' '), ...(heading && { heading }) }];
      }),
      complete,
      confident: complete || crisisContact !== undefined || (knowsKeywords && !isCorrected && maxCoverage > 0.99),
      keywords: keywords.join(' '),
      ...(isCorrected && { correctedQuery: words.join(' ') }),
      ...(crisisContact && { crisisContact }),
    };
  };
}
