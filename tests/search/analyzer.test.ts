import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { removeStopwords, stem, tokenize } from '../../src/search/engine/analyzer.ts';

test('capitals, accents, apostrophes and hyphens make no difference', () => {
  assert.deepEqual(tokenize('Women’s café: pre-sentence'), ['womens', 'cafe', 'pre', 'sentence']);
  assert.deepEqual(tokenize("can't CAN’T"), ['cant', 'cant']);
});

test('any text at all can be asked for', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => tokenize(text).every((word) => stem(word).length > 0)));
});

for (const alike of [
  ['mentor', 'mentors', 'mentored', 'mentoring'],
  ['tag', 'tags', 'tagged', 'tagging'],
  ['volunteer', 'volunteers', 'volunteering'],
  ['smoke', 'smoking', 'smokin'],
  ['charity', 'charities'],
  ['refuse', 'refuses', 'refused'],
  ['address', 'addresses'],
])
  test(`${alike.join(', ')} are one word`, () => {
    assert.equal(new Set(alike.map(stem)).size, 1, alike.map(stem).join(', '));
  });

test('words that only look as if they had an ending are left alone', () => {
  for (const word of ['bus', 'ring', 'red', 'bed', 'sing', 'bail', 'gas', '999']) assert.equal(stem(word), word);
});

test('small words choose no page, unless there are no others', () => {
  assert.deepEqual(removeStopwords(tokenize('how do I become a mentor')), ['become', 'mentor']);
  assert.deepEqual(removeStopwords(tokenize('who are you')), ['who', 'are', 'you']);
});
