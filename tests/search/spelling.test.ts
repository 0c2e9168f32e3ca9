import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggest } from '../../src/search/engine/spelling.ts';

const known = new Map(
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
  test(`${typed} is taken for ${meant}`, () => {
    assert.equal(suggest(typed, known), meant);
  });

test('another word of English is not taken for one that looks like it', () => {
  assert.equal(suggest('sister', known), undefined);
  assert.equal(suggest('parks', known, false), undefined);
  assert.equal(suggest('deport', known), undefined);
  assert.equal(suggest('pats', known, false), undefined);
});

test('short words, numbers and nonsense stay as they are', () => {
  for (const typed of ['job', 'x', '2013', 'zzzzqqq', '']) assert.equal(suggest(typed, known), undefined);
});

test('of two words that are as near, the one that stands for more is meant', () => {
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
