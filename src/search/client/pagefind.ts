import { stem, tokenize } from '../engine/analyzer.ts';
import { parseHighlights, type SearchResult, type TextSegment } from './results.ts';

// The part of Pagefind's own interface that is used here. It has types for building an index, none for asking it.
interface PagefindApi {
  options(options: { ranking: typeof ranking; excerptLength: number }): Promise<void>;
  filters(): Promise<unknown>;
  search(words: string, options: { filters: Record<string, string> }): Promise<PagefindResponse>;
}

interface PagefindResponse {
  results: { id: string; data(): Promise<PagefindPage> }[];
  totalFilters: { audience?: Record<string, number> };
}

export interface PagefindPage {
  url: string;
  excerpt: string;
  meta: { title?: string; kind?: string; year?: string; description?: string; words?: string };
  sub_results: { url: string; title: string; excerpt: string }[];
}

/** What the whole text has for some words: the pages that have all of them, best first. */
export interface PagefindHits {
  ids: readonly string[];
  audienceCounts: Readonly<Record<string, number>>;
  loadPage(id: string): Promise<PagefindPage>;
}

// Tuned on the questions in tests/search. Words in the text count by how rare they are and how near a heading they
// stand; these are added when a word is also in what is known of the page.
const ranking = {
  metaWeights: {
    // Pagefind's own weight: 8 puts no more right pages first.
    title: 5,
    // The other names of a subject, as the A to Z has them. At 3 a page that is only listed under a name comes before
    // pages that tell of it.
    words: 2,
    description: 1,
    // Every page for magistrates says so in its kind, and half of all pages say 2013: no help in choosing between them.
    kind: 0,
    year: 0,
  },
};

/** As many words as two lines of a result hold on a desk. */
const excerptLength = 20;

const importPagefind = async (): Promise<PagefindApi> => {
  // Named so that the bundler leaves it alone: it is made after the bundle, from the finished pages.
  const file = '/pagefind/pagefind.js';
  const pagefind: PagefindApi = await import(/* @vite-ignore */ file);
  await pagefind.options({ ranking, excerptLength });
  return pagefind;
};

let loading: Promise<PagefindApi> | undefined;

