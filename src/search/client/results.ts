/** A stretch of text, and whether it is what was asked for. */
export interface TextSegment {
  text: string;
  match: boolean;
}

/** One page that answers. */
export interface SearchResult {
  url: string;
  title: string;
  /** What kind of page it is, and the year it tells of: "Partnership project, 2013". */
  kindAndYear: string;
  /** What the page is for; where the page does not say, the passage that matches. */
  description: readonly TextSegment[];
  /** The part of the page that matches, where that is not its beginning. */
  section?: { url: string; heading: string };
  /** The words that match, once the whole text has been asked. */
  passage?: readonly TextSegment[];
}

export interface SearchQuery {
  text: string;
  /** The label of an audience; none for everyone. */
  audience?: string | undefined;
  /** Whether even a misspelt word is looked for as it stands. */
  asTyped: boolean;
}

/** What was found: how many pages, and the pages themselves as far as they are asked for. */
export interface SearchResults {
  total: number;
  /** How many pages there are for each audience, by its label, whichever was chosen; and for everyone. */
  audienceCounts: Readonly<Record<string, number>>;
  unfilteredTotal: number;
  /** Whether the whole text adds no page to these. */
  isFinal: boolean;
  /** What was looked for in place of what was typed. */
  correctedQuery?: string | undefined;
  /** The contact to show with the first page, which is then the one for whoever is in danger. */
  crisisContact?: string | undefined;
  load(from: number, to: number): Promise<SearchResult[]>;
}

/** Cuts a text in which Pagefind has put <mark>, so that it can be shown without ever being read as HTML. */
export function parseHighlights(marked: string): TextSegment[] {
  return marked
    .split(/<\/?mark>/)
    .map((text, at) => ({ text: text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'), match: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/**
 * What is read aloud and shown when results change.
 * @param words what was asked for; left out where it stands beside the sentence already
 */
export function statusMessage(
  { total, unfilteredTotal: everyone }: Pick<SearchResults, 'total' | 'everyone'>,
  words?: string,
  audience?: string,
): string {
  const quoted = words === undefined ? '' : ` for “${words}”`;
  if (total > 0) return `${total === 1 ? '1 result' : `${total} results`}${quoted}${audience ? `: ${audience}` : ''}`;
  if (everyone > 0)
    return `Nothing${quoted} under “${audience}”. Under “Everyone” there ${everyone === 1 ? 'is 1 result' : `are ${everyone} results`}.`;
  return `We found nothing${quoted}. Try fewer words or another word for it, or check the spelling.`;
}

/** A search as it stands in an address after the page: what the form would send, without what was left empty. */
export function toQueryString(words: string, audience: string, asTyped = false): string {
  const given = new URLSearchParams();
  if (words) given.set('q', words);
  if (words && audience) given.set('for', audience);
  if (words && asTyped) given.set('as', 'typed');
  return words ? `?${given}` : '';
}
