import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from './fixture.ts';

// What programs read of the pages, in a real browser under the real policy.

const withData = ['/', '/services/peer-mentoring/', '/news/london-peer-mentoring-evaluation/', '/sources/'];

test('JSON-LD is read and never run, without a CSP violation', async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
      document.documentElement.dataset['refused'] = violatedDirective;
    });
  });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  for (const path of withData) {
    await page.goto(path, { waitUntil: 'load' });
    const data = await page
      .locator('script[type="application/ld+json"]')
      .evaluateAll((blocks) => blocks.map(({ textContent }) => textContent));
    assert.equal(data.length, 1, path);
    assert.equal(JSON.parse(data[0] ?? '')['@context'], 'https://schema.org', path);
    assert.equal(await page.evaluate(() => document.documentElement.dataset['refused']), undefined, path);
  }
  assert.deepEqual(said, []);
});

test('the CSP refuses the same block as a script', async ({ page }) => {
  await page.route('**/sources/', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      /<script type="application\/ld\+json">.*?<\/script>/,
      '<script>document.title = "run"</script>',
    );
    await route.fulfill({ response, body });
  });
  const refused: string[] = [];
  page.on('console', (message) => refused.push(message.text()));
  await page.goto('/sources/');
  assert.notEqual(await page.title(), 'run');
  assert.match(refused.join('\n'), /Content Security Policy/);
});

test('the feed, OpenSearch description and sitemaps are well-formed XML', async ({ page }) => {
  await page.goto('/');
  for (const path of ['/news/feed.xml', '/opensearch.xml', '/sitemap-index.xml', '/sitemap-0.xml']) {
    const root = await page.evaluate(async (address) => {
      const text = await (await fetch(address)).text();
      const parsed = new DOMParser().parseFromString(text, 'application/xml');
      return parsed.querySelector('parsererror')?.textContent ?? parsed.documentElement.localName;
    }, path);
    assert.match(root, /^(rss|OpenSearchDescription|sitemapindex|urlset)$/, path);
  }
});

test("a search from the browser's own bar shows the results", async ({ page }) => {
  await page.goto('/');
  const template = await page.evaluate(async () => {
    const address = document.querySelector<HTMLLinkElement>('link[rel="search"]')?.href ?? '';
    const parsed = new DOMParser().parseFromString(await (await fetch(address)).text(), 'application/xml');
    return parsed.querySelector('Url')?.getAttribute('template') ?? '';
  });
  const { pathname, hash } = new URL(template.replace('{searchTerms}', encodeURIComponent('community service')));
  await page.goto(pathname + hash);
  await page.getByRole('main').getByRole('link', { name: 'Unpaid work' }).first().waitFor();
  assert.equal(await page.getByRole('searchbox', { name: 'What are you looking for?' }).inputValue(), 'community service');
});

test('a page of another site can read the open data and nothing else', async ({ site, newPage }) => {
  // Anybody's page, on an origin of its own; on this machine, since browsers keep pages from elsewhere away from it.
  const another = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<title>Another</title>'));
  await new Promise<void>((listening) => another.listen(0, '127.0.0.1', listening));
  try {
    const page = await newPage();
    await page.goto(`http://127.0.0.1:${(another.address() as AddressInfo).port}/`);
    const read = (path: string) =>
      page.evaluate(
        (address) =>
          fetch(address).then(
            async (response) => (await response.json()).total_items as number,
            () => 'refused',
          ),
        site.url + path,
      );
    assert.equal(typeof (await read('/open-referral/v3/services')), 'number');
    assert.equal(await read('/search/instant-index.json'), 'refused');
  } finally {
    another.close();
  }
});
