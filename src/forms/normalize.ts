// The only list of what is changed in a person's words. Everything else arrives as it was typed.
// Line breaks of every kind are one kind; marks that cannot be seen but change how text reads, or where it can be
// sent, go. U+200C and U+200D stay: Gujarati, Punjabi, Persian and emoji are written with them.
const lineBreaks = /\r\n|[\r\u0085\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out here.
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
const invisible = /[\u200b\u2060\ufeff\u00ad\u180e]/g;
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const joiners = /[\u200c\u200d]/g;
// Hangul fillers are letters to Unicode and blanks to the eye.
const blank = /[\s\u3164\u115f\u1160\uffa0]/;

// Putting accents into one order takes the square of their number: half a second for the thirty thousand that fit into
// a post. No language writes more than thirty on a letter (Unicode Standard Annex 15, section 13); text that has more
// stays as it is. Looked for from the first accent on a letter only, so that looking takes no square either.
const tooManyAccents = /(?<!\p{M})\p{M}{31}/u;

/** The text without the blanks around it. By hand: a pattern that ends in $ took two seconds for 30,000 blanks inside. */
function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && blank.test(text.charAt(from))) from += 1;
  while (to > from && blank.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

export interface NormalizeOptions {
  /** True for boxes of several lines, where line breaks stay; elsewhere each becomes a space. */
  multiline?: boolean;
  /** True for e-mail addresses and phone numbers, where joiners can only be a copying accident. */
  stripJoiners?: boolean;
}

/** Gives a person's words without what nobody meant to type. Tidying twice changes nothing more. */
export function normalizeText(text: string, { multiline: lines = false, stripJoiners: noJoiners = false }: NormalizeOptions = {}): string {
  let tidied = text
    .replace(lineBreaks, '\n')
    .replace(/\n/g, lines ? '\n' : ' ')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(directions, '');
  if (noJoiners) tidied = tidied.replace(joiners, '');
  tidied = trimmed(tidied);
  // NFC comes last, since taking a mark out can bring a letter and its accent together.
  return tooManyAccents.test(tidied) ? tidied : tidied.normalize('NFC');
}

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/** True when the text is within a number of characters as people see them: a family emoji is one. */
export function withinLength(text: string, most: number): boolean {
  // The cap on bytes comes first: one letter may carry ten thousand accents, and counting them is slow.
  if (new TextEncoder().encode(text).length > most * 8) return false;
  if (text.length <= most) return true;
  let seen = 0;
  for (const _ of segmenter.segment(text)) if (++seen > most) return false;
  return true;
}
