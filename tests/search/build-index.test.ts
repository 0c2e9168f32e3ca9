import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { searchIndex, separateBlocks } from '../../src/search/build/build-index.ts';

const content = {
  search: { known_acronyms: {}, synonyms: {}, crisis_terms: { samaritans: ['suicide'] }, best_bets: { 'who to ring': ['/help/'] } },
  navigation: { header: [], urgent: { text: 'Help', href: '/help/' }, footer: [] },
};

async function build(t: TestContext, pages: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'trust-search-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [path, main] of Object.entries(pages)) {
    await mkdir(join(folder, path), { recursive: true });
    await writeFile(join(folder, path, 'index.html'), `<!doctype html><html lang="en-GB"><title>x</title><main>${main}</main></html>`);
  }
  const hook = searchIndex(content).hooks['astro:build:done'] as unknown as (options: object) => Promise<void>;
  await hook({ dir: pathToFileURL(`${folder}/`), logger: { info: () => {} } });
  return join(folder, 'pagefind');
}

test('only pages with data-pagefind-body can be searched', async (t) => {
  const folder = await build(t, { help: '<article data-pagefind-body><h1>Help</h1></article>', search: '<h1>Search</h1>' });
  const entry = JSON.parse(await readFile(join(folder, 'pagefind-entry.json'), 'utf8'));
  assert.equal(entry.languages['en-gb'].page_count, 1);
});

test("Pagefind's own user interfaces are not published", async (t) => {
  const folder = await build(t, { help: '<article data-pagefind-body><h1>Help</h1></article>' });
  const scripts = (await readdir(folder)).filter((file) => /\.(js|css)$/.test(file));
  assert.deepEqual(scripts.sort(), ['pagefind-worker.js', 'pagefind.js']);
});

test('the build fails if no page can be searched', async (t) => {
  await assert.rejects(build(t, { help: '<h1>Help</h1>' }), /search index could not be built: no page has data-pagefind-body/);
});

test('a term and its definition are separate words in the index', () => {
  assert.equal(separateBlocks('<dt>Phone</dt><dd>116 123</dd>'), '<dt>Phone</dt> <dd>116 123</dd>');
});

test('the instant index is made from the fragments of Pagefind, and has their ids', async (t) => {
  const help =
    '<article data-pagefind-body data-kind="Help" data-words="Whom to ask | Who, when" data-pagefind-meta="kind[data-kind], words[data-words]"><h1>Help</h1><h2 id="now">Help now</h2><p data-pagefind-ignore>Old</p><p>Ring someone.</p></article>';
  const folder = await build(t, { help });
  const { pages, bestBets, postings } = JSON.parse(await readFile(join(folder, '../search/instant-index.json'), 'utf8'));
  assert.deepEqual(bestBets, [['who to ring', 0]]);
  assert.equal(postings, 'ring 0');
  const [{ id, ...page }] = pages;
  assert.deepEqual(await readdir(join(folder, 'fragment')), [`${id}.pf_fragment`]);
  assert.deepEqual(page, {
    url: '/help/',
    title: 'Help',
    kindAndYear: 'Help',
    description: '',
    audiences: [],
    headings: [['Help now', 'now']],
    names: ['Whom to ask', 'Who, when'],
  });
});
