/**
 * The optimal string alignment distance (Damerau 1964): the least number of letters inserted, deleted or replaced, or
 * neighbours swapped, that turns one word into the other.
 */
function editDistance(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + replaced);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        distance = Math.min(distance, (twoAbove[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    twoAbove = above;
    above = current;
  }
  return above[b.length] ?? 0;
}

/** The first letter and the consonants after it. People mostly get vowels wrong: "curfue" and "curfew" have one key. */
const phoneticKey = (word: string) =>
  word.slice(0, 1) +
  word
    .slice(1)
    .replace(/[aeiouhwy]/g, '')
    .replace(/(.)\1/g, '$1');

/** People rarely get the first letter wrong, but do swap the first two. */
const beginsAlike = (typed: string, word: string) => typed[0] === word[0] || (typed[0] === word[1] && typed[1] === word[0]);

/**
 * The word that was probably meant, or undefined if none is near: at an edit distance of 1 for a word of four letters, up to 2 for
 * a longer one. Where the typed word could as well be another English word ("parks" for "parts", "sister" for "system"),
 * the phonetic keys must agree as well.
 * @param vocabulary the words of the index, each with a weight: the more a site says of it, the likelier it is meant
 * @param isOnlyTerm whether it is the whole query, so that without a suggestion nothing would be found
 */
export function suggest(typed: string, vocabulary: ReadonlyMap<string, number>, isOnlyTerm = true): string | undefined {
  if (typed.length < (isOnlyTerm ? 4 : 5) || /\d/.test(typed)) return undefined;
  const maxDistance = typed.length < 5 ? 1 : 2;
  let best: string | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [word, weight] of vocabulary) {
    if (Math.abs(word.length - typed.length) > maxDistance || word.length < 3 || !beginsAlike(typed, word)) continue;
    const distance = editDistance(typed, word);
    const soundsAlike = phoneticKey(typed) === phoneticKey(word);
    const doubtful = distance === 2 ? typed.length < 8 : typed.length < 6 && !isOnlyTerm;
    if (distance > maxDistance || (doubtful && !soundsAlike)) continue;
    // The nearest first, then what sounds the same, then what the site says more of.
    const cost = distance - (soundsAlike ? 0.5 : 0) - Math.log(weight) / 10;
    if (cost < bestCost) [best, bestCost] = [word, cost];
  }
  return best;
}
