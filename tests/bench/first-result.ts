import type { Browser, Page } from 'playwright';
import type { Query } from '../search/queries.ts';

/** Where a search is used, and what its page is called in the tables. */
export interface Searcher {
  name: string;
  path: string;
}

export interface Timed {
  /** Milliseconds from the first key to the right page among the first three; nothing where it did not come. */
  useful: number | undefined;
  /** Bytes of script and data asked for until then, and in all. */
  bytesThen: number;
  bytesInAll: number;
}

/** A phone on a slow line: 150 ms there and back, 1.6 Mbit a second. */
export const slow4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };

const notSearch = /\.(css|woff2|svg|ico|html)$|\/$|\/_astro\/(Site|Header|ExitPage)/;

/** Counts what a page was sent for search, page and typeface left out. */
function bytesOf(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (!notSearch.test(new URL(request.url()).pathname)) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

declare global {
  interface Window {
    useful?: number;
  }
}

/** Notes when the first key was struck, and when one of these pages first stood among the first three results. */
function watch(pages: readonly string[]) {
  let start: number | undefined;
  document.addEventListener(
    'input',
    () => {
      start ??= performance.now();
    },
    { capture: true, once: true },
  );
  const look = () => {
    if (start === undefined || window.useful !== undefined) return;
    const links = [...document.querySelectorAll('main ol > li')].slice(0, 3).map((item) => item.querySelector('a'));
    if (links.some((link) => link && pages.includes(link.pathname))) window.useful = performance.now() - start;
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** Opens a search as for the first time, puts in the words at one stroke, and waits for what comes. */
export async function firstResult(browser: Browser, url: string, { path }: Searcher, query: Query, line?: typeof slow4G): Promise<Timed> {
  const context = await browser.newContext({ baseURL: url });
  try {
    const page = await context.newPage();
    await page.addInitScript(watch, query.pages);
    const bytes = bytesOf(page);
    await page.goto(path, { waitUntil: 'networkidle' });
    if (line) {
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.emulateNetworkConditions', line);
    }
    await page.locator('main input[type=search]').focus();
    await page.keyboard.insertText(query.query);
    const came = await page
      .waitForFunction(() => window.useful !== undefined, undefined, { timeout: 12_000, polling: 'raf' })
      .then(() => true)
      .catch(() => false);
    const bytesThen = await bytes();
    // Between what an engine asks for one after the other a slow line is quiet for a while.
    await page.waitForTimeout(2500);
    await page.waitForLoadState('networkidle');
    return { useful: came ? await page.evaluate(() => window.useful) : undefined, bytesThen, bytesInAll: await bytes() };
  } finally {
    await context.close();
  }
}

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN)) / 2;
};
