import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createInstantSearch } from '../../src/search/engine/instant-search.ts';
import { buildSampleIndex, samplePage, samplePages } from './sample-index.ts';

const curfew = '/magistrates/requirements/curfew/';
const payback = '/services/community-payback/';

const ask = createInstantSearch(buildSampleIndex({ 'community service': [payback], 'ankle tag': [curfew], 'stay in': [payback, curfew] }));
const addresses = (question: string, asTyped?: boolean) => ask(question, asTyped).hits.map((hit) => hit.page.url);

test('what people call a thing puts its page first, in any order and among other words', () => {
  for (const question of ['community service', 'service community', 'how many hours of community service', 'COMMUNITY SERVICES'])
    assert.equal(addresses(question)[0], payback, question);
});

test('of several pages that help with the same words the first that the editor named comes first', () => {
  assert.deepEqual(addresses('stay in'), [payback, curfew]);
});

test('a word of the text finds its page', () => {
  assert.deepEqual(addresses('fences'), [payback]);
});

test('the beginning of a word finds it while someone types', () => {
  assert.deepEqual(addresses('fenc'), [payback]);
});

test('a title comes before a text, and a service or requirement before news', () => {
  assert.deepEqual(addresses('curfew').slice(0, 2), [curfew, '/news/curfew/']);
});

test('a misspelt word finds what was meant, and says so', () => {
  const first = ask('curfue');
  assert.equal(first.hits[0]?.page.url, curfew);
  assert.equal(first.correctedQuery, 'curfew');
  assert.equal(ask('curfew').correctedQuery, undefined);
});

test('whoever wants exactly what was typed gets nothing else', () => {
  assert.deepEqual(addresses('curfue', true), []);
  assert.equal(ask('curfue', true).correctedQuery, undefined);
});

test('two words that are one here, and one that is two, are found', () => {
  const ask = createInstantSearch(
    buildSampleIndex({}, {}, [...samplePages, samplePage('/groupwork/', 'Groupwork'), samplePage('/reports/', 'Pre-sentence reports')]),
  );
  assert.equal(ask('group work').hits[0]?.page.url, '/groupwork/');
  assert.equal(ask('presentence').hits[0]?.page.url, '/reports/');
});

test('two words that were typed as one are found, and shown as two', () => {
  assert.equal(addresses('communitypayback')[0], payback);
  assert.equal(ask('communitypayback').correctedQuery, 'community payback');
});

test('a word is found by every other word for the same thing, from its first letters, and its text is asked for by its own', () => {
  const ask = createInstantSearch(buildSampleIndex({ 'stay at home': [curfew] }, {}, samplePages, { home: ['gaff'], court: ['bench'] }));
  for (const question of ['stay at the gaff', 'gaf']) assert.equal(ask(question).hits[0]?.page.url, curfew, question);
  assert.equal(ask('bench').hits[0]?.passageQuery, 'court');
});

test('only the last word may be the beginning of another: someone may still be typing it', () => {
  assert.deepEqual(addresses('pai'), [payback]);
  assert.deepEqual(addresses('tag pai'), [curfew, payback]);
  assert.deepEqual(addresses('pa tag'), [curfew]);
});

test('small words count in a phrase, in their order', () => {
  const ask = createInstantSearch(buildSampleIndex({ 'gets out': [payback], 'court fence': [curfew] }));
  assert.equal(ask('the court, when he gets out').hits[0]?.page.url, payback);
});

test('a result leads to the heading that matches', () => {
  const [hit] = ask('how long is community payback').hits;
  assert.deepEqual(hit?.heading, ['How long']);
  assert.equal(ask('fences').hits[0]?.heading, undefined);
  assert.deepEqual(ask('work community service').hits[0]?.heading, ['What the work is']);
  assert.equal(ask('community service').hits[0]?.heading, undefined, 'the name of the page says it all');
});

test('the whole text is asked for the words that stand in it, and not for names', () => {
  assert.equal(ask('electronic tag').hits[0]?.passageQuery, 'tag');
});

test('whatever is typed is answered', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.boolean(),
      (question, asTyped) => ask(question, asTyped).hits.length >= 0,
    ),
  );
  for (const question of ['constructor', '__proto__', 'toString', '<img src=x onerror=alert(1)>', 'prison '.repeat(500)])
    assert(ask(question).hits.length >= 0, question);
});

test('nothing is found for nothing, and for what nobody wrote', () => {
  for (const question of ['', '   ', '?!', 'zzzzqqq']) assert.deepEqual(addresses(question), [], question);
});

for (const [question, contact] of [
  ['suicide', 'samaritans'],
  ['sucide', 'samaritans'],
  ['I want to die', 'samaritans'],
  ['my husband hits me', 'police'],
  ['my dad hits me', 'childline'],
] as const)
  test(`"${question}" is answered by the urgent page first, with ${contact}`, () => {
    const first = ask(question);
    assert.equal(first.crisisContact, contact);
    assert.equal(first.hits[0]?.page.url, '/help/urgent/');
    assert.equal(first.hits.filter(({ page }) => page.url === '/help/urgent/').length, 1);
  });

test('whoever is in danger is answered even when asking for exactly what was typed', () => {
  assert.equal(ask('sucide', true).crisisContact, 'samaritans');
});

test('half of what is said in danger is no call for help', () => {
  for (const question of ['die', 'want to volunteer', 'it hits home']) assert.equal(ask(question).crisisContact, undefined, question);
});

test('a small site is always sure; a large one only of words it knows, all on one page', () => {
  assert(ask('zzzz').confident);
  const news = Array.from({ length: 300 }, (_, at) => samplePage(`/news/${at}/`, `News ${at}`));
  const large = createInstantSearch(buildSampleIndex({ 'community service': [payback] }, undefined, [...samplePages, ...news]));
  assert(large('community service').confident);
  assert(large('suicide').confident);
  assert(!large('community gardens').confident);
  assert(!large('curfue').confident);
});
