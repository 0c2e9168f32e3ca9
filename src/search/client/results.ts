/** A stretch of text, and whether to highlight it. */
export interface TextSegment {
  text: string;
  match: boolean;
}

/** One page in the results. */
export interface SearchResult {
  url: string;
  title: string;
  /** "Partnership project, 2013". */
  kindAndYear: string;
  /** What the page is for or, if it does not say, the passage that matches. */
  description: readonly TextSegment[];
  /** The section of the page that matches, if that is not its beginning. */
  section?: { url: string; heading: string };
  /** The words that match with what is around them, once Pagefind has been asked. */
  passage?: readonly TextSegment[];
}

export interface SearchQuery {
  text: string;
  /** The label of an audience; undefined for everyone. */
  audience?: string | undefined;
  /** Whether to look for even a misspelt word as it is. */
  asTyped: boolean;
}

/** How many pages there are, and the pages themselves when they are asked for. */
export interface SearchResults {
  /** For the chosen audience. */
  total: number;
  /** By the label of an audience, whichever was chosen. */
  audienceCounts: Readonly<Record<string, number>>;
  /** For everyone. */
  unfilteredTotal: number;
  /** Whether Pagefind adds no page to these. */
  isFinal: boolean;
  /** The query that was looked for, if it is not the one that was typed. */
  correctedQuery?: string | undefined;
  /** The id of the contact to show in the first result, which is then the page for people in danger. */
  crisisContact?: string | undefined;
  /** The results at positions `from` up to, but not including, `to`. */
  load(from: number, to: number): Promise<SearchResult[]>;
}

/** Splits a text in which Pagefind has put <mark>, so that it can be shown without ever being parsed as HTML. */
export function parseHighlights(marked: string): TextSegment[] {
  return marked
    .split(/<\/?mark>/)
    .map((text, index) => ({ text: text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'), match: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/**
 * The status message (WCAG 4.1.3) when results change, shown and read aloud.
 * @param query left out where the query is beside the message already
 */
export function statusMessage(
  { total, unfilteredTotal }: Pick<SearchResults, 'total' | 'unfilteredTotal'>,
  query?: string,
  audience?: string,
): string {
  const quoted = query === undefined ? '' : ` for “${query}”`;
  if (total > 0) return `${total === 1 ? '1 result' : `${total} results`}${quoted}${audience ? `: ${audience}` : ''}`;
  if (unfilteredTotal > 0)
    return `Nothing${quoted} under “${audience}”. Under “Everyone” there ${unfilteredTotal === 1 ? 'is 1 result' : `are ${unfilteredTotal} results`}.`;
  return `We found nothing${quoted}. Try fewer words or another word for it, or check the spelling.`;
}

/** The query string of a search, as the form would send it but without empty fields. Empty without a query. */
export function toQueryString(query: string, audience: string, asTyped = false): string {
  if (!query) return '';
  const params = new URLSearchParams({ q: query });
  if (audience) params.set('for', audience);
  if (asTyped) params.set('as', 'typed');
  return `?${params}`;
}
