import { isStopword, removeStopwords, stem, tokenize } from './analyzer.ts';
import type { IndexedPage, InstantIndex } from './instant-index.ts';
import { buildInvertedIndex, type InvertedIndex } from './inverted-index.ts';

/** One page the first layer found. */
export interface InstantHit {
  page: IndexedPage;
  /** The heading that matches best, where one does. */
  heading?: IndexedPage['headings'][number];
  /** The words of the question that stand in its text: the whole text is asked for the passage with these. */
  passageQuery: string;
}

export interface InstantResults {
  hits: InstantHit[];
  /** Whether the first layer has every page with every word. */
  complete: boolean;
  /** Whether nothing in the whole text can be better than the best of them. */
  confident: boolean;
  /** The words that were looked for, without the small ones. */
  keywords: string;
  /** What was looked for in place of what was typed, where that is a word nobody wrote here. */
  correctedQuery?: string;
  /** The contact to show before anything else, by its id. */
  crisisContact?: string;
}

export type InstantSearch = (question: string, asTyped?: boolean) => InstantResults;

/** News tells of one day, and a service of every day: a little less for the same words. */
const kindBoost = (about: string) => (about.startsWith('News') ? 0.7 : 1);

/** A name that is all of the question is the answer to it: no page that only has the words may come before. */
const exactMatchBoost = 40;

/** A phrase that is in the question counts so much more for each word after its first. */
const phraseBoost = 0.4;

/** A small word in a phrase chooses as much as a word that is on one page in seven. */
const stopwordWeight = 2;

/** A page that has less than this share of what the best has of the question is no answer. */
const minCoverage = 0.35;

/** More words than this are a letter and no question. */
const maxQueryWords = 30;

/** What is said in danger, the longest first, so that "dad hits me" is told from "hits me". Small words count here. */
const crisisPhrases = ({ crisis: urgent }: InstantIndex) =>
  Object.entries(urgent.bestBets)
    .flatMap(([contact, list]) => list.map((said) => ({ contact, stems: tokenize(said).map(stem) })))
    .sort((one, other) => other.stems.length - one.stems.length);

/** The heading with most of the words that matched; of several, the first. */
function bestHeading(
  { headings: parts }: IndexedPage,
  terms: readonly string[],
  lookUp: InvertedIndex['normalize'],
): IndexedPage['headings'][number] | undefined {
  const count = ([heading]: IndexedPage['headings'][number]) => {
    const stems = tokenize(heading).map(lookUp);
    return terms.filter((term) => stems.some((one) => one.startsWith(term))).length;
  };
  const most = Math.max(...parts.map(count));
  return most > 0 ? parts.find((part) => count(part) === most) : undefined;
}

/** Whether words follow each other so, whatever stands between them. */
function isSubsequence(words: readonly string[], all: readonly string[]): boolean {
  let at = -1;
  return words.every((word) => {
    at = all.indexOf(word, at + 1);
    return at >= 0;
  });
}

/** What of a question is found on one page. */
interface Match {
  score: number;
  terms: string[];
  inText: Set<string>;
}

