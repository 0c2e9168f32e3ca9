import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createInstantSearch } from '../../src/search/engine/instant-search.ts';
import { buildSampleIndex, samplePage, samplePages } from './sample-index.ts';

const curfew = '/magistrates/requirements/curfew/';
const payback = '/services/community-payback/';

const search = createInstantSearch(
  buildSampleIndex({ 'community service': [payback], 'ankle tag': [curfew], 'stay in': [payback, curfew] }),
);
const urls = (query: string, asTyped?: boolean) => search(query, asTyped).hits.map((hit) => hit.page.url);

test('a best bet puts its page first, in any word order and among other words', () => {
  for (const query of ['community service', 'service community', 'how many hours of community service', 'COMMUNITY SERVICES'])
    assert.equal(urls(query)[0], payback, query);
});

test('a best bet with several pages keeps their order', () => {
  assert.deepEqual(urls('stay in'), [payback, curfew]);
});

test('a word of a text finds its page', () => {
  assert.deepEqual(urls('fences'), [payback]);
});

test('the beginning of a word finds its page while someone types', () => {
  assert.deepEqual(urls('fenc'), [payback]);
});

test('a title ranks above a text, and a requirement above news', () => {
  assert.deepEqual(urls('curfew').slice(0, 2), [curfew, '/news/curfew/']);
});

test('a misspelt word is corrected, and the results say so', () => {
  const results = search('curfue');
  assert.equal(results.hits[0]?.page.url, curfew);
  assert.equal(results.correctedQuery, 'curfew');
  assert.equal(search('curfew').correctedQuery, undefined);
});

test('a query is not corrected with asTyped', () => {
  assert.deepEqual(urls('curfue', true), []);
  assert.equal(search('curfue', true).correctedQuery, undefined);
});

test('a compound is found whether it is written as one word, two, or with a hyphen', () => {
  const search = createInstantSearch(
    buildSampleIndex({}, {}, [...samplePages, samplePage('/groupwork/', 'Groupwork'), samplePage('/reports/', 'Pre-sentence reports')]),
  );
  assert.equal(search('group work').hits[0]?.page.url, '/groupwork/');
  assert.equal(search('presentence').hits[0]?.page.url, '/reports/');
});

test('two words typed as one are corrected to two', () => {
  assert.equal(urls('communitypayback')[0], payback);
  assert.equal(search('communitypayback').correctedQuery, 'community payback');
});

test('a synonym finds the word, even by its first letters, and the passage is asked for by the word itself', () => {
  const search = createInstantSearch(buildSampleIndex({ 'stay at home': [curfew] }, {}, samplePages, { home: ['gaff'], court: ['bench'] }));
  for (const query of ['stay at the gaff', 'gaf']) assert.equal(search(query).hits[0]?.page.url, curfew, query);
  assert.equal(search('bench').hits[0]?.passageQuery, 'court');
});

test('only the last word of a query may be the beginning of another', () => {
  assert.deepEqual(urls('pai'), [payback]);
  assert.deepEqual(urls('tag pai'), [curfew, payback]);
  assert.deepEqual(urls('pa tag'), [curfew]);
});

test('stopwords count in a phrase, in their order', () => {
  const search = createInstantSearch(buildSampleIndex({ 'gets out': [payback], 'court fence': [curfew] }));
  assert.equal(search('the court, when he gets out').hits[0]?.page.url, payback);
});

test('a hit has the heading that matches words beyond the name of the page', () => {
  const [hit] = search('how long is community payback').hits;
  assert.deepEqual(hit?.heading, ['How long']);
  assert.equal(search('fences').hits[0]?.heading, undefined);
  assert.deepEqual(search('work community service').hits[0]?.heading, ['What the work is']);
  assert.equal(search('community service').hits[0]?.heading, undefined);
});

test('the passage query leaves out words that only a name of the page has', () => {
  assert.equal(search('electronic tag').hits[0]?.passageQuery, 'tag');
});

test('any query is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (query, asTyped) => search(query, asTyped).hits.length >= 0),
  );
  for (const query of ['constructor', '__proto__', 'toString', '<img src=x onerror=alert(1)>', 'prison '.repeat(500)])
    assert(search(query).hits.length >= 0, query);
});

test('an empty query, and a word that no page has, find nothing', () => {
  for (const query of ['', '   ', '?!', 'zzzzqqq']) assert.deepEqual(urls(query), [], query);
});

for (const [query, contact] of [
  ['suicide', 'samaritans'],
  ['sucide', 'samaritans'],
  ['I want to die', 'samaritans'],
  ['my husband hits me', 'police'],
  ['my dad hits me', 'childline'],
] as const)
  test(`"${query}" puts the urgent page first, with ${contact}`, () => {
    const { crisisContact, hits } = search(query);
    assert.equal(crisisContact, contact);
    assert.equal(hits[0]?.page.url, '/help/urgent/');
    assert.equal(hits.filter(({ page }) => page.url === '/help/urgent/').length, 1);
  });

test('a misspelt crisis phrase gives the contact even with asTyped', () => {
  assert.equal(search('sucide', true).crisisContact, 'samaritans');
});

test('part of a crisis phrase is not taken for one', () => {
  for (const query of ['die', 'want to volunteer', 'it hits home']) assert.equal(search(query).crisisContact, undefined, query);
});

test('a small site is always confident; a large one only if one page has all words as typed', () => {
  assert(search('zzzz').confident);
  const news = Array.from({ length: 300 }, (_, index) => samplePage(`/news/${index}/`, `News ${index}`));
  const large = createInstantSearch(buildSampleIndex({ 'community service': [payback] }, undefined, [...samplePages, ...news]));
  assert(large('community service').confident);
  assert(large('suicide').confident);
  assert(!large('community gardens').confident);
  assert(!large('curfue').confident);
});
