import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePostings } from '../../src/search/engine/instant-index.ts';
import { buildSampleIndex, samplePage, samplePages } from './sample-index.ts';

const pageAt = (url: string) => buildSampleIndex().pages.find((page) => page.url === url);

test('the index of a small site has every page, and each word of a text once', () => {
  const index = buildSampleIndex();
  assert.equal(index.complete, true);
  assert.equal(index.pages.length, samplePages.length);
  assert.equal(index.postings, 'clear 4,court 3 1,curfew 0,decides 4,fences 4,paint 4,paths 4,people 2,person 2,stays 2,tag 2,wear 2');
});

test('postings are decoded into words with their document ids', () => {
  assert.deepEqual(decodePostings('about 3 5,above 7'), [
    ['about', [3, 8]],
    ['above', [7]],
  ]);
  assert.deepEqual(decodePostings(''), []);
});

test('the index has the kind, year, audiences, description, headings and other names of a page', () => {
  const payback = pageAt('/services/community-payback/');
  assert.equal(payback?.kindAndYear, 'Service, 2013');
  assert.equal(payback?.description, 'Work that helps local people.');
  assert.deepEqual(payback?.audiences, ['Members of the public']);
  assert.deepEqual(payback?.headings, [['How long'], ['What the work is']]);
  assert.deepEqual(pageAt('/magistrates/requirements/curfew/')?.names, ['Electronic monitoring', 'Home, at night']);
});

test('the index leaves out the letters of the A to Z', () => {
  assert.deepEqual(pageAt('/a-z/')?.headings, []);
});

test('a best bet leads to document ids, best first', () => {
  const { bestBets, pages } = buildSampleIndex({ tag: ['/magistrates/requirements/curfew/', '/news/curfew/'] });
  const [phrases, ...docIds] = bestBets[0] ?? [];
  assert.equal(phrases, 'tag');
  assert.deepEqual(
    docIds.map((docId) => pages[Number(docId)]?.url),
    ['/magistrates/requirements/curfew/', '/news/curfew/'],
  );
});

test('the build fails if a best bet leads to a page that cannot be searched', () => {
  assert.throws(() => buildSampleIndex({ tag: ['/search/'] }), /content\/search\.yaml leads to \/search\//);
});

test('the index of a large site has what people come to do and the pages of best bets, without headings and texts', () => {
  const news = Array.from({ length: 300 }, (_, index) =>
    samplePage(`/news/${index}/`, `News ${index}`, { content: 'Words that are not needed at once.' }),
  );
  const large = buildSampleIndex({ 'the last': ['/news/299/'] }, undefined, [...samplePages, ...news]);
  assert.equal(large.complete, false);
  assert.deepEqual(
    large.pages.map(({ url }) => url),
    ['/help/urgent/', '/magistrates/requirements/curfew/', '/news/299/', '/services/community-payback/'],
  );
  assert.equal(large.postings, '');
  assert(large.pages.every(({ headings }) => headings.length === 0));
});
