import { type Finder, nothing, type Piece, pieces, type Result } from './found.ts';

// The part of Pagefind's own interface that is used here. It has types for building an index, none for asking it.
interface Pagefind {
  options(options: { ranking: typeof ranking; excerptLength: number }): Promise<void>;
  filters(): Promise<unknown>;
  search(query: string, options: { filters: Record<string, string> }): Promise<Answer>;
}

interface Answer {
  results: { data(): Promise<PageFound> }[];
  totalFilters: { audience?: Record<string, number> };
  unfilteredResultCount: number;
}

export interface PageFound {
  url: string;
  excerpt: string;
  meta: { title?: string; kind?: string; year?: string; description?: string; words?: string };
  sub_results: { url: string; title: string; excerpt: string }[];
}

// Tuned on the list of questions people ask. Words in the text count by how rare they are and how near a heading they
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

const load = async (): Promise<Pagefind> => {
  // Named so that the bundler leaves it alone: it is made after the bundle, from the finished pages.
  const file = '/pagefind/pagefind.js';
  const pagefind: Pagefind = await import(/* @vite-ignore */ file);
  await pagefind.options({ ranking, excerptLength: 24 });
  // Counts for each audience come with a search only when the filters are loaded before it.
  await pagefind.filters();
  return pagefind;
};

let loading: Promise<Pagefind> | undefined;

/** Fetches the search engine, once. After a failure the next call tries again. */
export function prepare(): Promise<Pagefind> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Where a text begins with its heading, the text after it: the heading stands beside it already. */
function afterHeading(passage: readonly Piece[], heading: string): Piece[] {
  const whole = passage.map(({ text }) => text).join('');
  // Pagefind ends a heading that has no full stop with one.
  const end = whole.startsWith(heading) ? /^[.:?]?\s+/.exec(whole.slice(heading.length)) : null;
  let left = end ? heading.length + end[0].length : 0;
  return passage.flatMap(({ text, match }) => {
    const rest = text.slice(left);
    left = Math.max(0, left - text.length);
    return rest ? [{ text: rest, match }] : [];
  });
}

/** How many different words of the question stand in a passage. */
const matches = (passage: readonly Piece[]) => new Set(passage.filter(({ match }) => match).map(({ text }) => text.toLowerCase())).size;

export function toResult({ url, excerpt, meta, sub_results }: PageFound): Result {
  // What stands before the first heading has the page's own address, and is no part to jump to.
  const parts = sub_results
    .filter((part) => part.url !== url)
    .map((part) => ({ address: part.url, heading: part.title, passage: pieces(part.excerpt) }));
  const best = Math.max(...parts.map(({ passage }) => matches(passage)));
  const part = parts.find(({ passage }) => matches(passage) === best);
  return {
    address: url,
    title: meta.title ?? url,
    about: [meta.kind, meta.year].filter(Boolean).join(', '),
    says: meta.description ? [{ text: meta.description, match: false }] : pieces(excerpt),
    ...(part && { part: { ...part, passage: afterHeading(part.passage, part.heading) } }),
  };
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Whether a page has a word of the question. Pagefind shortens a word that no page has until some word begins with what
 * is left: asked for "heroin" it gives pages with "her". Those would be shown as answers to someone who asked for help.
 */
export function isAnswer({ excerpt, meta, sub_results }: PageFound, query: string): boolean {
  const marked = [excerpt, ...sub_results.map((part) => part.excerpt)].flatMap(pieces).filter(({ match }) => match);
  const there = [...marked.map(({ text }) => text), ...Object.values(meta)].flatMap(wordsOf);
  return wordsOf(query).some((word) => {
    // All of a short word, and of a longer one its beginning, because endings differ: "judges" is answered by "judge".
    const beginning = word.slice(0, word.length <= 3 ? word.length : Math.min(4, word.length - 1));
    return there.some((one) => one.startsWith(beginning));
  });
}

export const findInWholeText: Finder = async (query, audience) => {
  const pagefind = await prepare();
  const answer = await pagefind.search(query, { filters: audience ? { audience } : {} });
  const best = await Promise.all(answer.results.slice(0, 3).map((result) => result.data()));
  if (best.length > 0 && !best.some((page) => isAnswer(page, query))) return nothing;
  return {
    total: answer.results.length,
    counts: answer.totalFilters.audience ?? {},
    everyone: answer.unfilteredResultCount,
    read: async (from, to) => (await Promise.all(answer.results.slice(from, to).map((result) => result.data()))).map(toResult),
  };
};
