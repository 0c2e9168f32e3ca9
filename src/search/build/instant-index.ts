import type { Words } from '../../schemas/index.ts';
import { isSmall, lookedUpAs, type Same, wordsOf } from '../engine/analyzer.ts';

/** What Pagefind has read of one page. */
export interface PageRead {
  /** Pagefind's own name for it. */
  id: string;
  url: string;
  content: string;
  meta: { title?: string; kind?: string; year?: string; description?: string; words?: string };
  filters: { audience?: string[] };
  anchors: { element: string; id: string; text: string }[];
}

export interface FirstPage {
  id: string;
  address: string;
  title: string;
  about: string;
  says: string;
  audiences: string[];
  /** Its headings in the order of the page; with the id, where that does not follow from the words. */
  parts: [heading: string, id?: string][];
  /** Other names of its subject, as the A to Z has them. */
  names: string[];
}

/** What is asked while someone types: one small file, made at build time and read by at-once.ts. */
export interface FirstLayer {
  /** Whether it has every page with every word. A large site has too many for a phone to load at once. */
  complete: boolean;
  pages: FirstPage[];
  /**
   * Every other word of the texts, in one of its forms, with the pages that have it: "about 3 5,above 7". Each place is
   * counted from the one before, because small numbers compress better. Only where the whole site is held.
   */
  rest: string;
  /** Words for the same thing, by the one they are read as. */
  same: Same;
  /** What people say, with commas between all that leads to the same pages, and those pages by their places in `pages`, best first. */
  words: [said: string, ...pages: number[]][];
  urgent: {
    /** The place of the page for whoever is in danger. */
    page: number;
    /** What people say then, by the contact from contacts.yaml to show them. */
    words: Record<string, string[]>;
  };
}

/** Above this number of pages a phone on a slow line would wait longer for all words than for Pagefind's first part. */
const mostComplete = 300;

/** What a large site still answers at once: what people come to do, and what words.yaml names. */
const always = /^\/(services|partnerships|help|magistrates\/requirements)\/./;

/** Separates the names in `data-words`, because a name may have a comma in it. */
export const between = ' | ';

/** The id that a heading has, as Astro makes it. */
export const idOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

function firstPage({ id, url, meta, filters, anchors }: PageRead, complete: boolean): FirstPage {
  const parts = anchors
    // One letter is a heading of the A to Z.
    .filter(({ element, text }) => /^h[23]$/.test(element) && text.trim().length > 1)
    .map(({ id, text }): FirstPage['parts'][number] => (id === idOf(text.trim()) ? [text.trim()] : [text.trim(), id]));
  return {
    id,
    address: url,
    title: meta.title ?? url,
    about: [meta.kind, meta.year].filter(Boolean).join(', '),
    says: meta.description ?? '',
    audiences: filters.audience ?? [],
    // A large site's headings come with the passages.
    parts: complete ? parts : [],
    names: meta.words?.split(between) ?? [],
  };
}

/** The words of the texts that their pages are not found by already. */
function restOf(texts: readonly string[], pages: readonly FirstPage[], same: Same): string {
  const lookUp = lookedUpAs(same);
  const forms = new Map<string, string>();
  const places = new Map<string, number[]>();
  for (const [place, text] of texts.entries()) {
    const { title = '', says = '', names = [], parts = [] } = pages[place] ?? {};
    const seen = new Set([title, says, ...names, ...parts.map(([heading]) => heading)].flatMap(wordsOf).map(lookUp));
    for (const word of wordsOf(text)) {
      const one = lookUp(word);
      if (isSmall(word) || /^\d/.test(word) || seen.has(one)) continue;
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
export function wordsInRest(rest: string): [word: string, places: number[]][] {
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
function leadingTo(pages: Words['pages']): [said: string[], addresses: string[]][] {
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
 * @param words content/words.yaml
 * @param urgentAddress the page for whoever is in danger
 */
export function firstLayerOf(read: readonly PageRead[], words: Words, urgentAddress: string): FirstLayer {
  const complete = read.length <= mostComplete;
  const named = new Set([urgentAddress, ...Object.values(words.pages).flat()]);
  const held = read
    .filter(({ url }) => complete || always.test(url) || named.has(url))
    .sort((one, other) => (one.url < other.url ? -1 : 1));
  const pages = held.map((page) => firstPage(page, complete));
  const placeOf = (address: string) => {
    const place = pages.findIndex((page) => page.address === address);
    if (place < 0) throw new Error(`content/words.yaml leads to ${address}, which cannot be searched. Name a page that is, and no form`);
    return place;
  };
  return {
    complete,
    pages,
    rest: complete
      ? restOf(
          held.map(({ content }) => content),
          pages,
          words.same,
        )
      : '',
    same: words.same,
    words: leadingTo(words.pages).map(([said, addresses]) => [said.join(), ...addresses.map(placeOf)]),
    urgent: { page: placeOf(urgentAddress), words: words.urgent },
  };
}
