import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import * as pagefind from 'pagefind';
import type { Browser } from 'playwright';
import { build } from 'vite';
import { readFragments } from '../../src/search/build/build-index.ts';
import type { InstantIndex } from '../../src/search/engine/instant-index.ts';
import { createSiteServer } from '../../src/server/http-server.ts';
import { launchChromium } from '../browser/chromium.ts';
import { type Query, rankOf, readQueries, type Score, scoreOf } from '../search/queries.ts';
import { type LargeSite, makeLargeSite } from '../site-under-test/large-site.ts';
import { engines, type Page } from './engines.ts';
import { firstResult, median, type Searcher, slow4G, type Timed } from './first-result.ts';

// Our search beside others: the same pages, the same questions, one run. Build the site first. Prints tables.

const ours: Searcher = { name: 'ours', path: '/search/' };
const alone: Searcher[] = [
  { name: 'MiniSearch alone', path: '/alone/minisearch/' },
  { name: 'Pagefind alone', path: '/alone/pagefind/' },
];

/** Every how manieth question is timed: a line of 1.6 Mbit/s takes its time. */
const each = { small: 5, large: 6 };

// `npm run bench:search small times`: only our own pages, and only the times.
const given = process.argv.slice(2);
const onlyTimes = given.includes('times');

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;

function table(head: readonly string[], rows: readonly (readonly string[])[]) {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log(['', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n'));
}

/** The pages of a site as plain titles and texts, and with our words. */
async function pagesOf({ folder }: LargeSite): Promise<{ plain: Page[]; withWords: Page[] }> {
  const layer: InstantIndex = JSON.parse(await readFile(join(folder, 'client/search/instant-index.json'), 'utf8'));
  const said = new Map(layer.pages.map(({ url: address, names }) => [address, [...names]]));
  for (const [all, ...places] of layer.bestBets)
    for (const place of places) said.get(layer.pages[place]?.url ?? '')?.push(...all.split(','));
  const read = await readFragments(join(folder, 'client/pagefind'));
  const plain = read.map(({ url, meta, content }) => ({ address: url, title: meta.title ?? url, text: content }));
  return { plain, withWords: plain.map((page) => ({ ...page, words: said.get(page.address)?.join(', ') ?? '' })) };
}

async function indexPagefind(pages: readonly Page[], outputPath: string) {
  const { index } = await pagefind.createIndex();
  if (!index) throw new Error('Pagefind made no index');
  for (const { address, title, text, words } of pages)
    await index.addCustomRecord({ url: address, content: text, language: 'en', meta: { title, ...(words && { words }) } });
  await index.writeFiles({ outputPath });
}

/** Puts the pages that search by one engine alone into a site, beside ours. */
async function addAlone(site: LargeSite) {
  const { folder } = site;
  const { plain, withWords } = await pagesOf(site);
  for (const name of ['minisearch', 'pagefind']) {
    const place = join(folder, 'client/alone', name);
    await mkdir(place, { recursive: true });
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: place,
        emptyOutDir: false,
        lib: { entry: join(import.meta.dirname, 'alone', `${name}.ts`), formats: ['es'], fileName: () => 'page.js' },
        minify: true,
      },
    });
    await writeFile(
      join(place, 'index.html'),
      `<!doctype html><html lang="en"><title>${name}</title><main><input type="search"><ol></ol></main><script type="module" src="page.js"></script></html>`,
    );
  }
  const index = new MiniSearch<Page>({ idField: 'address', fields: ['title', 'text'], storeFields: ['title'] });
  index.addAll(plain);
  await writeFile(join(folder, 'client/alone/minisearch/minisearch.json'), JSON.stringify(index));
  await indexPagefind(plain, join(folder, 'client/alone/pagefind/pagefind'));
  await indexPagefind(withWords, join(folder, 'client/alone/pagefind/with-words'));
}

async function serveSite(site: LargeSite) {
  const server = await createSiteServer(site.folder);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Files are compressed when they are first asked for: a megabyte of index takes seconds, which no visitor waits for twice.
  for (const path of ['/search/instant-index.json', '/alone/minisearch/minisearch.json'])
    await (await fetch(url + path, { headers: { 'accept-encoding': 'br' } })).arrayBuffer();
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url, stop };
}

/** Where the right page stands for each question, on the page itself. */
async function placesOnPage(browser: Browser, url: string, queries: readonly Query[]): Promise<number[]> {
  const page = await browser.newPage({ baseURL: url });
  await page.goto(ours.path);
  const field = page.getByLabel('What are you looking for?');
  const places: number[] = [];
  for (const query of queries) {
    await field.fill('');
    await field.fill(query.query);
    await page.getByText(/^(\d+ results?|We found nothing)/).waitFor();
    const links = await page.locator('main ol > li').evaluateAll((items) => items.map((item) => item.querySelector('a')?.pathname ?? ''));
    places.push(rankOf(query, links));
  }
  await page.close();
  return places;
}

/** The same for Pagefind, which only runs in a browser. */
async function placesInPagefind(browser: Browser, url: string, folder: string, queries: readonly Query[]): Promise<number[]> {
  const page = await browser.newPage({ baseURL: url });
  await page.goto(ours.path);
  const found = await page.evaluate(
    async ([file, asked]) => {
      const { search, options } = await import(file);
      await options({ baseUrl: '/', ranking: { metaWeights: { title: 5, words: 2 } } });
      const all: string[][] = [];
      for (const words of asked) {
        const { results } = await search(words);
        all.push(
          (await Promise.all(results.slice(0, 10).map((result: { data(): Promise<{ url: string }> }) => result.data()))).map(
            ({ url }) => url,
          ),
        );
      }
      return all;
    },
    [`${folder}/pagefind.js`, queries.map(({ query }) => query)] as const,
  );
  await page.close();
  return queries.map((query, at) => rankOf(query, found[at] ?? []));
}

