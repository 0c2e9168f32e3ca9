import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layer, page, pages } from './layer.ts';

const pageAt = (address: string, of = layer()) => of.pages.find((one) => one.address === address);

test('a small site is held whole: every page, with each word of its text once', () => {
  const whole = layer();
  assert.equal(whole.complete, true);
  assert.equal(whole.pages.length, pages.length);
  assert.equal(pageAt('/services/community-payback/')?.rest, 'clear court decides fences paint paths');
});

test('a page is known by its kind, year, audience, summary, headings and other names', () => {
  const payback = pageAt('/services/community-payback/');
  assert.equal(payback?.about, 'Service, 2013');
  assert.equal(payback?.says, 'Work that helps local people.');
  assert.deepEqual(payback?.audiences, ['Members of the public']);
  assert.deepEqual(payback?.parts, [
    ['how-long', 'How long'],
    ['what-the-work-is', 'What the work is'],
  ]);
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
  assert(large.pages.every(({ rest, parts }) => rest === '' && parts.length === 0));
});
