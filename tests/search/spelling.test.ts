import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggest } from '../../src/search/engine/spelling.ts';

const vocabulary = new Map(
  ['community', 'payback', 'curfew', 'magistrates', 'mentoring', 'hostel', 'prison', 'person', 'system', 'parts', 'letter', 'report'].map(
    (word) => [word, 1],
  ),
);

for (const [typed, meant] of [
  ['comunity', 'community'],
  ['paybak', 'payback'],
  ['curfue', 'curfew'],
  ['curfu', 'curfew'],
  ['magistrats', 'magistrates'],
  ['majistrates', 'magistrates'],
  ['mentring', 'mentoring'],
  ['hostle', 'hostel'],
  ['rpison', 'prison'],
] as const)
  test(`${typed} is corrected to ${meant}`, () => {
    assert.equal(suggest(typed, vocabulary), meant);
  });

test('another English word is not corrected to one that looks like it', () => {
  assert.equal(suggest('sister', vocabulary), undefined);
  assert.equal(suggest('parks', vocabulary, false), undefined);
  assert.equal(suggest('deport', vocabulary), undefined);
  assert.equal(suggest('pats', vocabulary, false), undefined);
});

test('short words, numbers and nonsense are not corrected', () => {
  for (const typed of ['job', 'x', '2013', 'zzzzqqq', '']) assert.equal(suggest(typed, vocabulary), undefined);
});

test('of two equally near words, the one with more weight is suggested', () => {
  assert.equal(
    suggest(
      'persin',
      new Map([
        ['persan', 1],
        ['person', 30],
      ]),
    ),
    'person',
  );
});
