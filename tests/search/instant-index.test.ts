import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsInRest } from '../../src/search/build/instant-index.ts';
import { layer, page, pages } from './built-instant-index.ts';

const pageAt = (address: string, of = layer()) => of.pages.find((one) => one.address === address);

test('a small site is held whole: every page, with each word of its text once', () => {
  const whole = layer();
  assert.equal(whole.complete, true);
  assert.equal(whole.pages.length, pages.length);
  assert.equal(whole.rest, 'clear 4,court 3 1,curfew 0,decides 4,fences 4,paint 4,paths 4,people 2,person 2,stays 2,tag 2,wear 2');
});

test('the words of the texts are read back with their pages', () => {
  const read = new Map(wordsInRest('about 3 5,above 7'));
  assert.deepEqual(
    [...read],
    [
      ['about', [3, 8]],
      ['above', [7]],
    ],
  );
  assert.deepEqual(wordsInRest(''), []);
});

test('a page is known by its kind, year, audience, summary, headings and other names', () => {
  const payback = pageAt('/services/community-payback/');
  assert.equal(payback?.about, 'Service, 2013');
  assert.equal(payback?.says, 'Work that helps local people.');
  assert.deepEqual(payback?.audiences, ['Members of the public']);
  assert.deepEqual(payback?.parts, [['How long'], ['What the work is']]);
  assert.deepEqual(pageAt('/magistrates/requirements/curfew/')?.names, ['Electronic monitoring', 'Home, at night']);
});

test('the letters of the A to Z are no headings to search by', () => {
  assert.deepEqual(pageAt('/a-z/')?.parts, []);
});

test('what people say leads to places in the list, best first', () => {
  const { words, pages } = layer({ tag: ['/magistrates/requirements/curfew/', '/news/curfew/'] });
  const [said, ...places] = words[0] ?? [];
  assert.equal(said, 'tag');
  assert.deepEqual(
    places.map((place) => pages[Number(place)]?.address),
    ['/magistrates/requirements/curfew/', '/news/curfew/'],
  );
});

test('a word that leads to a page nobody can find stops the build and says which', () => {
  assert.throws(() => layer({ tag: ['/search/'] }), /content\/words\.yaml leads to \/search\//);
});

test('a large site holds what people come to do and what words.yaml names, without the words of the text', () => {
  const news = Array.from({ length: 300 }, (_, at) => page(`/news/${at}/`, `News ${at}`, { content: 'Words nobody needs at once.' }));
  const large = layer({ 'the last': ['/news/299/'] }, undefined, [...pages, ...news]);
  assert.equal(large.complete, false);
  assert.deepEqual(
    large.pages.map(({ address }) => address),
    ['/help/urgent/', '/magistrates/requirements/curfew/', '/news/299/', '/services/community-payback/'],
  );
  assert.equal(large.rest, '');
  assert(large.pages.every(({ parts }) => parts.length === 0));
});
