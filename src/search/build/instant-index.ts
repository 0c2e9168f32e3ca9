import type { SearchTerms } from '../../schemas/index.ts';
import { createNormalizer, isStopword, type Synonyms, tokenize } from '../engine/analyzer.ts';
import { type Heading, headingId, type IndexedPage, type InstantIndex } from '../engine/instant-index.ts';
import { kindAndYear, nameSeparator, type PageMetadata } from '../page-metadata.ts';

/** One page as Pagefind has read it. */
export interface PagefindFragment {
  /** The name of its file, without the extension. */
  id: string;
  url: string;
  content: string;
  meta: PageMetadata;
  filters: { audience?: string[] };
  anchors: { element: string; id: string; text: string }[];
}

/** Above this number of pages a phone on a slow line would wait longer for all words than for Pagefind's first part. */
const maxCompletePages = 300;

/** What the index of a large site still holds, beside the pages of best bets: what people come to do. */
const alwaysIndexed = /^\/(services|partnerships|help|magistrates\/requirements)\/./;

function toIndexedPage({ id, url, meta, filters, anchors }: PagefindFragment, complete: boolean): IndexedPage {
  const headings = anchors
    // A heading of one letter belongs to the A to Z.
    .filter(({ element, text }) => /^h[23]$/.test(element) && text.trim().length > 1)
    .map(({ id, text }): Heading => (id === headingId(text.trim()) ? [text.trim()] : [text.trim(), id]));
  return {
    id,
    url,
    title: meta.title ?? url,
    kindAndYear: kindAndYear(meta),
    description: meta.description ?? '',
    audiences: filters.audience ?? [],
    // On a large site Pagefind brings the headings with the passages.
    headings: complete ? headings : [],
    names: meta.words?.split(nameSeparator) ?? [],
  };
}

/** The words of the texts, without those by which another field finds the page already. The format is in InstantIndex. */
function encodePostings(texts: readonly string[], pages: readonly IndexedPage[], synonyms: Synonyms): string {
  const normalize = createNormalizer(synonyms);
  const wordOf = new Map<string, string>();
  const docIds = new Map<string, number[]>();
  for (const [docId, text] of texts.entries()) {
    const { title = '', description = '', names = [], headings = [] } = pages[docId] ?? {};
    const seen = new Set([title, description, ...names, ...headings.map(([heading]) => heading)].flatMap(tokenize).map(normalize));
    for (const word of tokenize(text)) {
      const term = normalize(word);
      if (isStopword(word) || /^\d/.test(word) || seen.has(term)) continue;
      seen.add(term);
      if (!wordOf.has(term)) wordOf.set(term, word);
      docIds.set(term, [...(docIds.get(term) ?? []), docId]);
    }
  }
  // Alphabetical order compresses best.
  return [...docIds]
    .map(([term, ids]) => `${wordOf.get(term)} ${ids.map((id, index) => id - (ids[index - 1] ?? 0)).join(' ')}`)
    .sort()
    .join(',');
}

/** The phrases that lead to the same pages together, so that the file names those pages once. */
function groupBestBets(bestBets: SearchTerms['best_bets']): [phrases: string[], urls: string[]][] {
  const groups = new Map<string, [string[], string[]]>();
  for (const [phrase, urls] of Object.entries(bestBets)) {
    const [phrases] = groups.get(urls.join()) ?? [[]];
    groups.set(urls.join(), [[...phrases, phrase], urls]);
  }
  return [...groups.values()];
}

/**
 * Builds the instant index of a site.
 * @param fragments every page that can be searched
 * @param terms content/search.yaml; throws if it leads to a page that is not among them
 * @param crisisUrl the page for people in danger
 */
export function buildInstantIndex(fragments: readonly PagefindFragment[], terms: SearchTerms, crisisUrl: string): InstantIndex {
  const complete = fragments.length <= maxCompletePages;
  const named = new Set([crisisUrl, ...Object.values(terms.best_bets).flat()]);
  const indexed = fragments
    .filter(({ url }) => complete || alwaysIndexed.test(url) || named.has(url))
    .sort((a, b) => (a.url < b.url ? -1 : 1));
  const pages = indexed.map((fragment) => toIndexedPage(fragment, complete));
  const docIdOf = (url: string) => {
    const docId = pages.findIndex((page) => page.url === url);
    if (docId < 0) throw new Error(`content/search.yaml leads to ${url}, which cannot be searched. Name a page that is, and no form`);
    return docId;
  };
  const texts = complete ? indexed.map(({ content }) => content) : [];
  return {
    complete,
    pages,
    postings: encodePostings(texts, pages, terms.synonyms),
    synonyms: terms.synonyms,
    bestBets: groupBestBets(terms.best_bets).map(([phrases, urls]) => [phrases.join(), ...urls.map(docIdOf)]),
    crisis: { docId: docIdOf(crisisUrl), phrases: terms.crisis_terms },
  };
}
