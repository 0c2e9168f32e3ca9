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
  const hook = searchIndex(content).hooks['astro:build:done'] as unknown as (given: object) => Promise<void>;
  await hook({ dir: pathToFileURL(`${folder}/`), logger: { info: () => {} } });
  return join(folder, 'pagefind');
}

test('only pages that carry the mark can be searched', async (t) => {
  const made = await build(t, { help: '<article data-pagefind-body><h1>Help</h1></article>', search: '<h1>Search</h1>' });
  const entry = JSON.parse(await readFile(join(made, 'pagefind-entry.json'), 'utf8'));
  assert.equal(entry.languages['en-gb'].page_count, 1);
});

test("Pagefind's own interfaces are not published", async (t) => {
  const made = await build(t, { help: '<article data-pagefind-body><h1>Help</h1></article>' });
  const scripts = (await readdir(made)).filter((file) => /\.(js|css)$/.test(file));
  assert.deepEqual(scripts.sort(), ['pagefind-worker.js', 'pagefind.js']);
});

test('a build in which no page can be searched stops and says why', async (t) => {
  await assert.rejects(build(t, { help: '<h1>Help</h1>' }), /search index could not be built: no page has data-pagefind-body/);
});

test('a term and its meaning are two words to the index', () => {
  assert.equal(separateBlocks('<dt>Phone</dt><dd>116 123</dd>'), '<dt>Phone</dt> <dd>116 123</dd>');
});

test('the first layer is made from what Pagefind has read, and names the pages as its results do', async (t) => {
  const help =
    '<article data-pagefind-body data-kind="Help" data-words="Whom to ask | Who, when" data-pagefind-meta="kind[data-kind], words[data-words]"><h1>Help</h1><h2 id="now">Help now</h2><p data-pagefind-ignore>Old</p><p>Ring someone.</p></article>';
  const made = await build(t, { help });
  const { pages, words, rest } = JSON.parse(await readFile(join(made, '../search/first-layer.json'), 'utf8'));
  assert.deepEqual(words, [['who to ring', 0]]);
  assert.equal(rest, 'ring 0');
  const [{ id, ...page }] = pages;
  assert.deepEqual(await readdir(join(made, 'fragment')), [`${id}.pf_fragment`]);
  assert.deepEqual(page, {
    address: '/help/',
    title: 'Help',
    about: 'Help',
    says: '',
    audiences: [],
    parts: [['Help now', 'now']],
    names: ['Whom to ask', 'Who, when'],
  });
});
