// People type addresses from paper, and from messages whose programs take the stop of the sentence into the link. No library
// does this: those that normalise URLs keep letter case and signs, since elsewhere both may matter. Here no two addresses
// differ by them alone, and where two files of public/ do, neither is guessed.

/** Decodes percent escapes, also twice escaped ones, and leaves what is none. */
function decode(path: string): string {
  let decoded = path;
  try {
    for (let depth = 0; depth < 3 && /%[0-9a-f]{2}/i.test(decoded); depth++)
      decoded = decodeURIComponent(decoded.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    // Not UTF-8: its signs count for nothing, below.
  }
  return decoded;
}

/**
 * What is left of a path without letter case, accents, final slashes, `index.html`, and every sign that is no letter, digit or stop
 * within a name. Undefined if nothing is left that says which page is meant.
 */
function fold(path: string): string | undefined {
  const segments: string[] = [];
  // NFKD makes ordinary letters, stops and slashes of full-width ones. U+0300 to U+036F are the accents that it takes off
  // letters; marks of other scripts are vowels and stay.
  for (const text of decode(path).normalize('NFKD').toLowerCase().split(/[/\\]/)) {
    if (text === '..') segments.pop();
    const segment = text.replace(/[^\p{L}\p{M}\p{N}.]|[\u0300-\u036f]/gu, '').replace(/^\.+|\.+$/g, '');
    if (segment !== '') segments.push(segment);
  }
  const last = segments.pop();
  if (last === undefined) return undefined;
  const page = last.replace(/\.html?$/, '');
  if (page !== 'index') segments.push(page);
  return segments.join('/');
}

/** The path as it is written in a link or a Location header. */
export const encodePath = (path: string): string => encodeURI(path).replace(/[?#]/g, encodeURIComponent);

/**
 * Returns a function that finds the only address a mistyped path can mean, as a link to it is written, or undefined.
 * @param addresses every address, decoded: `/help/urgent/`, `/leaflet (2).pdf`
 */
export function mistypedAddressFinder(addresses: Iterable<string>): (path: string) => string | undefined {
  const byFold = new Map<string, string | undefined>();
  for (const address of addresses) {
    const folded = address === '/' ? '' : fold(address);
    if (folded !== undefined) byFold.set(folded, byFold.has(folded) ? undefined : address);
  }
  const find = (path: string) => {
    const folded = fold(path);
    return folded === undefined ? undefined : byFold.get(folded);
  };
  return (path) => {
    const whole = find(path);
    // Itself is no correction, and a redirect to it would never end.
    if (whole !== undefined) return whole === path ? undefined : encodePath(whole);
    // A question mark may come escaped, and mail programs hang their tracking on with "&" where there is none.
    const [, name, sign, rest = ''] = /^(.*?)([?#&;])(.*)$/s.exec(decode(path)) ?? [];
    const page = name === undefined ? undefined : find(name);
    if (page === undefined) return undefined;
    return encodePath(page) + (sign === '#' ? '' : `?${encodeURI(rest)}`);
  };
}
