import type { FirstLayer, FirstPage } from './first-layer.ts';
import { isSmall, stem, telling, wordsOf } from './language.ts';
import { readWords } from './word-index.ts';

/** One page the first layer found. */
export interface Hit {
  page: FirstPage;
  /** The heading that matches best, where one does. */
  part?: FirstPage['parts'][number];
  /** The words of the question that stand in its text: the whole text is asked for the passage with these. */
  words: string;
}

export interface First {
  hits: Hit[];
  /** Whether the first layer has every page with every word. */
  complete: boolean;
  /** Whether nothing in the whole text can be better than the best of them. */
  sure: boolean;
  /** The words that were looked for, without the small ones. */
  words: string;
  /** What was looked for in place of what was typed, where that is a word nobody wrote here. */
  instead?: string;
  /** The contact to show before anything else, by its id. */
  urgent?: string;
}

export type AtOnce = (question: string, asTyped?: boolean) => First;

/** News tells of one day, and a service of every day: a little less for the same words. */
const weightOfKind = (about: string) => (about.startsWith('News') ? 0.7 : 1);

/** A name that is all of the question is the answer to it: no page that only has the words may come before. */
const ofAnswer = 40;

/** A page that has less than this share of what the best has of the question is no answer. */
const leastShare = 0.35;

/** More words than this are a letter and no question. */
const mostWords = 30;

/** What is said in danger, the longest first, so that "dad hits me" is told from "hits me". Small words count here. */
const callsOf = ({ urgent }: FirstLayer) =>
  Object.entries(urgent.words)
    .flatMap(([contact, list]) => list.map((said) => ({ contact, stems: wordsOf(said).map(stem) })))
    .sort((one, other) => other.stems.length - one.stems.length);

/** The heading with most of the words that matched; of several, the first. */
function partFor({ parts }: FirstPage, terms: readonly string[]): FirstPage['parts'][number] | undefined {
  const count = ([heading]: FirstPage['parts'][number]) => {
    const stems = wordsOf(heading).map(stem);
    return terms.filter((term) => stems.some((one) => one.startsWith(term))).length;
  };
  const most = Math.max(...parts.map(count));
  return most > 0 ? parts.find((part) => count(part) === most) : undefined;
}

/** What of a question is found on one page. */
interface Match {
  score: number;
  terms: string[];
  inText: Set<string>;
}

/** Makes the first layer ready to be asked. */
export function readAtOnce(layer: FirstLayer): AtOnce {
  const { complete, pages, urgent } = layer;
  const { names, has, mend, rarity, find } = readWords(layer);
  const calls = callsOf(layer);
  const weightOf = (stems: Iterable<string>) => [...stems].reduce((sum, one) => sum + rarity(one), 0);

  function matchesFor(terms: Iterable<string>, beginnings: boolean): Map<number, Match> {
    const matches = new Map<number, Match>();
    for (const term of terms)
      for (const { place, weight, inText } of find(term, beginnings).values()) {
        const match = matches.get(place) ?? { score: 0, terms: [], inText: new Set() };
        match.score += weight * weightOfKind(pages[place]?.about ?? '');
        match.terms.push(term);
        if (inText) match.inText.add(term);
        matches.set(place, match);
      }
    return matches;
  }

  return (question, asTyped = false) => {
    const typed = wordsOf(question).slice(0, mostWords);
    const mended = typed.map((word) => mend(word, typed.length === 1));
    // Whoever asks for exactly what was typed may still be in danger.
    const spoken = new Set(mended.map(stem));
    const contact = calls.find(({ stems }) => stems.every((one) => spoken.has(one)))?.contact;

    const meant = asTyped ? typed : mended;
    const asked = [...new Set(telling(meant))];
    // "group work" is also one word.
    const joined = meant.slice(1).map((word, at) => `${meant[at]}${word}`);
    const terms = new Set([...asked, ...joined.filter(has)].map(stem));
    const whole = weightOf(new Set(asked.map(stem)));
    const share = (stems: readonly string[]) => Math.min(1, whole > 0 ? weightOf(stems) / whole : stems.length / asked.length);

    // Someone may still be typing; but to someone in danger "die" is no beginning of "diet".
    const matches = matchesFor(terms, contact === undefined);
    const best = Math.max(...[...matches.values()].map(({ score }) => score));

    // A name counts by how much of the question it is: "community service" in "how many hours of community service".
    const called = new Map<number, number>();
    const all = new Set([...meant.map(stem), ...terms]);
    for (const { stems, place, weight } of names) {
      if (!stems.every((one) => all.has(one))) continue;
      const part = share(stems);
      // Of several answers the one that has more words: "banned from doing" is another thing than "banned".
      const counts = weight * (part > 0.99 ? ofAnswer + 5 * stems.length : part);
      called.set(place, Math.max(called.get(place) ?? 0, counts));
    }

    const scored = [...new Set([...matches.keys(), ...called.keys()])].map((place) => {
      const { score = 0, terms: found = [] } = matches.get(place) ?? {};
      const name = called.get(place) ?? 0;
      const has = share(found);
      return { place, has: Math.max(has, Math.min(1, name)), score: (score / best) * has + name };
    });
    const most = Math.max(...scored.map(({ has }) => has));
    const places = scored
      .filter(({ has }) => has >= most * leastShare)
      .sort((one, other) => other.score - one.score)
      .map(({ place }) => place);
    const ordered = contact ? [urgent.page, ...places.filter((place) => place !== urgent.page)] : places;

    const isMended = meant.some((word, at) => word !== typed[at]);
    const isKnown = asked.every((word) => isSmall(word) || rarity(stem(word)) > 0);
    return {
      hits: ordered.flatMap((place) => {
        const page = pages[place];
        if (!page) return [];
        const { terms: found = [], inText } = matches.get(place) ?? {};
        const part = partFor(page, found);
        return [{ page, words: asked.filter((word) => inText?.has(stem(word))).join(' '), ...(part && { part }) }];
      }),
      complete,
      sure: complete || contact !== undefined || (isKnown && !isMended && most > 0.99),
      words: asked.join(' '),
      ...(isMended && { instead: meant.join(' ') }),
      ...(contact && { urgent: contact }),
    };
  };
}
