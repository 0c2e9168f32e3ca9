import assert from 'node:assert/strict';
import type { Locator, Page } from '@playwright/test';
import { readContent } from '../../src/content-files/read-content.ts';
import { purposes, suits } from '../../src/schemas/index.ts';
import { root } from '../site-under-test/serve.ts';
import { audit } from './audit.ts';
import { test } from './fixture.ts';
import { type PrintedPage, readPdfPages } from './pdf.ts';

// What a magistrate does here between two cases: finds an answer, compares, sends a colleague the address, prints.

const { content } = await readContent(root);
const requirements = content.requirements.map(({ data }) => data).sort((one, other) => one.order - other.order);
assert(content.trust.magistrates);
const { ask, card } = content.trust.magistrates;
const comparison = '/magistrates/requirements/';
const benchCard = '/magistrates/bench-card/';

/** Whether something is on the screen as it stands, without scrolling. */
const inView = (locator: Locator) =>
  locator.first().evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

// Each question as it stands on the page for magistrates, what must be there after one press more, and where.
const questions: { ask: string; at: string; answers: string[] }[] = [
  { ask: 'How many hours of unpaid work can I give?', at: '/magistrates/requirements/unpaid-work/', answers: ['40 to 300 hours'] },
  {
    ask: 'What was there for a woman with an anger problem, and who do I ask today?',
    at: '/magistrates/requirements/for/women/',
    answers: ['Women’s Anger Management', 'ask the probation officer in court'],
  },
  {
    ask: 'Which requirements need consent?',
    at: `${comparison}#which-need-consent`,
    answers: ['Mental health treatment: in 2013, needed', 'Drug rehabilitation: in 2013, needed'],
  },
  {
    ask: 'What replaced the activity requirement, and when?',
    at: '/magistrates/requirements/activity/',
    answers: ['Ended on 1 February 2015. A rehabilitation activity requirement (RAR) took its place'],
  },
  { ask: 'How long did the full report take?', at: '/magistrates/pre-sentence-reports/#the-two-main-kinds', answers: ['15 days'] },
];

for (const { ask: question, at, answers } of questions) {
  test(`answers "${question}" two presses from the home page, on the first screen`, async ({ page }) => {
    await page.goto('/');
    await page.getByRole('navigation').getByRole('link', { name: 'For magistrates' }).first().click();
    await page.getByRole('link', { name: question }).click();
    await page.waitForURL(`**${at}`);
    for (const answer of answers) {
      const found = page.getByRole('main').locator('dd, li, td, p', { hasText: answer }).first();
      assert(await found.isVisible(), answer);
      assert(await inView(found), `${answer} is on the first screen`);
    }
  });
}

const rowsOf = (page: Page) =>
  page
    .getByRole('table')
    .first()
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
const namesIn = async (page: Page) =>
  (await rowsOf(page).getByRole('rowheader').getByRole('link').allInnerTexts()).map((name) => name.trim());
const fit = (...groups: string[][]) =>
  requirements
    .filter((it) => groups.every((group) => group.some((filter) => [...it.purposes, ...it.suits].some((each) => each === filter))))
    .map(({ name }) => name);

test('without JavaScript every filter choice links to its requirements', async ({ newPage }) => {
  const page = await newPage({ javaScriptEnabled: false });
  for (const [filter, label] of Object.entries({ ...purposes, ...suits })) {
    await page.goto(comparison);
    assert.equal((await namesIn(page)).length, requirements.length);
    await page.getByRole('navigation', { name: 'Show requirements by' }).getByRole('link', { name: label, exact: true }).click();
    assert.equal(new URL(page.url()).pathname, `${comparison}for/${filter}/`);
    assert.deepEqual(await namesIn(page), fit([filter]));
  }
  await page.getByRole('link', { name: 'Show all requirements' }).click();
  assert.equal(new URL(page.url()).pathname, comparison);
});

test('filter choices combine at once: any within a group, and both groups', async ({ page }) => {
  await page.goto(comparison);
  await page.getByLabel('Women').check();
  assert.deepEqual(await namesIn(page), fit(['women']));
  await page.getByLabel('Drugs').check();
  assert.deepEqual(await namesIn(page), fit(['women', 'drugs']));
  await page.getByLabel('Punish').check();
  assert.deepEqual(await namesIn(page), fit(['women', 'drugs'], ['punish']));
  assert.match(await page.getByRole('status').innerText(), /^1 of 13 requirements\./);
  await page.getByRole('link', { name: 'Show all requirements' }).click();
  assert.equal((await namesIn(page)).length, requirements.length);
});

