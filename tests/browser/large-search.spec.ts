import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { createSiteServer } from '../../src/server/http-server.ts';
import { type LargeSite, makeLargeSite } from '../site-under-test/large-site.ts';
import { test } from './fixture.ts';

// A site too large for a phone to load all of before it answers: hundreds of pages of news beside the real ones.
// All tests in one worker, because making that site takes longer than they do.
test.describe.configure({ mode: 'default' });

let large: LargeSite;
let server: Server;
let url: string;
test.beforeAll(async () => {
  large = await makeLargeSite(320);
  server = await createSiteServer(large.folder);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(async () => {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
  await large?.remove();
});

async function search(page: Page, query: string): Promise<string[]> {
  await page.goto(`${url}/search/?q=${encodeURIComponent(query)}`);
  await page.getByText(/^(\d+ results?|We found nothing)/).waitFor();
  return page.locator('main ol > li').evaluateAll((items) => items.map((item) => new URL(item.querySelector('a')?.href ?? '').pathname));
}

test('the instant index of a large site stays within 12 KB', async () => {
  const file = await readFile(join(large.folder, 'client/search/instant-index.json'));
  assert(brotliCompressSync(file).length <= 12 * 1024, `${brotliCompressSync(file).length} bytes`);
});

test('finds the right page among hundreds, and Pagefind adds others', async ({ page }) => {
  for (const [query, address] of [
    ['tag', '/magistrates/requirements/curfew/'],
    ['curfue', '/magistrates/requirements/curfew/'],
    ['community service', '/services/community-payback/'],
    ['i want to die', '/help/urgent/'],
  ] as const)
    assert.equal((await search(page, query))[0], address, query);
  assert((await search(page, 'prison')).length >= 10);
});

test('finds and counts a page that only Pagefind has', async ({ page }) => {
  const html = await readFile(join(large.folder, 'client/news/100/index.html'), 'utf8');
  const words = /<h1>News 100: ([^<]*)/.exec(html)?.[1] ?? '';
  const [first] = await search(page, `news ${words}`);
  assert.equal(first, '/news/100/');
  const [, said] = /^(\d+) result/.exec(await page.getByRole('status').innerText()) ?? [];
  assert.match((await page.locator('#filter label').first().textContent()) ?? '', new RegExp(`^Everyone \\(${said}\\)`));
});

test('a filter narrows the merged results, and its counts add up', async ({ page }) => {
  await search(page, 'prison');
  await page.locator('summary', { hasText: 'Show pages for' }).click();
  for (const choice of await page.getByRole('radio').all()) {
    const label = await choice.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    const [, name, count] = /^(.*) \((\d+)\)/.exec(label.trim()) ?? [];
    await choice.check();
    const ending = name === 'Everyone' ? '' : `: ${name}`;
    await page.getByText(new RegExp(`^${count} results? for “prison”${ending}$`)).waitFor({ timeout: 5000 });
  }
});
