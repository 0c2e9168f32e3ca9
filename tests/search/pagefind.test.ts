import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosePassage, isRelevant, type PagefindPage, resultFromPagefind } from '../../src/search/client/pagefind.ts';

const page: PagefindPage = {
  url: '/magistrates/requirements/curfew/',
  excerpt: 'a <mark>curfew</mark> order',
  meta: { title: 'Curfew requirement', kind: 'Requirement', year: '2013', description: 'What a curfew meant.' },
  sub_results: [
    { url: '/magistrates/requirements/curfew/', title: 'Curfew requirement', excerpt: '<mark>Curfew</mark> requirement.' },
    { url: '/magistrates/requirements/curfew/#who', title: 'Who it suits', excerpt: 'Who it suits. A <mark>curfew</mark> at night.' },
    {
      url: '/magistrates/requirements/curfew/#how-long',
      title: 'How long',
      excerpt: 'The <mark>hours</mark> of a <mark>curfew</mark> are',
    },
  ],
};

const plain = (pieces: readonly { text: string }[] | undefined) => pieces?.map(({ text }) => text).join('');

test('a result says what kind of page it is and the year', () => {
  assert.equal(resultFromPagefind(page).kindAndYear, 'Requirement, 2013');
  assert.equal(resultFromPagefind({ ...page, meta: { title: 'Help', kind: 'Help' } }).kindAndYear, 'Help');
});

test('a result says what the page is for, or else the passage that matches', () => {
  assert.equal(plain(resultFromPagefind(page).description), 'What a curfew meant.');
  assert.equal(plain(resultFromPagefind({ ...page, meta: {} }).description), 'a curfew order');
});

test('a result leads to the heading with the most words of the question', () => {
  const { section: part } = resultFromPagefind(page);
  assert.equal(part?.url, '/magistrates/requirements/curfew/#how-long');
  assert.equal(part?.heading, 'How long');
});

test('of headings that match as well the first is shown, and its passage does not repeat it', () => {
  const { section: part, passage } = resultFromPagefind({ ...page, sub_results: page.sub_results.slice(0, 2) });
  assert.equal(part?.heading, 'Who it suits');
  assert.equal(plain(passage), 'A curfew at night.');
});

test('a passage that begins with the end of its heading does not repeat that either', () => {
  const cut = { url: '/a/#what-it-involves', title: 'What it involves', excerpt: 'involves. Under a <mark>curfew</mark> a person stays' };
  assert.equal(plain(resultFromPagefind({ ...page, sub_results: [cut] }).passage), 'Under a curfew a person stays');
  const own = { ...cut, excerpt: 'involves a <mark>curfew</mark>' };
  assert.equal(plain(resultFromPagefind({ ...page, sub_results: [own] }).passage), 'involves a curfew');
});

test('a passage that only begins with the letters of its heading is left as it is', () => {
  const letter = { url: '/a-z/#letter-c', title: 'C', excerpt: 'Curfew see <mark>Curfew</mark> requirement' };
  assert.equal(plain(resultFromPagefind({ ...page, sub_results: [letter] }).passage), 'Curfew see Curfew requirement');
});

test('a heading that was shown already stays, with its own passage or none', () => {
  const chosen = { address: '/magistrates/requirements/curfew/#who', heading: 'Who it suits' };
  const { section, passage } = choosePassage(page, chosen);
  assert.deepEqual(section, chosen);
  assert.equal(plain(passage), 'A curfew at night.');
  const other = { address: '/magistrates/requirements/curfew/#other', heading: 'Other' };
  assert.deepEqual(choosePassage(page, other), { part: other });
});

test('a page that matches only above its first heading has no heading to jump to', () => {
  assert.equal(resultFromPagefind({ ...page, sub_results: page.sub_results.slice(0, 1) }).section, undefined);
  assert.equal(resultFromPagefind({ ...page, sub_results: [] }).section, undefined);
});

test('a page with another form of the word is an answer', () => {
  assert(isRelevant(page, 'curfews'));
  assert(isRelevant(page, 'cur'));
  assert(isRelevant({ ...page, excerpt: 'a <mark>tag</mark>', sub_results: [] }, 'tags'));
});

test('a page found by another name of its subject is an answer', () => {
  assert(isRelevant({ ...page, excerpt: 'an order', meta: { ...page.meta, words: 'Electronic monitoring' } }, 'electronic'));
});

test('a page found only because a word was shortened is no answer', () => {
  assert(!isRelevant({ ...page, excerpt: 'to help <mark>her</mark>', sub_results: [] }, 'heroin'));
  assert(!isRelevant({ ...page, excerpt: 'source <mark>S.I.</mark> 2008', sub_results: [] }, 'sister'));
});