/** Fetches the search engine, once. After a failure the next call tries again. */
export function loadPagefind(): Promise<PagefindApi> {
  loading ??= importPagefind().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

const cache = new Map<string, Promise<PagefindHits>>();

/** Asks for pages with all these words. The same words are asked for only once. */
export function searchPagefind(words: string, audience?: string): Promise<PagefindHits> {
  const key = JSON.stringify([words, audience]);
  const asked = cache.get(key) ?? runSearch(words, audience);
  cache.set(key, asked);
  asked.catch(() => cache.delete(key));
  return asked;
}

async function runSearch(words: string, audience: string | undefined): Promise<PagefindHits> {
  const pagefind = await loadPagefind();
  // Counts for each audience come with a search only when the filters are loaded before it.
  await pagefind.filters();
  const { results, totalFilters } = await pagefind.search(words, { filters: audience ? { audience } : {} });
  // Whole: Pagefind drops a page whose result nobody holds any longer, and its data is then nothing.
  const found = new Map(results.map((result) => [result.id, result]));
  return {
    ids: [...found.keys()],
    audienceCounts: totalFilters.audience ?? {},
    loadPage: async (id) => {
      const page: PagefindPage | null | undefined = await found.get(id)?.data();
      if (!page) throw new Error(`${id} was not found for ${words}`);
      return page;
    },
  };
}

/** Where a text begins with its heading, or the end of it, the text after that: the heading stands beside it already. */
function stripLeadingHeading(passage: readonly TextSegment[], heading: string): TextSegment[] {
  const whole = passage.map(({ text }) => text).join('');
  const words = heading.split(' ');
  const ends = words.map((_, at) => words.slice(at).join(' '));
  // Pagefind ends a heading that has no full stop with one. Without it, the end of a heading may be the text's own word.
  const [end = ''] = ends.flatMap((one, at) => {
    const after = whole.startsWith(one) ? (at === 0 ? /^[.:?]?\s+/ : /^[.:?]\s+/).exec(whole.slice(one.length)) : null;
    return after ? [one + after[0]] : [];
  });
  let left = end.length;
  return passage.flatMap(({ text, match }) => {
    const rest = text.slice(left);
    left = Math.max(0, left - text.length);
    return rest ? [{ text: rest, match }] : [];
  });
}

/** How many different words of the question stand in a passage. */
const countMatches = (passage: readonly TextSegment[]) =>
  new Set(passage.filter(({ match }) => match).map(({ text }) => text.toLowerCase())).size;

/** The passage of a page to show: under the heading that was chosen already, or else the best there is, with its heading. */
export function choosePassage(
  { url, excerpt, sub_results }: PagefindPage,
  chosen?: SearchResult['section'],
): Pick<SearchResult, 'part' | 'passage'> {
  // What stands before the first heading has the page's own address, and is no part to jump to.
  const parts = sub_results
    .filter((part) => part.url !== url)
    .map(({ url: address, title: heading, excerpt: text }) => ({
      part: { address, heading },
      passage: stripLeadingHeading(parseHighlights(text), heading),
    }));
  const best = Math.max(...parts.map(({ passage }) => countMatches(passage)));
  const found = parts.find(({ part, passage }) => (chosen ? part.address === chosen.url : countMatches(passage) === best));
  return found ?? (chosen ? { section: chosen } : { passage: parseHighlights(excerpt) });
}

export function resultFromPagefind(page: PagefindPage): SearchResult {
  const { url, excerpt, meta } = page;
  const { section: part, passage } = choosePassage(page);
  return {
    url: url,
    title: meta.title ?? url,
    kindAndYear: [meta.kind, meta.year].filter(Boolean).join(', '),
    description: meta.description ? [{ text: meta.description, match: false }] : parseHighlights(excerpt),
    ...(part && { section: part }),
    ...(passage && (part || meta.description) && { passage }),
  };
}

/** What Pagefind has marked in a page. */
const highlightedText = ({ excerpt, sub_results }: PagefindPage) =>
  [excerpt, ...sub_results.map((part) => part.excerpt)]
    .flatMap(parseHighlights)
    .filter(({ match }) => match)
    .map(({ text }) => text);

/**
 * Whether a page has a word of the question. Pagefind shortens a word that no page has until some word begins with what
 * is left: asked for "heroin" it gives pages with "her". Those would be shown as answers to someone who asked for help.
 */
export function isRelevant(page: PagefindPage, words: string): boolean {
  const there = [...highlightedText(page), ...Object.values(page.meta)].flatMap(tokenize);
  return tokenize(words).some((word) => {
    // All of a short word, and of a longer one its beginning, because endings differ: "judges" is answered by "judge".
    const beginning = word.slice(0, word.length <= 3 ? word.length : Math.min(4, word.length - 1));
    return there.some((one) => one.startsWith(beginning));
  });
}

/** The same, but nothing where the best pages have no word of the question. */
export async function relevantHits(words: string, audience?: string): Promise<PagefindHits> {
  const whole = await searchPagefind(words, audience);
  const best = await Promise.all(whole.ids.slice(0, 3).map(whole.loadPage));
  return best.length === 0 || best.some((page) => isRelevant(page, words)) ? whole : { ...whole, ids: [], audienceCounts: {} };
}

/** Whether the text of some page has each of these words as it stands, and not only one that begins like it. */
export async function hasEveryWord(words: string): Promise<boolean> {
  const whole = await searchPagefind(words);
  const best = await Promise.all(whole.ids.slice(0, 3).map(whole.loadPage));
  return best.some((page) => {
    const there = new Set(highlightedText(page).flatMap(tokenize).map(stem));
    return tokenize(words).every((word) => there.has(stem(word)));
  });
}
