import type { Words } from '../content/schemas.ts';
import { isSmall, stem, wordsOf } from './language.ts';

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
  /** Its headings: the id and the words of each, in the order of the page. */
  parts: [id: string, heading: string][];
  /** Other names of its subject, as the A to Z has them. */
  names: string[];
  /** Each other word of its text once, where the whole site is held. */
  rest: string;
}

/** What is asked while someone types: one small file, made at build time and read by at-once.ts. */
export interface FirstLayer {
  /** Whether it has every page with every word. A large site has too many for a phone to load at once. */
  complete: boolean;
  pages: FirstPage[];
  /** What people say, and the pages that help by their places in `pages`, best first. */
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

function firstPage({ id, url, content, meta, filters, anchors }: PageRead, complete: boolean): FirstPage {
  const { title = url, description: says = '' } = meta;
  const parts = anchors
    // One letter is a heading of the A to Z.
    .filter(({ element, text }) => /^h[23]$/.test(element) && text.length > 1)
    .map(({ id, text }): [string, string] => [id, text.trim()]);
  const names = meta.words?.split(between) ?? [];
  const seen = new Set([title, says, ...names, ...parts.map(([, heading]) => heading)].flatMap(wordsOf).map(stem));
  const rest = wordsOf(content).filter((word) => {
    if (isSmall(word) || /^\d/.test(word) || seen.has(stem(word))) return false;
    seen.add(stem(word));
    return true;
  });
  return {
    id,
    address: url,
    title,
    about: [meta.kind, meta.year].filter(Boolean).join(', '),
    says,
    audiences: filters.audience ?? [],
    // A large site's headings come with the passages.
    parts: complete ? parts : [],
    names,
    // In the order of the alphabet, because that compresses best.
    rest: complete ? rest.sort().join(' ') : '',
  };
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
  const pages = read
    .filter(({ url }) => complete || always.test(url) || named.has(url))
    .sort((one, other) => (one.url < other.url ? -1 : 1))
    .map((page) => firstPage(page, complete));
  const placeOf = (address: string) => {
    const place = pages.findIndex((page) => page.address === address);
    if (place < 0) throw new Error(`content/words.yaml leads to ${address}, which cannot be searched. Name a page that is, and no form`);
    return place;
  };
  return {
    complete,
    pages,
    words: Object.entries(words.pages).map(([said, addresses]) => [said, ...addresses.map(placeOf)]),
    urgent: { page: placeOf(urgentAddress), words: words.urgent },
  };
}