test('filter choices without a match say so and how to go on', async ({ page }) => {
  await page.goto(comparison);
  await page.getByLabel('Alcohol').check();
  await page.getByLabel('Punish').check();
  assert.deepEqual(fit(['alcohol'], ['punish']), [], 'the test chose what nothing fits');
  assert.deepEqual(await namesIn(page), []);
  assert.match(await page.getByRole('status').innerText(), /^No requirement fits all of these\. Take one away\./);
});

test('the filtered address shows a colleague the same, with and without JavaScript', async ({ newPage }) => {
  const page = await newPage();
  await page.goto(comparison);
  await page.getByLabel('Women').check();
  const one = page.url();
  assert.equal(new URL(one).pathname, `${comparison}for/women/`);
  await page.getByLabel('Repair harm').check();
  const two = page.url();
  const shown = await namesIn(page);

  const colleague = await newPage();
  await colleague.goto(two);
  assert.deepEqual(await namesIn(colleague), shown);
  assert(await colleague.getByLabel('Women').isChecked());
  assert(await colleague.getByLabel('Repair harm').isChecked());
  const withoutScript = await newPage({ javaScriptEnabled: false });
  await withoutScript.goto(one);
  assert.deepEqual(await namesIn(withoutScript), fit(['women']));
});

test('a page of one filter choice leads on to another, and Back restores its own', async ({ page }) => {
  await page.goto(`${comparison}for/women/`);
  assert(await page.getByLabel('Women').isChecked());
  await page.getByLabel('Punish').check();
  await page.waitForURL(/\?for=/);
  assert.deepEqual(await namesIn(page), fit(['women'], ['punish']));
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Requirements that had something for women' }).waitFor();
  assert(await page.getByLabel('Women').isChecked());
  assert(!(await page.getByLabel('Punish').isChecked()));
});

test('the comparison can be filtered and read with the keyboard alone', async ({ page }) => {
  await page.goto(comparison);
  await page.getByLabel('Punish').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  assert.deepEqual(await namesIn(page), fit(['repair']));
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.closest('th[scope="row"]') !== null)) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), fit(['repair'])[0]);
});

test('Shift+Tab through the comparison never hides focus under the sticky header', async ({ page }) => {
  await page.goto(comparison);
  await rowsOf(page).last().getByRole('link').last().focus();
  let seen = 0;
  for (;;) {
    const where = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element?.closest('tbody')) return 'outside';
      // The first line of its words: between two lines there is nothing of it.
      const { left, top, width, height } = element.getClientRects()[0] ?? new DOMRect();
      return element.contains(document.elementFromPoint(left + width / 2, top + height / 2)) ? 'seen' : element.textContent;
    });
    if (where === 'outside') break;
    assert.equal(where, 'seen');
    seen += 1;
    await page.keyboard.press('Shift+Tab');
  }
  assert(seen > 30);
});

for (const width of [1280, 320]) {
  test(`at ${width} pixels the comparison stays a table with column and row headers`, async ({ newPage }) => {
    const page = await newPage({ viewport: { width, height: 800 } });
    await page.goto(comparison);
    const table = page.getByRole('table').first();
    assert.deepEqual(
      (await table.getByRole('columnheader').allTextContents()).map((name) => name.trim()),
      ['Requirement', 'Today', 'In 2013', 'Changed?', 'What happened here', 'Consent'],
    );
    assert.deepEqual(await namesIn(page), fit());
    for (const row of await rowsOf(page).all()) assert.equal(await row.getByRole('cell').count(), 5);
  });
}

test('the filtered comparison passes axe and fits every screen', async ({ page }) => {
  await page.goto(`${comparison}?for=women&for=punish`);
  assert.equal((await namesIn(page)).length, 1);
  assert.deepEqual(await audit(page), []);
});

test("in forced colours today's bar and the 2013 outline still differ", async ({ newPage }) => {
  const page = await newPage({ forcedColors: 'active' });
  await page.goto('/magistrates/requirements/curfew/');
  const look = (name: string) =>
    page
      .locator(`.scale ${name}`)
      .first()
      .evaluate((element) => ({ fill: getComputedStyle(element).fill, stroke: getComputedStyle(element).stroke }));
  const [today, then] = [await look('.scale-today'), await look('.scale-2013')];
  assert.notEqual(today.fill, 'none');
  assert.equal(then.fill, 'none');
  assert.notEqual(then.stroke, 'none');
});

