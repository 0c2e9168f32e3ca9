import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { readContent } from '../../src/content-files/read-content.ts';
import { headingId, type InstantIndex } from '../../src/search/engine/instant-index.ts';
import { createInstantSearch } from '../../src/search/engine/instant-search.ts';
import { type QueryList, rankOf, readQueries, scoreOf } from '../search/queries.ts';
import { root } from '../site-under-test/serve.ts';
import { all, assertNone, attribute, files, pageAt, pages } from './build-output.ts';

const file = files.get('/search/instant-index.json');
if (!file) throw new Error('The build has no instant index');
const layer: InstantIndex = JSON.parse(file.toString());
const ask = createInstantSearch(layer);
const addressesFor = (question: string) => ask(question).hits.map((hit) => hit.page.url);
const { search: words } = (await readContent(root)).content;

const lists: Record<QueryList, { first: number; three: number }> = {
  queries: { first: 0.9, three: 1 },
  // Wider than what search was tuned on, and so held to less.
  'more-queries': { first: 0.9, three: 0.95 },
};

for (const [list, least] of Object.entries(lists) as [QueryList, (typeof lists)[QueryList]][])
  test(`finds the right page for what people ask: ${list}`, async (t) => {
    const queries = await readQueries(list);
    const places = queries.map((query) => rankOf(query, addressesFor(query.query)));
    const score = scoreOf(places);
    t.diagnostic(
      `${queries.length} queries: right page first ${score.successAt1.toFixed(3)}, in the first three ${score.successAt3.toFixed(3)}`,
    );
    const missed = queries.filter((_, at) => places[at] !== 1).map(({ query }) => query);
    t.diagnostic(`not first: ${missed.join('; ') || 'none'}`);
    assert(score.successAt1 >= least.first && score.successAt3 >= least.three, missed.join('; '));
  });

test('finds the right page first for every misspelling of the list', async () => {
  const misspelt = (await readQueries('queries')).filter((query) => query.misspelt);
  assert(misspelt.length > 0);
  assertNone(misspelt.filter((query) => rankOf(query, addressesFor(query.query)) !== 1).map(({ query }) => query));
});

test('every best bet of search.yaml is the first result', () => {
  assertNone(
    Object.entries(words.best_bets)
      .map(([said, [page = '']]) => ({ said, page, first: ask(said) }))
      .filter(({ page, first }) => first.crisisContact === undefined && first.hits[0]?.page.url !== page)
      .map(({ said, page, first }) => `"${said}" leads to ${first.hits[0]?.page.url}, not ${page}`),
  );
});

test('every crisis term leads to urgent help with a number', () => {
  assertNone(
    Object.values(words.crisis_terms)
      .flat()
      .map((said) => ({ said, first: ask(`${said} please`) }))
      .filter(({ first }) => !first.crisisContact || first.hits[0]?.page.url !== '/help/urgent/')
      .map(({ said }) => said),
  );
});

test('the search page has the number of every crisis contact in search.yaml', () => {
  const templates = all(pageAt('/search/').document, 'template').map((template) => attribute(template, 'id'));
  assertNone(
    Object.keys(words.crisis_terms)
      .filter((id) => !templates.includes(`call-${id}`))
      .map((id) => id),
  );
});

test('every searchable page is found by its title', () => {
  const searchable = pages.filter(({ html }) => html.includes('data-pagefind-body'));
  assert.equal(layer.pages.length, searchable.length);
  assertNone(layer.pages.filter(({ title, url: address }) => addressesFor(title)[0] !== address).map(({ title }) => title));
});

test('every heading in the index is on its page', () => {
  assertNone(
    layer.pages.flatMap(({ url, headings }) => {
      const ids = new Set(all(pageAt(url).document).map((element) => attribute(element, 'id')));
      return headings.filter(([heading, id = headingId(heading)]) => !ids.has(id)).map(([heading]) => `${url}: ${heading}`);
    }),
  );
});

test('words of search.yaml are in the index and on no page', () => {
  // These are words nobody would write in a text about probation.
  const said = ['chain gang', 'orange jacket', 'wanna die', 'toothache'];
  const listed = new Set([...Object.keys(words.best_bets), ...Object.values(words.crisis_terms).flat()]);
  assertNone(said.filter((one) => !listed.has(one)).map((one) => `search.yaml has no "${one}" any more: choose another for this test`));
  assertNone(pages.flatMap(({ address, html }) => said.filter((one) => html.includes(one)).map((one) => `${address}: ${one}`)));
});

test('the instant index is at most 32,000 bytes after brotli', (t) => {
  const bytes = brotliCompressSync(file).length;
  t.diagnostic(`${bytes} bytes for ${layer.pages.length} pages`);
  // On a slow line (1.6 Mbit/s) a sixth of a second.
  assert(bytes <= 32_000, `${bytes} bytes`);
});
