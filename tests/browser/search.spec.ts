import assert from 'node:assert/strict';
import type { Page, Request } from '@playwright/test';
import { readQueries } from '../search/queries.ts';
import { audit } from './audit.ts';
import { test } from './fixture.ts';

/** Resolves once the page has said what it found for these words. */
const answered = (page: Page, query: string) =>
  page
    .getByRole('status')
    .filter({ hasText: `“${query}”` })
    .waitFor();

/** The addresses of the results, in order, once everything has been found. */
async function addressesFor(page: Page, query: string): Promise<string[]> {
  await page.getByLabel('What are you looking for?').fill(query);
  await answered(page, query);
  const links = await page.locator('main ol > li').evaluateAll((items) => items.map((item) => item.querySelector('a')?.href ?? ''));
  return links.map((link) => new URL(link).pathname);
}

test('shows the right page first for what people ask', async ({ page }) => {
  await page.goto('/search/');
  const queries = await readQueries('queries');
  const wrong: string[] = [];
  for (const query of queries) {
    const [first = 'nothing'] = await addressesFor(page, query.query);
    if (!query.pages.includes(first)) wrong.push(`"${query.query}" gives ${first}, not ${query.pages.join(' or ')}`);
  }
  assert(wrong.length <= queries.length / 10, wrong.join('\n'));
});

/** Everything a page asks for until the visit is over. */
function requestsOf(page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  return requests;
}

test('loads nothing of search until it is used', async ({ page }) => {
  const requests = requestsOf(page);
  for (const address of ['/', '/services/community-payback/', '/search/']) {
    await page.goto(address, { waitUntil: 'networkidle' });
    assert.deepEqual(
      requests.map((request) => new URL(request.url()).pathname).filter((path) => /pagefind|instant-index/.test(path)),
      [],
      address,
    );
  }
  await Promise.all([page.waitForRequest('**/search/instant-index.json'), page.getByLabel('What are you looking for?').focus()]);
});

test('sends no query to the server, from any search box', async ({ page, site }) => {
  const requests = requestsOf(page);
  await page.goto('/about/values/');
  await page.getByRole('search').getByLabel('Search this site').fill('my sister');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=my+sister');
  await answered(page, 'my sister');
  await page.getByLabel('What are you looking for?').fill('');
  await page.getByLabel('What are you looking for?').pressSequentially('heroin', { delay: 30 });
  await answered(page, 'heroin');
  await page.keyboard.press('Enter');
  await page.getByLabel('What are you looking for?').fill('curfue');
  await answered(page, 'curfue');
  for (const request of requests) {
    assert.equal(new URL(request.url()).origin, site.url);
    assert.equal(request.method(), 'GET');
    // Neither in an address nor as the page it comes from.
    assert.doesNotMatch(`${request.url()} ${(await request.allHeaders())['referer'] ?? ''}`, /sister|heroin|curfue/);
  }
  assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ['', 0, 0]);
});

