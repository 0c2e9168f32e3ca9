import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePostings } from '../../src/search/engine/instant-index.ts';
import { buildSampleIndex, samplePage, samplePages } from './sample-index.ts';

const pageAt = (address: string, of = buildSampleIndex()) => of.pages.find((one) => one.url === address);

test('a small site is held whole: every page, with each word of its text once', () => {
  const whole = buildSampleIndex();
  assert.equal(whole.complete, true);
  assert.equal(whole.pages.length, samplePages.length);
  assert.equal(whole.postings, 'clear 4,court 3 1,curfew 0,decides 4,fences 4,paint 4,paths 4,people 2,person 2,stays 2,tag 2,wear 2');
});

test('the words of the texts are read back with their pages', () => {
  const read = new Map(decodePostings('about 3 5,above 7'));
  assert.deepEqual(
    [...read],
    [
      ['about', [3, 8]],
      ['above', [7]],
    ],
  );
  assert.deepEqual(decodePostings(''), []);
});

test('a page is known by its kind, year, audience, summary, headings and other names', () => {
  const payback = pageAt('/services/community-payback/');
  assert.equal(payback?.kindAndYear, 'Service, 2013');
  assert.equal(payback?.description, 'Work that helps local people.');
  assert.deepEqual(payback?.audiences, ['Members of the public']);
  assert.deepEqual(payback?.headings, [['How long'], ['What the work is']]);
  assert.deepEqual(pageAt('/magistrates/requirements/curfew/')?.names, ['Electronic monitoring', 'Home, at night']);
});

test('the letters of the A to Z are no headings to search by', () => {
  assert.deepEqual(pageAt('/a-z/')?.headings, []);
});

test('what people say leads to places in the list, best first', () => {
  const { bestBets, pages } = buildSampleIndex({ tag: ['/magistrates/requirements/curfew/', '/news/curfew/'] });
  const [said, ...places] = bestBets[0] ?? [];
  assert.equal(said, 'tag');
  assert.deepEqual(
    places.map((place) => pages[Number(place)]?.url),
    ['/magistrates/requirements/curfew/', '/news/curfew/'],
  );
});

test('a word that leads to a page nobody can find stops the build and says which', () => {
  assert.throws(() => buildSampleIndex({ tag: ['/search/'] }), /content\/words\.yaml leads to \/search\//);
});

test('a large site holds what people come to do and what search.yaml names, without the words of the text', () => {
  const news = Array.from({ length: 300 }, (_, at) => samplePage(`/news/${at}/`, `News ${at}`, { content: 'Words nobody needs at once.' }));
  const large = buildSampleIndex({ 'the last': ['/news/299/'] }, undefined, [...samplePages, ...news]);
  assert.equal(large.complete, false);
  assert.deepEqual(
    large.pages.map(({ url }) => url),
    ['/help/urgent/', '/magistrates/requirements/curfew/', '/news/299/', '/services/community-payback/'],
  );
  assert.equal(large.postings, '');
  assert(large.pages.every(({ headings: parts }) => parts.length === 0));
});
