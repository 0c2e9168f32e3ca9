import type { SearchTerms } from '../../schemas/index.ts';
import { createNormalizer, isStopword, type Synonyms, tokenize } from './analyzer.ts';

/** What Pagefind has read of one page. */
export interface PagefindFragment {
  /** Pagefind's own name for it. */
  id: string;
  url: string;
  content: string;
  meta: { title?: string; kind?: string; year?: string; description?: string; words?: string };
  filters: { audience?: string[] };
  anchors: { element: string; id: string; text: string }[];
}

export interface IndexedPage {
  id: string;
  url: string;
  title: string;
  kindAndYear: string;
  description: string;
  audiences: string[];
  /** Its headings in the order of the page; with the id, where that does not follow from the words. */
  headings: [heading: string, id?: string][];
  /** Other names of its subject, as the A to Z has them. */
  names: string[];
}

/** What is asked while someone types: one small file, made at build time and read by at-once.ts. */
export interface InstantIndex {
  /** Whether it has every page with every word. A large site has too many for a phone to load at once. */
  complete: boolean;
  pages: IndexedPage[];
  /**
   * Every other word of the texts, in one of its forms, with the pages that have it: "about 3 5,above 7". Each place is
   * counted from the one before, because small numbers compress better. Only where the whole site is held.
   */
  postings: string;
  /** Words for the same thing, by the one they are read as. */
  synonyms: Synonyms;
  /** What people say, with commas between all that leads to the same pages, and those pages by their places in `pages`, best first. */
  bestBets: [said: string, ...pages: number[]][];
  crisis: {
    /** The place of the page for whoever is in danger. */
    page: number;
    /** What people say then, by the contact from contacts.yaml to show them. */
    bestBets: Record<string, string[]>;
  };
}

/** Above this number of pages a phone on a slow line would wait longer for all words than for Pagefind's first part. */
const maxCompletePages = 300;

/** What a large site still answers at once: what people come to do, and what search.yaml names. */
const alwaysIndexed = /^\/(services|partnerships|help|magistrates\/requirements)\/./;

/** Separates the names in `data-words`, because a name may have a comma in it. */
export const nameSeparator = ' | ';

/** The id that a heading has, as Astro makes it. */
export const headingId = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

function toIndexedPage({ id, url, meta, filters, anchors }: PagefindFragment, complete: boolean): IndexedPage {
  const parts = anchors
    // One letter is a heading of the A to Z.
    .filter(({ element, text }) => /^h[23]$/.test(element) && text.trim().length > 1)
    .map(({ id, text }): IndexedPage['headings'][number] => (id === headingId(text.trim()) ? [text.trim()] : [text.trim(), id]));
  return {
    id,
    url: url,
    title: meta.title ?? url,
    kindAndYear: [meta.kind, meta.year].filter(Boolean).join(', '),
    description: meta.description ?? '',
    audiences: filters.audience ?? [],
    // A large site's headings come with the passages.
    headings: complete ? parts : [],
    names: meta.words?.split(nameSeparator) ?? [],
  };
}

/** The words of the texts that their pages are not found by already. */
function encodePostings(texts: readonly string[], pages: readonly IndexedPage[], same: Synonyms): string {
  const lookUp = createNormalizer(same);
  const forms = new Map<string, string>();
  const places = new Map<string, number[]>();
  for (const [place, text] of texts.entries()) {
    const { title = '', description: says = '', names = [], headings: parts = [] } = pages[place] ?? {};
    const seen = new Set([title, says, ...names, ...parts.map(([heading]) => heading)].flatMap(tokenize).map(lookUp));
    for (const word of tokenize(text)) {
      const one = lookUp(word);
      if (isStopword(word) || /^\d/.test(word) || seen.has(one)) continue;
      seen.add(one);
      if (!forms.has(one)) forms.set(one, word);
      places.set(one, [...(places.get(one) ?? []), place]);
    }
  }
  // In the order of the alphabet, because that compresses best.
  return [...places]
    .map(([one, list]) => `${forms.get(one)} ${list.map((place, at) => place - (list[at - 1] ?? 0)).join(' ')}`)
    .sort()
    .join(',');
}

/** Each word of `rest`, with the places of the pages that have it. */
export function decodePostings(rest: string): [word: string, places: number[]][] {
  return rest
    .split(',')
    .filter(Boolean)
    .map((entry) => {
      const [word = '', ...steps] = entry.split(' ');
      let place = 0;
      return [
        word,
        steps.map((step) => {
          place += Number(step);
          return place;
        }),
      ];
    });
}

/** What people say, with all that leads to the same pages together: in a file by itself each of them would say so again. */
function groupBestBets(pages: SearchTerms['best_bets']): [said: string[], addresses: string[]][] {
  const found = new Map<string, [string[], string[]]>();
  for (const [said, addresses] of Object.entries(pages)) {
    const [all] = found.get(addresses.join()) ?? [[]];
    found.set(addresses.join(), [[...all, said], addresses]);
  }
  return [...found.values()];
}

/**
 * The first layer of a site.
 * @param read every page, as Pagefind has read it
 * @param words content/search.yaml
 * @param urgentAddress the page for whoever is in danger
 */
export function buildInstantIndex(read: readonly PagefindFragment[], words: SearchTerms, urgentAddress: string): InstantIndex {
  const complete = read.length <= maxCompletePages;
  const named = new Set([urgentAddress, ...Object.values(words.best_bets).flat()]);
  const held = read
    .filter(({ url }) => complete || alwaysIndexed.test(url) || named.has(url))
    .sort((one, other) => (one.url < other.url ? -1 : 1));
  const pages = held.map((page) => toIndexedPage(page, complete));
  const placeOf = (address: string) => {
    const place = pages.findIndex((page) => page.url === address);
    if (place < 0) throw new Error(`content/search.yaml leads to ${address}, which cannot be searched. Name a page that is, and no form`);
    return place;
  };
  return {
    complete,
    pages,
    postings: complete
      ? encodePostings(
          held.map(({ content }) => content),
          pages,
          words.synonyms,
        )
      : '',
    synonyms: words.synonyms,
    bestBets: groupBestBets(words.best_bets).map(([said, addresses]) => [said.join(), ...addresses.map(placeOf)]),
    crisis: { page: placeOf(urgentAddress), bestBets: words.crisis_terms },
  };
}
