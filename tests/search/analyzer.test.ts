import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { removeStopwords, stem, tokenize } from '../../src/search/engine/analyzer.ts';

test('tokens have no capitals, accents, apostrophes or hyphens', () => {
  assert.deepEqual(tokenize('Women’s café: pre-sentence'), ['womens', 'cafe', 'pre', 'sentence']);
  assert.deepEqual(tokenize("can't CAN’T"), ['cant', 'cant']);
});

test('any text has tokens with a stem', () => {
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
  test(`${alike.join(', ')} have one stem`, () => {
    assert.equal(new Set(alike.map(stem)).size, 1, alike.map(stem).join(', '));
  });

test('words such as "bus" or "ring" are not stemmed', () => {
  for (const word of ['bus', 'ring', 'red', 'bed', 'sing', 'bail', 'gas', '999']) assert.equal(stem(word), word);
});

test('stopwords are removed, unless there are no other words', () => {
  assert.deepEqual(removeStopwords(tokenize('how do I become a mentor')), ['become', 'mentor']);
  assert.deepEqual(removeStopwords(tokenize('who are you')), ['who', 'are', 'you']);
});
