import type { Synonyms } from './analyzer.ts';

// The format of the instant index: written at build time (build/instant-index.ts), fetched and read by the browser.

/** Where the build puts the index. */
export const instantIndexUrl = '/search/instant-index.json';

/** A heading of a page; its id only where that does not follow from the text. */
export type Heading = [text: string, id?: string];

export interface IndexedPage {
  /** The name of Pagefind's fragment, which its results carry too. */
  id: string;
  /** The path on this site, such as "/services/mentoring/". */
  url: string;
  title: string;
  /** "Partnership project, 2013". */
  kindAndYear: string;
  description: string;
  audiences: string[];
  /** In the order of the page. */
  headings: Heading[];
  /** Other names of its subject, as the A to Z has them. */
  names: string[];
}

/** One small JSON file. A document id (docId) is a position in `pages`. */
export interface InstantIndex {
  /** Whether it has every page with every word. A large site has too many for a phone to load at once. */
  complete: boolean;
  pages: IndexedPage[];
  /**
   * Posting lists of the words in the texts: "about 3 5,above 7" for "about" in documents 3 and 8, "above" in 7. Document ids are
   * delta encoded, since small numbers compress better. One form of each term stands for all, and words that the other fields
   * of the page have are left out. Empty if the index is not complete.
   */
  postings: string;
  synonyms: Synonyms;
  /** The phrases that lead to the same pages, joined by commas, then the document ids of those pages, best first. */
  bestBets: [phrases: string, ...docIds: number[]][];
  crisis: {
    /** The page for people in danger. */
    docId: number;
    /** What people in danger type, by the id of the contact (contacts.yaml) to show them. */
    phrases: Record<string, string[]>;
  };
}

/** The id of a heading, as Astro makes it with github-slugger, whose table of Unicode is too large for the browser. */
export const headingId = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Reads `postings`: each word with the ids of the documents that have it. */
export function decodePostings(postings: string): [word: string, docIds: number[]][] {
  return postings
    .split(',')
    .filter(Boolean)
    .map((entry) => {
      const [word = '', ...deltas] = entry.split(' ');
      let docId = 0;
      return [
        word,
        deltas.map((delta) => {
          docId += Number(delta);
          return docId;
        }),
      ];
    });
}
