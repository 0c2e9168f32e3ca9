import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHighlights, statusMessage, toQueryString } from '../../src/search/client/results.ts';

test('a passage is split into what matches and what does not', () => {
  assert.deepEqual(parseHighlights('a <mark>curfew</mark> order'), [
    { text: 'a ', match: false },
    { text: 'curfew', match: true },
    { text: ' order', match: false },
  ]);
});

test('a passage that begins with a match has no empty segment', () => {
  assert.deepEqual(parseHighlights('<mark>Tag</mark>'), [{ text: 'Tag', match: true }]);
});

test('escaped HTML in a passage stays text', () => {
  assert.deepEqual(parseHighlights('write &lt;img src=x onerror=alert(1)&gt; here'), [
    { text: 'write <img src=x onerror=alert(1)> here', match: false },
  ]);
});

test('the status message fits the number of results', () => {
  assert.equal(statusMessage({ total: 12, unfilteredTotal: 12 }, 'tag'), '12 results for “tag”');
  assert.equal(statusMessage({ total: 1, unfilteredTotal: 1 }, 'tag'), '1 result for “tag”');
  assert.equal(
    statusMessage({ total: 2, unfilteredTotal: 9 }, 'tag', 'Magistrates and courts'),
    '2 results for “tag”: Magistrates and courts',
  );
});

test('the status message leaves out the query if none is given', () => {
  assert.equal(statusMessage({ total: 12, unfilteredTotal: 12 }), '12 results');
});

test('if the filter leaves nothing, the status message says how many results there are without it', () => {
  const message = statusMessage({ total: 0, unfilteredTotal: 1 }, 'tag', 'People who refer');
  assert.equal(message, 'Nothing for “tag” under “People who refer”. Under “Everyone” there is 1 result.');
});

test('if nothing is found, the status message says what to try', () => {
  assert.match(statusMessage({ total: 0, unfilteredTotal: 0 }, 'xylophone'), /found nothing for “xylophone”.*another word/);
});

test('the query string has what is not empty, and is empty without a query', () => {
  assert.equal(toQueryString('drugs & drink', ''), '?q=drugs+%26+drink');
  assert.equal(toQueryString('tag', 'magistrates'), '?q=tag&for=magistrates');
  assert.equal(toQueryString('curfue', '', true), '?q=curfue&as=typed');
  assert.equal(toQueryString('', 'magistrates'), '');
});
