import { stem, tokenize } from '../engine/analyzer.ts';
import { kindAndYear, type PageMetadata } from '../page-metadata.ts';
import { loadOnce } from './load-once.ts';
import { parseHighlights, type SearchResult, type TextSegment } from './results.ts';

// The part of Pagefind's browser API that is used here. Its package has types only for building an index.
interface PagefindApi {
  options(options: { ranking: typeof ranking; excerptLength: number }): Promise<void>;
  filters(): Promise<unknown>;
  search(query: string, options: { filters: Record<string, string> }): Promise<PagefindResponse>;
}

interface PagefindResponse {
  results: { id: string; data(): Promise<PagefindPage> }[];
  totalFilters: { audience?: Record<string, number> };
}

/** What the `data()` of a result gives. Excerpts are HTML: escaped text with <mark> around each match. */
export interface PagefindPage {
  url: string;
  excerpt: string;
  meta: PageMetadata;
  /** One for each heading with a match; the text before the first heading has the url of the page itself. */
  sub_results: { url: string; title: string; excerpt: string }[];
}

/** The pages that have all words of a query. */
export interface PagefindHits {
  /** Best first. */
  ids: readonly string[];
  /** For each audience, whichever was chosen. */
  audienceCounts: Readonly<Record<string, number>>;
  /** Fetches one of them; rejects if the file does not come or the id is not among `ids`. */
  loadPage(id: string): Promise<PagefindPage>;
}

// Tuned on the queries in tests/search. Pagefind scores words of the text by how rare and how near a heading they are, and
// adds these weights for a word that is also in the metadata of the page.
const ranking = {
  metaWeights: {
    // Pagefind's default: 8 puts no more right pages first.
    title: 5,
    // The names of the subject. At 3 a page that is only listed under a name comes before the pages about it.
    words: 2,
    description: 1,
    // Every page for magistrates says so in its kind, and half of all pages say 2013: no help in choosing between them.
    kind: 0,
    year: 0,
  },
};

/** In words: as many as two lines of a result hold on a desktop screen. */
const excerptLength = 20;

/** Fetches Pagefind and its index. */
export const loadPagefind = loadOnce(async (): Promise<PagefindApi> => {
  // In a variable, so that the bundler leaves it alone: the file is made after the bundle, from the finished pages.
  const file = '/pagefind/pagefind.js';
  const pagefind: PagefindApi = await import(/* @vite-ignore */ file);
  await pagefind.options({ ranking, excerptLength });
  return pagefind;
});

const cache = new Map<string, Promise<PagefindHits>>();

/** Searches for pages with all these words. The same search is made only once, unless it fails. */
export function searchPagefind(query: string, audience?: string): Promise<PagefindHits> {
  const key = JSON.stringify([query, audience]);
  const hits = cache.get(key) ?? runSearch(query, audience);
  cache.set(key, hits);
  hits.catch(() => cache.delete(key));
  return hits;
}

async function runSearch(query: string, audience: string | undefined): Promise<PagefindHits> {
  const pagefind = await loadPagefind();
  // A search returns the counts for each audience only if the filters were loaded before it.
  await pagefind.filters();
  const { results, totalFilters } = await pagefind.search(query, { filters: audience ? { audience } : {} });
  // Keeps the result objects: Pagefind frees a page when its result is garbage collected, and data() then gives null.
  const resultsById = new Map(results.map((result) => [result.id, result]));
  return {
    ids: [...resultsById.keys()],
    audienceCounts: totalFilters.audience ?? {},
    loadPage: async (id) => {
      const page: PagefindPage | null | undefined = await resultsById.get(id)?.data();
      if (!page) throw new Error(`${id} was not found for ${query}`);
      return page;
    },
  };
}