/** Makes the first layer ready to be asked. */
export function createInstantSearch(layer: InstantIndex): InstantSearch {
  const { complete, pages, crisis } = layer;
  const { exactNames, normalize: lookUp, has, correct, idf, queryWeight, search } = buildInvertedIndex(layer);
  const calls = crisisPhrases(layer);
  const writtenAs = new Map(Object.entries(layer.synonyms).flatMap(([word, others]) => others.map((other) => [stem(other), word])));

  /** @param terms the words that were typed, by how they are looked up @param begun which of them may be the beginning of another */
  function matchesFor(terms: ReadonlyMap<string, string>, begun: (word: string) => boolean): Map<number, Match> {
    const matches = new Map<number, Match>();
    for (const [term, word] of terms)
      for (const { docId, weight, inText } of search(word, begun(word)).values()) {
        const match = matches.get(docId) ?? { score: 0, terms: [], inText: new Set() };
        match.score += weight * kindBoost(pages[docId]?.kindAndYear ?? '');
        match.terms.push(term);
        if (inText) match.inText.add(term);
        matches.set(docId, match);
      }
    return matches;
  }

  return (question, asTyped = false) => {
    const typed = tokenize(question).slice(0, maxQueryWords);
    const mended = typed.flatMap((word) => correct(word, typed.length === 1));
    // Whoever asks for exactly what was typed may still be in danger.
    const spoken = new Set(mended.map(stem));
    const contact = calls.find(({ stems }) => stems.every((one) => spoken.has(one)))?.contact;

    const meant = asTyped ? typed : mended;
    const asked = [...new Set(removeStopwords(meant))];
    // "group work" is also one word.
    const joined = meant.slice(1).map((word, at) => `${meant[at]}${word}`);
    const terms = new Map([...asked, ...joined.filter(has)].map((word) => [lookUp(word), word]));
    const worth = new Map(asked.map((word) => [lookUp(word), queryWeight(word)]));
    const sum = (roots: Iterable<string>) => [...roots].reduce((all, one) => all + (worth.get(one) ?? idf(one)), 0);
    const whole = sum(worth.keys());
    const share = (roots: readonly string[]) => Math.min(1, whole > 0 ? sum(roots) / whole : roots.length / asked.length);

    const said = meant.map(lookUp);
    // What chooses nothing alone does so in a phrase: "out" is everywhere, "gets out" is not.
    const phrase = (stems: readonly string[]) => {
      const alone = share(stems);
      if (alone === 0 || !isSubsequence(stems, said)) return alone;
      const small = stems.filter(isStopword).length;
      return (alone + (stopwordWeight * small) / whole) * (1 + phraseBoost * (stems.length - 1));
    };

    // Someone may still be typing the last; but to someone in danger "die" is no beginning of "diet".
    const begun = (word: string) => !contact && (word === meant.at(-1) || idf(lookUp(word)) === 0);
    const matches = matchesFor(terms, begun);
    const best = Math.max(...[...matches.values()].map(({ score }) => score));

    // A name counts by how much of the question it is: "community service" in "how many hours of community service".
    const called = new Map<number, { counts: number; stems: readonly string[] }>();
    const all = new Set([...said, ...terms.keys()]);
    for (const { terms: stems, docId: place, weight } of exactNames) {
      if (!stems.every((one) => all.has(one))) continue;
      const isAll = share(stems) > 0.99;
      // Of several the one that has more words: "banned from doing" is another thing than "banned".
      const counts = weight * (isAll ? exactMatchBoost + 5 * stems.length : phrase(stems));
      if (counts > (called.get(place)?.counts ?? 0)) called.set(place, { counts, stems });
    }

    const scored = [...new Set([...matches.keys(), ...called.keys()])].map((place) => {
      const { score = 0, terms: found = [] } = matches.get(place) ?? {};
      const name = called.get(place)?.counts ?? 0;
      const has = share(found);
      return { place, has: Math.max(has, Math.min(1, name)), score: (score / best) * has + name };
    });
    const most = Math.max(...scored.map(({ has }) => has));
    const places = scored
      .filter(({ has }) => has >= most * minCoverage)
      .sort((one, other) => other.score - one.score)
      .map(({ place }) => place);
    const ordered = contact ? [crisis.page, ...places.filter((place) => place !== crisis.page)] : places;

    const isMended = meant.join() !== typed.join();
    const isKnown = asked.every((word) => isStopword(word) || queryWeight(word) > 0);
    return {
      hits: ordered.flatMap((place) => {
        const page = pages[place];
        if (!page) return [];
        const { terms: found = [], inText } = matches.get(place) ?? {};
        // A heading is for what the name of the page leaves open: "how long" in "how long is community service".
        const named = new Set([...tokenize(page.title).map(lookUp), ...(called.get(place)?.stems ?? [])]);
        const part = bestHeading(
          page,
          found.filter((term) => !named.has(term)),
          lookUp,
        );
        const words = asked.filter((word) => inText?.has(lookUp(word))).map((word) => writtenAs.get(stem(word)) ?? word);
        return [{ page, words: words.join(' '), ...(part && { part }) }];
      }),
      complete,
      confident: complete || contact !== undefined || (isKnown && !isMended && most > 0.99),
      keywords: asked.join(' '),
      ...(isMended && { correctedQuery: meant.join(' ') }),
      ...(contact && { crisisContact: contact }),
    };
  };
}
