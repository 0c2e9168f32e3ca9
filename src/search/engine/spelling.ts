/** How many slips make one word of the other: a letter too many, too few or wrong, or two that changed places. */
function editDistance(one: string, other: string): number {
  let above: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1] ? 0 : 1;
      let least = Math.min((last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + same);
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        least = Math.min(least, (above[at - 2] ?? 0) + 1);
      next.push(least);
    }
    above = last;
    last = next;
  }
  return last[other.length] ?? 0;
}

/** What is heard of a word more than its vowels, which are what people get wrong: "curfue" and "curfew" are one. */
const phoneticKey = (word: string) =>
  word.slice(0, 1) +
  word
    .slice(1)
    .replace(/[aeiouhwy]/g, '')
    .replace(/(.)\1/g, '$1');

/** People rarely get the first letter wrong, but do strike the first two in the wrong order. */
const beginsAlike = (typed: string, word: string) => typed[0] === word[0] || (typed[0] === word[1] && typed[1] === word[0]);

/**
 * The word that someone most likely meant, if any is near: one slip in a word of four letters and two in a longer one. Where that
 * could as well be another word of English, so "parks" for "parts" or "sister" for "system", they must sound alike.
 * @param known the words there are, with how much each stands for
 * @param alone whether it is all that was typed, and nothing would be found without it
 */
export function suggest(typed: string, known: ReadonlyMap<string, number>, alone = true): string | undefined {
  if (typed.length < (alone ? 4 : 5) || /\d/.test(typed)) return undefined;
  const most = typed.length < 5 ? 1 : 2;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [word, weight] of known) {
    if (Math.abs(word.length - typed.length) > most || word.length < 3 || !beginsAlike(typed, word)) continue;
    const count = editDistance(typed, word);
    const alike = phoneticKey(typed) === phoneticKey(word);
    const doubtful = count === 2 ? typed.length < 8 : typed.length < 6 && !alone;
    if (count > most || (doubtful && !alike)) continue;
    // Fewer slips first; then what sounds the same, then what more pages are about.
    const distance = count - (alike ? 0.5 : 0) - Math.log(weight) / 10;
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}
