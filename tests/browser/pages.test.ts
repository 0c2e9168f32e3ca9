import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright';
import { forms } from '../../src/forms/forms.ts';
import { papers } from '../../src/forms/paper.ts';
import { purposes, suits } from '../../src/schemas/index.ts';
import { axeViolations } from './axe.ts';
import { setTextSize, sidewaysOf, siteInBrowser } from './fixture.ts';

// Every page of the site, as people meet it: on a desk and a phone, by day and in the dark.
const here = siteInBrowser();

// Pages that are in no sitemap: forms while nobody reads them, parts of one table, and what answers when there is nothing.
const views = Object.keys({ ...purposes, ...suits }).map((filter) => `/magistrates/requirements/for/${filter}/`);
const unlisted = ['/', '/search/', '/nothing/here/', ...views, ...[...forms, ...papers].map(({ address }) => `/${address}/`)];

async function addresses(): Promise<string[]> {
  const map = await (await fetch(`${here.site.url}/sitemap-0.xml`)).text();
  const listed = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => new URL(address).pathname);
  assert(listed.length > 50, 'the sitemap lists the site');
  return [...new Set([...unlisted, ...listed])];
}

/** What is wrong with one page, in words; nothing when it is as it must be. */
async function look(context: BrowserContext, path: string): Promise<string[]> {
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => {
    // The browser itself reports the status of the page that is not there, and must.
    if (message.type() === 'error' && !/status of 404/.test(message.text())) wrong.push(`${path} says in the console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`${path} has a script that fails: ${error.message}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== here.site.url) wrong.push(`${path} asks another site: ${request.url()}`);
  });
  await page.goto(here.site.url + path, { waitUntil: 'load' });
  const sideways = await sidewaysOf(page);
  if (sideways > 0) wrong.push(`${path} scrolls sideways by ${sideways} pixels`);
  for (const finding of await axeViolations(page)) wrong.push(`${path} ${finding}`);
  await page.close();
  return wrong;
}

const screens = [
  { name: 'on a desk', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'on a desk in the dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'on a phone', width: 360, height: 740, colorScheme: 'light' },
  { name: 'on a phone in the dark', width: 360, height: 740, colorScheme: 'dark' },
] as const;

for (const { name, width, height, colorScheme } of screens) {
  test(`every page ${name} has no finding of axe, fits the screen, asks nobody else, and has no script that fails`, async () => {
    const context = await here.browser.newContext({ viewport: { width, height }, colorScheme });
    const waiting = await addresses();
    const wrong: string[] = [];
    // Three at once: the machine that runs this may have two cores.
    await Promise.all(
      [1, 2, 3].map(async () => {
        for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) wrong.push(...(await look(context, path)));
      }),
    );
    await context.close();
    assert.deepEqual(wrong, []);
  });
}

test('no page scrolls sideways at 320 pixels with text twice the size', async () => {
  await here.visiting({ viewport: { width: 320, height: 640 } }, async (page) => {
    const wrong: string[] = [];
    for (const size of [16, 32]) {
      await setTextSize(page, size);
      for (const path of await addresses()) {
        await page.goto(path, { waitUntil: 'domcontentloaded' });
        const sideways = await sidewaysOf(page);
        if (sideways > 0) wrong.push(`${path} with text of ${size} pixels: ${sideways} pixels`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