/** Removes the heading, or the end of it, from the beginning of a passage: the heading is shown beside the passage already. */
function stripLeadingHeading(passage: readonly TextSegment[], heading: string): TextSegment[] {
  const fullText = passage.map(({ text }) => text).join('');
  const words = heading.split(' ');
  const endings = words.map((_, index) => words.slice(index).join(' '));
  // Pagefind puts a full stop after a heading that has none. Without one, the end of a heading may be a word of the text.
  const [prefix = ''] = endings.flatMap((ending, index) => {
    const separator = index === 0 ? /^[.:?]?\s+/ : /^[.:?]\s+/;
    const match = fullText.startsWith(ending) ? separator.exec(fullText.slice(ending.length)) : null;
    return match ? [ending + match[0]] : [];
  });
  let remaining = prefix.length;
  return passage.flatMap(({ text, match }) => {
    const rest = text.slice(remaining);
    remaining = Math.max(0, remaining - text.length);
    return rest ? [{ text: rest, match }] : [];
  });
}

/** The number of different words highlighted in a passage. */
const countMatches = (passage: readonly TextSegment[]) =>
  new Set(passage.filter(({ match }) => match).map(({ text }) => text.toLowerCase())).size;

/**
 * Chooses the passage to show, without the heading it begins with.
 * @param section the section that is shown already: the passage is then its own, or none. Without it, the section with the most
 *   words of the query is chosen, the first of equals; with no section at all it is the excerpt of the page
 */
export function choosePassage(
  { url, excerpt, sub_results }: PagefindPage,
  section?: SearchResult['section'],
): Pick<SearchResult, 'section' | 'passage'> {
  const candidates = sub_results
    .filter((subResult) => subResult.url !== url)
    .map(({ url, title: heading, excerpt }) => ({
      section: { url, heading },
      passage: stripLeadingHeading(parseHighlights(excerpt), heading),
    }));
  const max = Math.max(...candidates.map(({ passage }) => countMatches(passage)));
  const chosen = candidates.find((candidate) =>
    section ? candidate.section.url === section.url : countMatches(candidate.passage) === max,
  );
  return chosen ?? (section ? { section } : { passage: parseHighlights(excerpt) });
}

/** A result from Pagefind alone. Without a description it has the excerpt there, and then a passage only from a section. */
export function resultFromPagefind(page: PagefindPage): SearchResult {
  const { url, excerpt, meta } = page;
  const { section, passage } = choosePassage(page);
  return {
    url,
    title: meta.title ?? url,
    kindAndYear: kindAndYear(meta),
    description: meta.description ? [{ text: meta.description, match: false }] : parseHighlights(excerpt),
    ...(section && { section }),
    ...(passage && (section || meta.description) && { passage }),
  };
}

/** The tokens that Pagefind has highlighted in a page. */
const highlightedTokens = ({ excerpt, sub_results }: PagefindPage) =>
  [excerpt, ...sub_results.map((subResult) => subResult.excerpt)]
    .flatMap(parseHighlights)
    .filter(({ match }) => match)
    .flatMap(({ text }) => tokenize(text));

/**
 * Whether a page has a word of the query. Pagefind shortens a word that no page has until some word begins with what is left: for
 * "heroin" it gives pages with "her", which would be shown as answers to someone who asked for help.
 */
export function isRelevant(page: PagefindPage, query: string): boolean {
  const tokens = [...highlightedTokens(page), ...Object.values(page.meta).flatMap(tokenize)];
  return tokenize(query).some((word) => {
    // A short word must be there in full, a longer one by its beginning, since endings differ: "judge" answers "judges".
    const prefix = word.slice(0, word.length <= 3 ? word.length : Math.min(4, word.length - 1));
    return tokens.some((token) => token.startsWith(prefix));
  });
}

const loadBest = (hits: PagefindHits) => Promise.all(hits.ids.slice(0, 3).map(hits.loadPage));

/** As `searchPagefind` without an audience, but with no ids and counts if none of the best three pages is relevant. */
export async function relevantHits(query: string): Promise<PagefindHits> {
  const hits = await searchPagefind(query);
  const best = await loadBest(hits);
  return best.length === 0 || best.some((page) => isRelevant(page, query)) ? hits : { ...hits, ids: [], audienceCounts: {} };
}

/** Whether one of the best three pages has each of these words, and not only one that begins like it. */
export async function hasEveryWord(query: string): Promise<boolean> {
  const best = await loadBest(await searchPagefind(query));
  return best.some((page) => {
    const stems = new Set(highlightedTokens(page).map(stem));
    return tokenize(query).every((word) => stems.has(stem(word)));
  });
}
