import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHighlights, statusMessage, toQueryString } from '../../src/search/client/results.ts';

test('a passage is cut into what matches and what does not', () => {
  assert.deepEqual(parseHighlights('a <mark>curfew</mark> order'), [
    { text: 'a ', match: false },
    { text: 'curfew', match: true },
    { text: ' order', match: false },
  ]);
});

test('a passage that begins with a match has no empty piece', () => {
  assert.deepEqual(parseHighlights('<mark>Tag</mark>'), [{ text: 'Tag', match: true }]);
});

test('what looks like HTML in a page stays text', () => {
  assert.deepEqual(parseHighlights('write &lt;img src=x onerror=alert(1)&gt; here'), [
    { text: 'write <img src=x onerror=alert(1)> here', match: false },
  ]);
});

test('the number of results is said in words that fit it', () => {
  assert.equal(statusMessage({ total: 12, unfilteredTotal: 12 }, 'tag'), '12 results for “tag”');
  assert.equal(statusMessage({ total: 1, unfilteredTotal: 1 }, 'tag'), '1 result for “tag”');
  assert.equal(
    statusMessage({ total: 2, unfilteredTotal: 9 }, 'tag', 'Magistrates and courts'),
    '2 results for “tag”: Magistrates and courts',
  );
});

test('what was asked for is not said twice', () => {
  assert.equal(statusMessage({ total: 12, unfilteredTotal: 12 }), '12 results');
});

test('a filter that leaves nothing says how much there is without it', () => {
  const sentence = statusMessage({ total: 0, unfilteredTotal: 1 }, 'tag', 'People who refer');
  assert.equal(sentence, 'Nothing for “tag” under “People who refer”. Under “Everyone” there is 1 result.');
});

test('when nothing is found the sentence says what to try', () => {
  assert.match(statusMessage({ total: 0, unfilteredTotal: 0 }, 'xylophone'), /found nothing for “xylophone”.*another word/);
});

test('the address of a search holds what was asked for, and nothing when nothing was', () => {
  assert.equal(toQueryString('drugs & drink', ''), '?q=drugs+%26+drink');
  assert.equal(toQueryString('tag', 'magistrates'), '?q=tag&for=magistrates');
  assert.equal(toQueryString('curfue', '', true), '?q=curfue&as=typed');
  assert.equal(toQueryString('', 'magistrates'), '');
});