test('the header search shows results that say what they are', async ({ page }) => {
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

test('shows results while typing, keeps the query in the URL, and filters by keyboard', async ({ page }) => {
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

test('says when nothing is found, and shows other ways', async ({ page }) => {
  await page.goto('/search/?q=zzzzqqq');
  await answered(page, 'zzzzqqq');
  assert(await page.getByRole('link', { name: 'A to Z' }).first().isVisible());
  assert(await page.getByRole('main').getByRole('link', { name: 'Urgent help' }).isVisible());
});

test('without JavaScript the search page leads to the A to Z, and the A to Z to every service', async ({ newPage }) => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto('/');
  await page.getByRole('search').getByLabel('Search this site').fill('mentor');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/?q=mentor');
  await page.getByRole('main').getByRole('link', { name: 'A to Z' }).first().click();
  await page.waitForURL('**/a-z/');
  for (const name of ['Community service', 'REACH: help to find work', 'Curfew requirement'])
    await page.getByRole('link', { name, exact: true }).first().waitFor();
});

test('says when search fails to load, with the A to Z', async ({ page }) => {
  await page.route(/pagefind|instant-index/, (route) => route.abort());
  await page.goto('/search/?q=mentor');
  await page.getByText('Search is not working just now').waitFor();
  assert(await page.getByRole('main').getByRole('link', { name: 'A to Z' }).first().isVisible());
});

for (const [lost, layer] of [
  ['Pagefind', /pagefind/],
  ['the instant index', /instant-index/],
] as const)
  test(`answers without ${lost} from the other layer`, async ({ page }) => {
    await page.route(layer, (route) => route.abort());
    await page.goto('/search/');
    assert.equal((await addressesFor(page, 'curfew'))[0], '/magistrates/requirements/curfew/');
  });

test('shows results before Pagefind answers, and does not move them when passages arrive', async ({ page }) => {
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route('**/pagefind/**', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/search/');
  await page.getByLabel('What are you looking for?').fill('hostel');
  await answered(page, 'hostel');
  const boxes = () =>
    page
      .locator('main ol > li')
      .evaluateAll((items) => items.map((item) => [item.querySelector('a')?.textContent, item.getBoundingClientRect().top]));
  const before = await boxes();
  assert(before.length > 3);
  assert.equal(await page.locator('main ol mark').count(), 0);
  const item = page.locator('main ol > li').first();
  await item.evaluate((element) => element.setAttribute('data-kept', ''));
  letGo();
  await page.locator('main ol mark').first().waitFor();
  assert.deepEqual((await boxes()).slice(0, before.length), before);
  assert.equal(await item.getAttribute('data-kept'), '', 'the same element, so that focus on it is not lost');
});

test('a repeated search shows its passages again after garbage collection', async ({ page }) => {
  await page.goto('/search/');
  for (const query of ['hostel', 'zzzzqqq', 'hostel']) {
    await page.getByLabel('What are you looking for?').fill(query);
    await answered(page, query);
    if (query === 'hostel') await page.locator('main ol mark').first().waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
  }
});

test('corrects a misspelling and offers the query as typed', async ({ page }) => {
  await page.goto('/search/');
  assert.equal((await addressesFor(page, 'curfue'))[0], '/magistrates/requirements/curfew/');
  assert.match(await page.getByRole('status').innerText(), /^Showing results for “curfew”\. Search only for “curfue”\s+\d+ results$/);
  await page.getByRole('link', { name: 'Search only for “curfue”' }).click();
  await page.getByText('We found nothing for “curfue”').waitFor();
  assert.equal(new URL(page.url()).search, '?q=curfue&as=typed');
  assert(await page.getByRole('main').getByRole('link', { name: 'A to Z' }).first().isVisible());
  await page.goBack();
  await page.getByText('Showing results for “curfew”').waitFor();
});

for (const [query, name, number, href] of [
  ['suicide', 'Samaritans', '116 123', 'tel:116123'],
  ['i wnat to kill myself', 'Samaritans', '116 123', 'tel:116123'],
  ['he will hurt me', 'National Domestic Abuse Helpline', '0808 2000 247', undefined],
  ['my dad hits me', 'Childline', '0800 1111', 'tel:08001111'],
] as const)
  test(`answers "${query}" with urgent help and whom to call`, async ({ newPage }) => {
    const page = await newPage({ viewport: { width: 360, height: 740 } });
    await page.goto('/search/');
    assert.equal((await addressesFor(page, query))[0], '/help/urgent/');
    const result = page.locator('main ol > li').first();
    assert.match(await result.innerText(), new RegExp(`${name} ${number}`));
    assert(await result.getByText(number).isVisible());
    // No link that could be pressed again by accident where that could put someone in danger.
    assert.equal(await result.locator(`a[href="${href}"]`).count(), href ? 1 : 0);
    assert.equal(await result.getByRole('link', { name: '999' }).getAttribute('href'), 'tel:999');
  });

test('on a phone the first result and crisis number show without scrolling', async ({ newPage }) => {
  const page = await newPage({ viewport: { width: 360, height: 740 } });
  for (const [query, text] of [
    ['tag', 'Curfew requirement'],
    ['suicide', '116 123'],
  ] as const) {
    await page.goto(`/search/?q=${query}`);
    await answered(page, query);
    const box = await page.locator('main ol > li').first().getByText(text).first().boundingBox();
    assert(box && box.y + box.height < 740, `${text} ends at ${box && box.y + box.height}`);
  }
});

test('shows only text of the page itself, no search-only words', async ({ page }) => {
  const plain = (text: string) =>
    text
      .replace(/[\s.]+/g, ' ')
      .toLowerCase()
      .trim();
  await page.goto('/search/');
  for (const query of ['chain gang', 'ankle bracelet', 'toothache', 'skint', 'rehab', 'sister in prison', 'electronic monitoring']) {
    await addressesFor(page, query);
    await page.waitForFunction(() => document.querySelector('main ol mark') || document.querySelectorAll('main ol > li').length > 0);
    const shown = await page.locator('main ol > li').evaluateAll((items) =>
      items.map((item) => ({
        address: item.querySelector('a')?.href ?? '',
        texts: [...item.querySelectorAll('.result-title, .result-description, .result-part a:not([hidden]), .result-part span')].map(
          (one) => one.textContent ?? '',
        ),
      })),
    );
    for (const { address, texts } of shown.slice(0, 5)) {
      const source = await page.evaluate(async (address) => {
        const made = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
        return `${made.querySelector('article')?.textContent} ${made.querySelector('meta[name=description]')?.getAttribute('content')}`;
      }, address);
      // A passage runs over the ends of paragraphs, where the page has no space and Pagefind a full stop.
      const letters = (text: string) => plain(text).replace(/[^\p{L}\p{N}]/gu, '');
      for (const text of texts) assert(letters(source).includes(letters(text)), `${query}: ${address} does not say "${text}"`);
    }
  }
});

test('works by keyboard: type, read, filter, open a section, come back', async ({ page }) => {
  await page.goto('/');
  const box = page.getByRole('search').getByLabel('Search this site');
  for (let press = 0; press < 10 && !(await box.evaluate((element) => element === document.activeElement)); press++)
    await page.keyboard.press('Tab');
  await page.keyboard.type('prison');
  await page.keyboard.press('Enter');
  await answered(page, 'prison');
  await page.getByRole('searchbox', { name: 'What are you looking for?' }).focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Search');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Show pages for' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('status').filter({ hasText: 'Members of the public' }).waitFor();
  await page.keyboard.press('Tab');
  const first = page.getByRole('region', { name: 'Results' }).getByRole('listitem').first().getByRole('link').first();
  assert(await first.evaluate((element) => element === document.activeElement));
  const address = await first.getAttribute('href');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${address}`);
  await page.goBack();
  await page.getByRole('status').filter({ hasText: 'Members of the public' }).waitFor();
});

test('keeps "more results" and their focus when Pagefind answers later', async ({ page }) => {
  const held = Promise.withResolvers<void>();
  await page.route('**/*.pf_fragment', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto('/search/');
  await addressesFor(page, 'probation');
  await page.waitForRequest('**/*.pf_fragment');
  await page.getByRole('button', { name: 'Show more results' }).press('Enter');
  const eleventh = page.locator('main ol > li').nth(10);
  await eleventh.waitFor();
  held.resolve();
  await page.locator('main ol mark').first().waitFor();
  assert(
    await eleventh
      .locator('a')
      .first()
      .evaluate((element) => element === document.activeElement),
  );
});

test('appends more results and focuses the first of them', async ({ page }) => {
  await page.goto('/search/');
  const before = await addressesFor(page, 'probation');
  assert.equal(before.length, 10);
  await page.getByRole('button', { name: 'Show more results' }).press('Enter');
  await page.locator('main ol > li').nth(10).waitFor();
  assert(
    await page
      .locator('main ol > li')
      .nth(10)
      .locator('a')
      .first()
      .evaluate((element) => element === document.activeElement),
  );
});

for (const query of ['prison', 'curfue', 'suicide', 'zzzzqqq'])
  test(`search for "${query}" with its filter open passes axe and fits every screen`, async ({ page }) => {
    await page.goto(`/search/?q=${query}`);
    await answered(page, query);
    await page.locator('summary', { hasText: 'Show pages for' }).click();
    assert.deepEqual(await audit(page), []);
  });

const misread: [string, string][] = [
  ['/services/peer-mentorng.html', '/services/peer-mentoring/'],
  ['/about-us/Just_Women_Project', '/partnerships/just-women-project/'],
  ['/magistrates/unpaid-work/', '/magistrates/requirements/unpaid-work/'],
  ['/%E0%A4/suicide', '/help/urgent/'],
];
for (const [address, meant] of misread) {
  test(`the 404 page at ${address} suggests ${meant}`, async ({ page }) => {
    await page.goto(address);
    const nearest = page.getByRole('region', { name: 'Pages with a name like that' });
    await nearest.waitFor();
    const links = await nearest.getByRole('link').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname));
    assert(links.includes(meant), `it shows ${links.join(', ')}`);
    assert(links.length <= 3);
  });
}

test('the 404 page at an unknown name shows no suggestions', async ({ page }) => {
  const asked = page.waitForResponse(/instant-index/);
  await page.goto('/xqzzkw/');
  await (await asked).finished();
  await page.getByRole('heading', { name: 'Ways to go on' }).waitFor();
  assert.equal(await page.locator('#nearest').isHidden(), true);
});
