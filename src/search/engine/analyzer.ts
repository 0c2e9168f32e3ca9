// How words are compared, when the index is made and when someone types: without capitals, accents, apostrophes or
// endings. Written for English; a site in another language needs its own small words and endings.

const stemCache = new Map<string, string>();

/** Words that only hold others together: left out of what people say as well. */
const functionWords = new Set(
  'a an and are as at be by for from in is it its my of on or our s so t that the their this to was were with your'.split(' '),
);

/** Words that stand in every question and choose no page by themselves. */
const stopwords = new Set([
  ...functionWords,
  ...(
    'about again all also am another any anyone anything because been but can cannot cant could couldnt did didnt do does ' +
    'doesnt doing dont else even ever every get gets getting go goes going gonna got gotta had happen happens has have ' +
    'having he hello her hers hes hi him his how hows i id if ill im into isnt ive just keep keeps kind know let lot may ' +
    'maybe me might much must other please pls plz really said say says she shes should so some somebody someone something ' +
    'sort still stuff than thats them then there theres these they theyre thing things think those too u until up ur us ' +
    'used very wanna want wants wasnt wat we went weve what whats when where wheres which while who whos why will wont wot ' +
    'would yes you youre your'
  ).split(' '),
]);

// Also as they are looked up, without their endings.
for (const word of stopwords) stopwords.add(stem(word));

export const isStopword = (word: string): boolean => stopwords.has(word);

export const isFunctionWord = (word: string): boolean => functionWords.has(word);

export function tokenize(text: string): string[] {
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
export function removeStopwords(words: readonly string[]): readonly string[] {
  const left = words.filter((word) => !stopwords.has(word));
  return left.length > 0 ? left : words;
}

/** A word without its ending, so that "mentors", "mentored" and "mentoring" are one. Not always a word itself. */
export function stem(word: string): string {
  // The same words are asked for again and again: remembered, the index is ready in half the time.
  const known = stemCache.get(word);
  if (known !== undefined) return known;
  const made = stripSuffix(word);
  stemCache.set(word, made);
  return made;
}

/** What people say for the same thing, by the word that it is read as: "jail" and "nick" by "prison". */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

/** How a word is looked up: its stem, or that of the word it is read as. */
export function createNormalizer(same: Synonyms): (word: string) => string {
  const roots = new Map(Object.entries(same).flatMap(([word, others]) => others.map((other) => [stem(other), stem(word)])));
  return (word) => {
    const one = stem(word);
    return roots.get(one) ?? one;
  };
}

function stripSuffix(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const one = word
    .replace(/ies$/, 'y')
    .replace(/(s|x|z|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1');
  // "Drinkin" as well, because people write as they speak.
  const [, before] = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(one) ?? /^(.*[aeiouy].*[^aeiou])in$/.exec(one) ?? [];
  const bare = before && before.length > 2 ? before.replace(/([bdfgmnprt])\1$/, '$1') : one;
  return bare.length > 3 ? bare.replace(/e$/, '') : bare;
}
