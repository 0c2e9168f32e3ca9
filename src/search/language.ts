// How words are compared, when the index is made and when someone types: without capitals, accents, apostrophes or
// endings. Written for English; a site in another language needs its own small words and endings.

/** Words that only hold others together: left out of what people say as well. */
const glue = new Set(
  'a an and are as at be by for from in is it its my of on or our s so t that the their this to was were with your'.split(' '),
);

/** Words that stand in every question and choose no page by themselves. */
const small = new Set([
  ...glue,
  ...(
    'about all am any been but can could did do does doing get gets getting go going got had has have having he her him his how i if ' +
    'im into just let me should she some somebody someone than them then there these they up us want we what when where which who ' +
    'why will would you'
  ).split(' '),
]);

export const isSmall = (word: string): boolean => small.has(word);

export const isGlue = (word: string): boolean => glue.has(word);

export function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().replace(/[’']/g, '');
  // Most texts are plain English, and reading them as such takes a third of the time.
  if (!/[^ -~\s]/.test(plain)) return plain.match(/[a-z0-9]+/g) ?? [];
  return (
    plain
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** The words that say what is meant; where there are only small ones, those. */
export function telling(words: readonly string[]): readonly string[] {
  const left = words.filter((word) => !small.has(word));
  return left.length > 0 ? left : words;
}

const stems = new Map<string, string>();

/** A word without its ending, so that "mentors", "mentored" and "mentoring" are one. Not always a word itself. */
export function stem(word: string): string {
  // The same words are asked for again and again: remembered, the index is ready in half the time.
  const known = stems.get(word);
  if (known !== undefined) return known;
  const made = withoutEnding(word);
  stems.set(word, made);
  return made;
}

function withoutEnding(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const one = word
    .replace(/ies$/, 'y')
    .replace(/(s|x|z|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1');
  const [, before] = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(one) ?? [];
  const bare = before && before.length > 2 ? before.replace(/([bdfgmnprt])\1$/, '$1') : one;
  return bare.length > 3 ? bare.replace(/e$/, '') : bare;
}
