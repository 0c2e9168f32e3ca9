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

const plain = (segments: readonly { text: string }[] | undefined) => segments?.map(({ text }) => text).join('');

test('a result has the kind of page and, if there is one, the year', () => {
  assert.equal(resultFromPagefind(page).kindAndYear, 'Requirement, 2013');
  assert.equal(resultFromPagefind({ ...page, meta: { title: 'Help', kind: 'Help' } }).kindAndYear, 'Help');
});

test('a result has the description of the page or, without one, the excerpt', () => {
  assert.equal(plain(resultFromPagefind(page).description), 'What a curfew meant.');
  assert.equal(plain(resultFromPagefind({ ...page, meta: {} }).description), 'a curfew order');
});

test('a result leads to the section with the most words of the query', () => {
  const { section } = resultFromPagefind(page);
  assert.equal(section?.url, '/magistrates/requirements/curfew/#how-long');
  assert.equal(section?.heading, 'How long');
});

test('of sections that match equally the first is shown, and its passage does not repeat the heading', () => {
  const { section, passage } = resultFromPagefind({ ...page, sub_results: page.sub_results.slice(0, 2) });
  assert.equal(section?.heading, 'Who it suits');
  assert.equal(plain(passage), 'A curfew at night.');
});

test('a passage does not repeat the end of its heading', () => {
  const cut = { url: '/a/#what-it-involves', title: 'What it involves', excerpt: 'involves. Under a <mark>curfew</mark> a person stays' };
  assert.equal(plain(resultFromPagefind({ ...page, sub_results: [cut] }).passage), 'Under a curfew a person stays');
  const unseparated = { ...cut, excerpt: 'involves a <mark>curfew</mark>' };
  assert.equal(plain(resultFromPagefind({ ...page, sub_results: [unseparated] }).passage), 'involves a curfew');
});

test('a passage whose first word only begins with the heading stays as it is', () => {
  const letter = { url: '/a-z/#letter-c', title: 'C', excerpt: 'Curfew see <mark>Curfew</mark> requirement' };
  assert.equal(plain(resultFromPagefind({ ...page, sub_results: [letter] }).passage), 'Curfew see Curfew requirement');
});

test('a section that is shown already stays, with its own passage or none', () => {
  const shown = { url: '/magistrates/requirements/curfew/#who', heading: 'Who it suits' };
  const { section, passage } = choosePassage(page, shown);
  assert.deepEqual(section, shown);
  assert.equal(plain(passage), 'A curfew at night.');
  const other = { url: '/magistrates/requirements/curfew/#other', heading: 'Other' };
  assert.deepEqual(choosePassage(page, other), { section: other });
});

test('a result has no section if the page matches only above its first heading', () => {
  assert.equal(resultFromPagefind({ ...page, sub_results: page.sub_results.slice(0, 1) }).section, undefined);
  assert.equal(resultFromPagefind({ ...page, sub_results: [] }).section, undefined);
});

test('a page with another form of the word is relevant', () => {
  assert(isRelevant(page, 'curfews'));
  assert(isRelevant(page, 'cur'));
  assert(isRelevant({ ...page, excerpt: 'a <mark>tag</mark>', sub_results: [] }, 'tags'));
});

test('a page found by another name of its subject is relevant', () => {
  assert(isRelevant({ ...page, excerpt: 'an order', meta: { ...page.meta, words: 'Electronic monitoring' } }, 'electronic'));
});

test('a page that Pagefind found only by shortening a word is not relevant', () => {
  assert(!isRelevant({ ...page, excerpt: 'to help <mark>her</mark>', sub_results: [] }, 'heroin'));
  assert(!isRelevant({ ...page, excerpt: 'source <mark>S.I.</mark> 2008', sub_results: [] }, 'sister'));
});
