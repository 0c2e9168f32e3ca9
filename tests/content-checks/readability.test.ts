import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureReadability } from '../../src/content-checks/readability.ts';

const grade = (text: string, known: string[] = []) => measureReadability([text], known).grade;
const near = (actual: number, expected: number) => assert(Math.abs(actual - expected) < 0.01, `${actual} is not ${expected}`);

test('calculates the Flesch-Kincaid grade', () => {
  // Six words of one syllable in one sentence: 0.39 × 6 + 11.8 × 1 - 15.59.
  near(grade('The cat sat on the mat.'), -1.45);
  // Seven words with fourteen syllables in one sentence: 0.39 × 7 + 11.8 × 2 - 15.59.
  near(grade('Seven women never open any wooden tables.'), 10.74);
});

test('ignores sentences of fewer than five words', () => {
  assert.equal(grade('Extraordinary administrative responsibilities.'), 0);
  near(grade('The cat sat on the mat. Extraordinary responsibilities.'), -1.45);
});

test('gives grade 0 and no hardest sentence for a text without words', () => {
  assert.deepEqual(measureReadability([], []), { grade: 0, words: 0, hardest: [] });
  assert.deepEqual(measureReadability(['', '  \n '], []), { grade: 0, words: 0, hardest: [] });
});

test('counts one syllable for each word of a known name, in any case and with either apostrophe', () => {
  const known = ['Rutland', 'Leicestershire Police', "magistrates' court"];
  near(grade('We went to Leicestershire Police then home.', known), grade('We went to one two then home.'));
  near(grade('we went to leicestershire police then home', known), grade('We went to one two then home.'));
  near(grade('We went to the magistrates’ court then home.', known), grade('We went to the one two then home.'));
});

test('prefers the longest known name, and ignores parts of one', () => {
  near(grade('We have a community order for you.', ['community', 'community order']), grade('We have a one two for you.'));
  assert(grade('We have a community here for you.', ['community order']) > grade('We have a one here for you.'));
});

test('never joins two paragraphs into a sentence, even without a full stop', () => {
  near(measureReadability(['The cat sat on the mat', 'The dog sat on the mat'], []).grade, -1.45);
});

test('joins the lines of a sentence', () => {
  assert.equal(measureReadability(['The cat sat\n  on the\tmat.'], []).hardest[0]?.sentence, 'The cat sat on the mat.');
});

test('counts numbers, sums of money and hyphenated words as one word each', () => {
  assert.equal(measureReadability(['About 4,000 people got £1.50 in follow-up.'], []).words, 7);
});

test('lists up to three sentences, the hardest first', () => {
  const { hardest } = measureReadability(
    [
      'The cat sat on the mat. Extraordinary administrative responsibilities necessitate consideration. The women never open wooden tables. We all go home at ten.',
    ],
    [],
  );
  assert.equal(hardest.length, 3);
  assert.match(hardest[0]?.sentence ?? '', /^Extraordinary/);
  assert.deepEqual(
    hardest.toSorted((a, b) => b.grade - a.grade),
    hardest,
  );
});