test('in print the comparison stays a table with its column headers', async ({ newPage }) => {
  const page = await newPage({ viewport: { width: 680, height: 980 } });
  await page.goto(comparison);
  await page.emulateMedia({ media: 'print' });
  const table = page.getByRole('table').first();
  assert.equal(await table.evaluate((element) => getComputedStyle(element).display), 'table');
  assert(await table.getByRole('columnheader', { name: 'Today' }).isVisible());
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  assert(await page.getByText(ask).first().isVisible());
  assert(!(await page.getByLabel('Women').isVisible()));
});

// The bench card in the hand.

const packed = (text: string) => text.replaceAll(/\s/g, '').replaceAll('’', "'").replaceAll(/[“”]/g, '"').toLowerCase();
const says = ({ text }: PrintedPage, words: string) => packed(text).includes(packed(words));

async function printed(page: Page): Promise<PrintedPage[]> {
  return readPdfPages(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
}

test('the bench card prints on two sides of A4 in either font', async ({ newPage }) => {
  // In the dark, because paper is white whatever the screen is.
  const page = await newPage({ colorScheme: 'dark' });
  const font = page.waitForResponse(/\.woff2$/);
  await page.goto(benchCard);
  await (await font).finished();
  const sides = await printed(page);
  assert.equal(sides.length, 2);
  for (const { width, height } of sides) assert.deepEqual([Math.round(width), Math.round(height)], [595, 842]);

  // The second page somebody opens has the web font from the cache.
  await page.getByRole('navigation', { name: 'You are in' }).getByRole('link', { name: 'For magistrates' }).click();
  await page.getByRole('link', { name: 'Bench card' }).first().click();
  await page.waitForFunction(() => [...document.fonts].some((font) => font.family.includes('Atkinson') && font.status === 'loaded'));
  assert.equal((await printed(page)).length, 2);
});

test('each side of the bench card begins with its title, date and where to check', async ({ page }) => {
  await page.goto(benchCard);
  for (const side of await printed(page)) {
    for (const words of [card, 'Compared with its sources on 21 November 2026', 'sentencingcouncil.org.uk', 'legislation.gov.uk']) {
      assert(says(side, words), words);
      assert(packed(side.text).indexOf(packed(words)) < 700, `${words} stands at the head`);
    }
  }
});

test('the first side of the bench card has every requirement, as selectable text', async ({ page }) => {
  await page.goto(benchCard);
  const [first] = await printed(page);
  assert(first);
  for (const { name, in_2013, today } of requirements)
    for (const words of [name, in_2013.limit, today.limit, in_2013.as_of, today.as_of]) assert(says(first, words), `${name}: ${words}`);
  assert(!first.text.includes('�'), 'every letter can be copied');
});

test('the second side of the bench card has the reports, local services, whom to ask, and every cited source', async ({ page }) => {
  await page.goto(benchCard);
  const [first, second] = await printed(page);
  assert(first && second);
  const ours = Object.values(content['court-reports']).filter(({ by }) => by === 'the Trust');
  for (const { name, time } of ours) assert(says(second, `${name}: ${time}`), name);
  for (const name of ['Just Women Project', 'Community Payback and unpaid work', 'Groupwork programmes', ask])
    assert(says(second, name), name);
  const named = new Set(`${first.text} ${second.text}`.match(/\b[LSX]\d+\b/g));
  assert(named.size > 20);
  for (const id of named) assert(says(second, `${id} ${content.sources[id]?.name}`), `${id} is explained`);
});

test('the bench card prints in black, white and grey and cuts no row', async ({ newPage }) => {
  const page = await newPage({ viewport: { width: 703, height: 1046 }, colorScheme: 'dark' });
  await page.goto(benchCard);
  const coloured = (await printed(page)).flatMap(({ colours }) => colours).filter(([red, green, blue]) => red !== green || green !== blue);
  assert.deepEqual(coloured, []);

  await page.emulateMedia({ media: 'print' });
  const cut = await page
    .locator('main tr, main dl > div')
    .evaluateAll((rows) => rows.filter((row) => getComputedStyle(row).breakInside !== 'avoid').length);
  assert.equal(cut, 0);
  const small = await page.locator('main *').evaluateAll((elements) =>
    elements
      .filter(
        (element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
      )
      .map((element) => ({
        text: element.textContent.trim().slice(0, 60),
        points: Number.parseFloat(getComputedStyle(element).fontSize) * 0.75,
      }))
      .filter(({ points }) => points < 7.4),
  );
  assert.deepEqual(small, []);
});
