// The text analyzer, in Lucene's sense: tokenizer, stopwords, stemmer and synonyms. It reads the pages at build time and
// the query in the browser. Written for English: a site in another language needs its own stopwords and suffixes.

const stemCache = new Map<string, string>();

/** Words without a meaning of their own. Left out of names and best bets too. */
const functionWords = new Set(
  'a an and are as at be by for from in is it its my of on or our s so t that the their this to was were with your'.split(' '),
);

/** Words that occur in any question and choose no page by themselves. */
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

// Terms are stems, so the stem of a stopword is one as well.
for (const word of stopwords) stopwords.add(stem(word));

/** Whether a token or a term is a stopword. */
export const isStopword = (word: string): boolean => stopwords.has(word);

/** Whether a token is a function word: a smaller set than the stopwords. */
export const isFunctionWord = (word: string): boolean => functionWords.has(word);

/**
 * The words of a text in normal form: lower case, without accents (NFKD, combining marks removed) and apostrophes
 * ("can't" is "cant"), split at whatever is neither a letter nor a digit.
 */
export function tokenize(text: string): string[] {
  const plain = text.toLowerCase().replace(/[’']/g, '');
  // Most texts are ASCII, and this shortcut takes a third of the time.
  if (!/[^ -~\s]/.test(plain)) return plain.match(/[a-z0-9]+/g) ?? [];
  return (
    plain
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** The words without stopwords, or all of them where there are only stopwords. */
export function removeStopwords(words: readonly string[]): readonly string[] {
  const keywords = words.filter((word) => !stopwords.has(word));
  return keywords.length > 0 ? keywords : words;
}

/** A word without its suffix, so that "mentors", "mentored" and "mentoring" are one. Not always a word itself. */
export function stem(word: string): string {
  // The same words come up again and again: with this cache the index is ready in half the time.
  const cached = stemCache.get(word);
  if (cached !== undefined) return cached;
  const result = stripSuffix(word);
  stemCache.set(word, result);
  return result;
}

/** Other words for the same thing, by the word they are indexed as: "jail" and "nick" by "prison". */
export type Synonyms = Readonly<Record<string, readonly string[]>>;

/** Returns the function that turns a word into its index term: its stem, or the stem of the word it is a synonym of. */
export function createNormalizer(synonyms: Synonyms): (word: string) => string {
  const terms = new Map(Object.entries(synonyms).flatMap(([word, others]) => others.map((other) => [stem(other), stem(word)])));
  return (word) => {
    const term = stem(word);
    return terms.get(term) ?? term;
  };
}

// Lighter than Porter's stemmer: it removes only plurals, -ing, -ed and a final e.
function stripSuffix(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const singular = word
    .replace(/ies$/, 'y')
    .replace(/(s|x|z|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1');
  // "Drinkin" as well, because people write as they speak.
  const [, root] = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(singular) ?? /^(.*[aeiouy].*[^aeiou])in$/.exec(singular) ?? [];
  const bare = root && root.length > 2 ? root.replace(/([bdfgmnprt])\1$/, '$1') : singular;
  return bare.length > 3 ? bare.replace(/e$/, '') : bare;
}