const better = (one: Score, other: Score) =>
  one.successAt1 - other.successAt1 || one.successAt3 - other.successAt3 || one.meanReciprocalRank - other.meanReciprocalRank;

/** The places by the better of an engine's settings. */
async function placesIn(make: (typeof engines)[string], pages: readonly Page[], queries: readonly Query[]): Promise<number[]> {
  let best: number[] = [];
  for (const making of make(pages)) {
    const ask = await making;
    const places: number[] = [];
    for (const query of queries) places.push(rankOf(query, await ask(query.query)));
    if (best.length === 0 || better(scoreOf(places), scoreOf(best)) > 0) best = places;
  }
  return best;
}

async function compareAnswers(browser: Browser, site: LargeSite, url: string) {
  const { plain, withWords } = await pagesOf(site);
  for (const list of ['queries', 'more-queries'] as const) {
    const queries = await readQueries(list);
    const misspelt = queries.map(({ misspelt }) => misspelt);
    const row = (name: string, places: readonly number[]) => {
      const { successAt1, successAt3, meanReciprocalRank } = scoreOf(places);
      const found = places.filter((place, at) => misspelt[at] && place > 0 && place <= 3).length;
      return [
        name,
        percent(successAt1),
        percent(successAt3),
        meanReciprocalRank.toFixed(3),
        `${found} of ${misspelt.filter(Boolean).length}`,
      ];
    };
    const rows = [row('**ours**', await placesOnPage(browser, url, queries))];
    for (const [given, pages] of [
      ['titles and texts', plain],
      ['our words too', withWords],
    ] as const) {
      for (const [name, make] of Object.entries(engines)) rows.push(row(`${name}, ${given}`, await placesIn(make, pages, queries)));
      const folder = `/alone/pagefind/${pages === plain ? 'pagefind' : 'with-words'}`;
      rows.push(row(`Pagefind, ${given}`, await placesInPagefind(browser, url, folder, queries)));
    }
    console.log(`\n${list}: ${queries.length} questions, ${plain.length} pages`);
    table(['', 'right page first', 'in the first three', 'mean reciprocal rank', 'misspellings found'], rows);
  }
}

async function compareTimes(browser: Browser, url: string, queries: readonly Query[], line?: typeof slow4G) {
  const times = new Map<Searcher, Timed[]>([ours, ...alone].map((searcher) => [searcher, []]));
  for (const query of queries) for (const [searcher, list] of times) list.push(await firstResult(browser, url, searcher, query, line));
  const rows = [...times].map(([{ name }, list]) => {
    const came = list.flatMap(({ useful }) => useful ?? []);
    const sorted = came.toSorted((one, other) => one - other);
    return [
      name,
      `${median(came).toFixed(0)} ms`,
      `${(sorted[Math.ceil(sorted.length * 0.9) - 1] ?? Number.NaN).toFixed(0)} ms`,
      `${came.length} of ${list.length}`,
      kilobytes(median(list.filter(({ useful }) => useful !== undefined).map(({ bytesThen }) => bytesThen))),
      kilobytes(median(list.map(({ bytesInAll }) => bytesInAll))),
    ];
  });
  const mine = times.get(ours) ?? [];
  console.log(line ? '\nOn slow 4G (150 ms, 1.6 Mbit/s)' : '\nOn this machine');
  table(['', 'first useful result, median', '9 in 10 within', 'right page came', 'bytes by then', 'bytes in all'], rows);
  for (const [{ name }, list] of times) {
    if (list === mine) continue;
    const both = mine.flatMap(({ useful }, at) =>
      useful !== undefined && list[at]?.useful !== undefined ? [useful / list[at].useful] : [],
    );
    const later = both.filter((ratio) => ratio > 1).length;
    console.log(`ours takes ${median(both).toFixed(2)} times as long as ${name} (median of ${both.length}); later than it in ${later}`);
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function compareOn(browser: Browser, size: number, every: number) {
  console.log(`\n== ${size === 0 ? 'Our pages' : `${size} pages`}`);
  const site = await makeLargeSite(size);
  try {
    await addAlone(site);
    const { url, stop } = await serveSite(site);
    try {
      const client = join(site.folder, 'client');
      console.log(
        `both indexes made in ${(site.indexedInMs / 1000).toFixed(1)} s (${((site.pages * 1000) / site.indexedInMs).toFixed(0)} pages a second); ` +
          `on disk: instant index ${kilobytes((await stat(join(client, 'search/instant-index.json'))).size)}, whole text ${kilobytes(await sizeOf(join(client, 'pagefind')))}`,
      );
      if (!onlyTimes) await compareAnswers(browser, site, url);
      const timed = (await readQueries('queries')).filter((_, at) => at % every === 0);
      await compareTimes(browser, url, timed);
      await compareTimes(browser, url, timed, slow4G);
    } finally {
      await stop();
    }
  } finally {
    await site.remove();
  }
}

const browser = await launchChromium();
try {
  if (!given.includes('large')) await compareOn(browser, 0, each.small);
  if (!given.includes('small')) await compareOn(browser, 2000, each.large);
} finally {
  await browser.close();
  await pagefind.close();
}
