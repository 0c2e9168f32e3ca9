import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { findingsOf } from '../axe.ts';
import { siteInBrowser } from './visiting.ts';

const here = siteInBrowser();

/** Resolves once the page has said what it found for these words. */
const answered = (page: Page, query: string) =>
  page
    .getByRole('status')
    .filter({ hasText: `“${query}”` })
    .waitFor();

const firstAddress = async (page: Page) => {
  const href = await page.locator('main ol > li a').first().getAttribute('href');
  return new URL(href ?? '', here.site.url).pathname;
};

// What people type, and the page that must come first.
const expected = [
  ['magistrate', '/magistrates/'],
  ['how do i become a mentor', '/become-a-mentor/'],
  ['just women', '/partnerships/just-women-project/'],
  ['nurse at the police station', '/partnerships/liaison-and-diversion/'],
  ['stop smoking', '/partnerships/health-trainers/'],
  ['charity shop', '/partnerships/victim-support-shop/'],
  ['community service', '/services/community-payback/'],
  ['tag', '/magistrates/requirements/curfew/'],
  ['pre-sentence report', '/magistrates/pre-sentence-reports/'],
  ['hostel', '/services/probation-hostels/'],
  ['solicitor', '/help/legal-advice/'],
  ['leaving prison', '/help/leaving-prison/'],
] as const;

test('the words people use lead to the right page first', async () => {
  await here.visiting({}, async (page) => {
    const wrong: string[] = [];
    for (const [query, address] of expected) {
      await page.goto(`/search/?q=${encodeURIComponent(query)}`);
      await answered(page, query);
      const first = await firstAddress(page);
      if (first !== address) wrong.push(`"${query}" gives ${first}, not ${address}`);
    }
    assert.deepEqual(wrong, []);
  });
});

test('a visitor searches from the header of any page, and each result says what it is', async () => {
  await here.visiting({}, async (page) => {
    await page.goto('/about/values/');
    await page.getByRole('search').getByLabel('Search this site').fill('curfew');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/?q=curfew');
    await answered(page, 'curfew');
    assert.match(await page.getByRole('status').innerText(), /^\d+ results? for “curfew”/);
    const result = page.locator('main ol > li').first();
    assert.match(await result.innerText(), /Curfew requirement\s+Requirement, 2013/);
    const part = result.getByRole('link').nth(1);
    assert.match((await part.getAttribute('href')) ?? '', /#/);
    await part.click();
    await page.waitForURL(/\/magistrates\/requirements\/curfew\/#/);
    await page.goBack();
    await answered(page, 'curfew');
  });
});

test('results come while typing, the words stay in the address, and the choice of readers narrows them by keyboard', async () => {
  await here.visiting({}, async (page) => {
    await page.goto('/search/');
    await page.getByLabel('What are you looking for?').pressSequentially('prison');
    await answered(page, 'prison');
    assert.match(page.url(), /\?q=prison$/);
    const everyone = await page.getByRole('status').innerText();
    await page.locator('summary', { hasText: 'Show pages for' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: /^Everyone/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /^Members of the public/ }).waitFor();
    await page.waitForFunction((before) => document.querySelector('[role=status]')?.textContent?.trim() !== before.trim(), everyone);
    assert(await page.getByRole('radio', { name: /^Members of the public \(\d+\)/ }).isChecked());
  });
});

test('nothing found says so, and shows other ways', async () => {
  await here.visiting({}, async (page) => {
    await page.goto('/search/?q=zzzzqqq');
    await answered(page, 'zzzzqqq');
    assert(await page.getByRole('link', { name: 'A to Z' }).first().isVisible());
    assert(await page.getByRole('main').getByRole('link', { name: 'Urgent help' }).isVisible());
  });
});

test('without JavaScript the search page leads to the A to Z, and the A to Z to every service', async () => {
  await here.visiting({ javaScriptEnabled: false }, async (page) => {
    await page.goto('/');
    await page.getByRole('search').getByLabel('Search this site').fill('mentor');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/?q=mentor');
    await page.getByRole('main').getByRole('link', { name: 'A to Z' }).first().click();
    await page.waitForURL('**/a-z/');
    for (const name of ['Community service', 'REACH: help to find work', 'Curfew requirement'])
      await page.getByRole('link', { name, exact: true }).first().waitFor();
  });
});

test('a search that fails to load says so, with the A to Z', async () => {
  await here.visiting({}, async (page) => {
    await page.route('**/pagefind/**', (route) => route.abort());
    await page.goto('/search/?q=mentor');
    await page.getByText('Search is not working just now').waitFor();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`search with results, narrowed and with nothing found has no finding of axe: ${width} pixels, ${colorScheme}`, async () => {
      await here.visiting({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        for (const query of ['prison', 'zzzzqqq']) {
          await page.goto(`/search/?q=${query}`);
          await answered(page, query);
          await page.locator('summary', { hasText: 'Show pages for' }).click();
          assert.deepEqual(
            (await findingsOf(page)).map((finding) => `${query} ${finding}`),
            [],
          );
        }
      });
    });
  }
}
