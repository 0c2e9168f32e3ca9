/** A stretch of text, and whether it is what was asked for. */
export interface Piece {
  text: string;
  match: boolean;
}

/** One page that answers. */
export interface Result {
  address: string;
  title: string;
  /** What kind of page it is, and the year it tells of: "Partnership project, 2013". */
  about: string;
  /** What the page is for; where the page does not say, the passage that matches. */
  says: readonly Piece[];
  /** The part of the page that matches, where that is not its beginning. */
  part?: { address: string; heading: string; passage: readonly Piece[] };
}

/** What was found: how many pages, and the pages themselves as far as they are asked for. */
export interface Found {
  total: number;
  /** How many pages there are for each audience, by its label, whichever was chosen; and for everyone. */
  counts: Readonly<Record<string, number>>;
  everyone: number;
  read(from: number, to: number): Promise<Result[]>;
}

export const nothing: Found = { total: 0, counts: {}, everyone: 0, read: async () => [] };

/**
 * Looks for pages, for one audience or all. Pagefind is one (whole-text.ts). Another, smaller and quicker, may be asked
 * beside it: search.ts shows whatever is found the same way.
 */
export type Finder = (query: string, audience?: string) => Promise<Found>;

/** Cuts a text in which Pagefind has put <mark>, so that it can be shown without ever being read as HTML. */
export function pieces(marked: string): Piece[] {
  return marked
    .split(/<\/?mark>/)
    .map((text, at) => ({ text: text.replaceAll('&lt;', '<').replaceAll('&gt;', '>'), match: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** What is read aloud and shown when results change. */
export function summary({ total, everyone }: Pick<Found, 'total' | 'everyone'>, query: string, audience?: string): string {
  const quoted = `“${query}”`;
  if (total > 0) return `${total === 1 ? '1 result' : `${total} results`} for ${quoted}${audience ? `: ${audience}` : ''}`;
  if (everyone > 0)
    return `Nothing for ${quoted} under “${audience}”. Under “Everyone” there ${everyone === 1 ? 'is 1 result' : `are ${everyone} results`}.`;
  return `We found nothing for ${quoted}. Try fewer words or another word for it, or check the spelling.`;
}

/** A search as it stands in an address after the page: what the form would send, without what was left empty. */
export function asked(query: string, audience: string): string {
  const given = new URLSearchParams();
  if (query) given.set('q', query);
  if (query && audience) given.set('for', audience);
  return query ? `?${given}` : '';
}
