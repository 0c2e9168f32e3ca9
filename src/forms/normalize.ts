// Everything that is changed in what a person typed; the rest arrives as it was typed. HTML calls such a step a value
// sanitization algorithm. U+200C and U+200D (joiners) stay: Gujarati, Punjabi, Persian and emoji are written with them.
const lineBreaks = /\r\n|[\r\u0085\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove.
const controlCharacters = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
const invisibleCharacters = /[\u200b\u2060\ufeff\u00ad\u180e]/g;
// Unicode Standard Annex 9: they can make an address or a name read as another one.
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const joiners = /[\u200c\u200d]/g;
// Unicode counts Hangul fillers as letters, but they are drawn as blanks.
const blank = /[\s\u3164\u115f\u1160\uffa0]/;

// Normalisation sorts the accents of a letter in quadratic time: half a second for the 30,000 that fit in a request. No
// language puts more than 30 on one letter (Unicode Standard Annex 15, section 13), so text with more is left as it is.
// The look-behind anchors the search at the first accent, so that the search itself is not quadratic either.
const tooManyAccents = /(?<!\p{M})\p{M}{31}/u;

/** Trims `blank` from both ends. Not with a pattern ending in $: that took two seconds for 30,000 blanks inside a text. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && blank.test(text.charAt(start))) start += 1;
  while (end > start && blank.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

export interface NormalizeOptions {
  /** Keeps line breaks, each as \n; otherwise they become spaces. */
  multiline?: boolean;
  /** Removes joiners: in an e-mail address or a phone number they can only be a copying accident. */
  stripJoiners?: boolean;
}

/** Removes what cannot be seen and was not meant, trims, and composes accents (NFC). Idempotent. */
export function normalizeText(text: string, { multiline = false, stripJoiners = false }: NormalizeOptions = {}): string {
  const visible = text
    .replace(lineBreaks, '\n')
    .replace(/\n/g, multiline ? '\n' : ' ')
    .replace(controlCharacters, '')
    .replace(invisibleCharacters, '')
    .replace(bidiControls, '');
  const trimmed = trimBlanks(stripJoiners ? visible.replace(joiners, '') : visible);
  // NFC comes last: removing a character can bring a letter and its accent together.
  return tooManyAccents.test(trimmed) ? trimmed : trimmed.normalize('NFC');
}

const graphemes = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/** Whether `text` has at most `maxLength` characters as people see them (graphemes): a family emoji is one. */
export function withinLength(text: string, maxLength: number): boolean {
  // First a limit of 8 UTF-8 bytes a character: one letter may carry 10,000 accents, and segmenting those is slow.
  if (new TextEncoder().encode(text).length > maxLength * 8) return false;
  if (text.length <= maxLength) return true;
  let count = 0;
  for (const _ of graphemes.segment(text)) if (++count > maxLength) return false;
  return true;
}
