import MiniSearch, { type SearchResult } from 'minisearch';
import { type FirstLayer, type FirstPage, wordsInRest } from './first-layer.ts';
import { isGlue, isSmall, stem, telling, wordsOf } from './language.ts';
import { headingsOf, indexed, vocabularyOf } from './vocabulary.ts';

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

// Tuned on the questions in tests/search. A page is about its title and the names people have for it; its summary and
// headings say what else is there; a word that only stands somewhere in the text says least.
const boost = { title: 5, names: 5, parts: 2, says: 2, rest: 0.6 };

/** The beginning of a word counts less than the word. */
const weights = { prefix: 0.4, fuzzy: 0 };

/** News tells of one day, and a service of every day: a little less for the same words. */
const weightOfKind = (about: string) => (about.startsWith('News') ? 0.7 : 1);

/** What a title or another name counts for as a whole, where a line of words.yaml counts 1. */
const ofName = 0.8;

/** A name that is all of the question is the answer to it: no page that only has the words may come before. */
const ofAnswer = 40;

/** A page that has less than this share of what the best has of the question is no answer. */
const leastShare = 0.35;

/** More words than this are a letter and no question. */
const mostWords = 30;

type Fields = Record<keyof typeof boost, string> & { id: number };

function indexOf({ pages, rest, words }: FirstLayer): MiniSearch<Fields> {
  const saidOf = pages.map((): string[] => []);
  for (const [said, ...places] of words) for (const place of places) saidOf[place]?.push(said);
  const restOf = pages.map((): string[] => []);
  for (const [word, places] of wordsInRest(rest)) for (const place of places) restOf[place]?.push(word);
  const index = new MiniSearch<Fields>({
    fields: Object.keys(boost),
    tokenize: (text, field) => (field === 'rest' ? text.split(' ') : indexed(text)),
    processTerm: (word) => (isSmall(word) ? null : stem(word)),
    searchOptions: { tokenize: (stems) => stems.split(' '), processTerm: (word) => word, boost, weights },
  });
  index.addAll(
    pages.map((page, id) => {
      const names = [...page.names, ...(saidOf[id] ?? [])].join('; ');
      return { id, title: page.title, names, parts: headingsOf(page).join('; '), says: page.says, rest: restOf[id]?.join(' ') ?? '' };
    }),
  );
  return index;
}

/** A title, another name, or what people say: a page is called so where all of it is asked for. */
interface Name {
  stems: string[];
  place: number;
  weight: number;
}

function namesOf({ pages, words }: FirstLayer): Name[] {
  const name = (text: string, place: number, weight: number): Name => {
    const telling = wordsOf(text).filter((word) => !isGlue(word));
    return { stems: telling.map(stem), place, weight };
  };
  return [
    // Of several pages the later count less, yet more than a name: there are few on a line.
    ...words.flatMap(([said, ...places]) => places.map((place, rank) => name(said, place, 1 - rank / 20))),
    ...pages.flatMap(({ title, names }, place) => [title, ...names].map((text) => name(text, place, ofName))),
  ].filter(({ stems }) => stems.length > 0);
}

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

/** @param asked the words of the question, without the small ones */
function hitOf(page: FirstPage, asked: readonly string[], found: SearchResult | undefined): Hit {
  const { match = {}, queryTerms = [] } = found ?? {};
  // Names are no text: the whole text has no passage for them.
  const inText = (term: string) =>
    queryTerms.includes(term) &&
    Object.entries(match).some(([word, fields]) => word.startsWith(term) && fields.some((field) => field !== 'names'));
  const part = partFor(page, queryTerms);
  return { page, words: asked.filter((word) => inText(stem(word))).join(' '), ...(part && { part }) };
}

/** Makes the first layer ready to be asked. */
export function readAtOnce(layer: FirstLayer): AtOnce {
  const { complete, pages, urgent } = layer;
  const index = indexOf(layer);
  const names = namesOf(layer);
  const calls = callsOf(layer);
  const { has, mend, rarity } = vocabularyOf(layer);
  const weightOf = (stems: Iterable<string>) => [...stems].reduce((sum, one) => sum + rarity(one), 0);

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

    const found = index.search([...terms].join(' '), {
      // Someone may still be typing; but to someone in danger "die" is no beginning of "diet".
      prefix: (term) => term.length > 2 && contact === undefined,
      boostDocument: (id) => weightOfKind(pages[id]?.about ?? ''),
    });
    const best = found[0]?.score ?? 1;
    const matches = new Map(found.map((result) => [result.id as number, result]));

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
      const { score = 0, queryTerms = [] } = matches.get(place) ?? {};
      const name = called.get(place) ?? 0;
      const has = share(queryTerms);
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
        return page ? [hitOf(page, asked, matches.get(place))] : [];
      }),
      complete,
      sure: complete || contact !== undefined || (isKnown && !isMended && most > 0.99),
      words: asked.join(' '),
      ...(isMended && { instead: meant.join(' ') }),
      ...(contact && { urgent: contact }),
    };
  };
}
