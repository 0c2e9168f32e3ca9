import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { all, assertNone, attribute, one, type Page, pageAt, pages, siteUrl, textOf, tidy } from './build-output.ts';

// What search engines read of each page, in the words of schema.org.

const { content } = await readContent(root);
const { trust } = content;
assert(trust.status === 'closed');

type Thing = Record<string, unknown> & { '@type': string };

/** The things a page speaks of; fails where a block is no JSON. */
function thingsOn({ address, document }: Page): Thing[] {
  const blocks = all(document, 'script').filter((script) => attribute(script, 'type') === 'application/ld+json');
  assert(blocks.length <= 1, `${address} has ${blocks.length} blocks`);
  return blocks.flatMap((block) => {
    const [first] = block.childNodes;
    const { '@context': context, '@graph': things } = JSON.parse(first && 'value' in first ? first.value : '');
    assert.equal(context, 'https://schema.org', address);
    assert(Array.isArray(things) && things.length > 0, address);
    return things;
  });
}

const things = new Map(pages.map((page) => [page.address, thingsOn(page)]));
const thing = (address: string, type: string) => things.get(address)?.find((each) => each['@type'] === type);

/** Everything that is said in a thing, however deep: its key and its value. */
function* saidIn(value: unknown, key = ''): Generator<[string, unknown]> {
  yield [key, value];
  if (value !== null && typeof value === 'object')
    for (const [name, inner] of Object.entries(value)) yield* saidIn(inner, Array.isArray(value) ? key : name);
}

test('every indexable page has JSON-LD, and no other page has', () => {
  assertNone(
    pages
      .filter(({ address, indexable }) => (things.get(address)?.length === 0) === indexable)
      .map(({ address, indexable }) => `${address} ${indexable ? 'says nothing' : 'is not to be listed'}`),
  );
});

test('each BreadcrumbList equals the visible breadcrumbs plus the page itself', () => {
  for (const page of pages.filter(({ address, indexable }) => indexable && address !== '/')) {
    const trail = thing(page.address, 'BreadcrumbList')?.['itemListElement'] as { position: number; name: string; item: string }[];
    const crumbs = all(page.document, 'nav').find((nav) => attribute(nav, 'aria-label') === 'You are in');
    assert(trail && crumbs, page.address);
    const seen = all(crumbs, 'a').map((link) => ({ name: tidy(textOf(link)), item: new URL(attribute(link, 'href') ?? '', siteUrl).href }));
    const own = { name: tidy(textOf(one(page.document, 'h1'))), item: new URL(page.address, siteUrl).href };
    assert.deepEqual(
      trail.map(({ name, item }) => ({ name: tidy(name), item })),
      [...seen, own],
      page.address,
    );
    assert.deepEqual(
      trail.map(({ position }) => position),
      trail.map((_, index) => index + 1),
    );
  }
});

test('the home page describes the organisation with its founding and dissolution dates', () => {
  const body = thing('/', 'Organization');
  assert.deepEqual(
    [body?.['name'], body?.['foundingDate'], body?.['dissolutionDate'], body?.['areaServed']],
    [trust.name, trust.opened_on, trust.closed_on, trust.area],
  );
});

const work = [
  ...content.services.map(({ id, data }) => ({ address: `/services/${id}/`, data })),
  ...content.partnerships.map(({ id, data }) => ({ address: `/partnerships/${id}/`, data })),
];

test('every service and partnership page describes its Service and the dissolved provider', () => {
  for (const { address, data } of work) {
    const service = thing(address, 'Service');
    assert.equal(tidy(String(service?.['name'])), data.title, address);
    assert.equal((service?.['provider'] as Thing | undefined)?.['dissolutionDate'], trust.closed_on, address);
  }
  assert.equal([...things.values()].flat().filter((each) => each['@type'] === 'Service').length, work.length);
});

test('each news item has its date, its sources and no invented author', () => {
  for (const { id, data } of content.news) {
    const article = thing(`/news/${id}/`, 'NewsArticle');
    assert.equal(article?.['datePublished'], data.date);
    assert.equal((article?.['isBasedOn'] as unknown[] | undefined)?.length, data.sources.length);
    assert.equal(article?.['author'], undefined);
  }
});

test('every JSON-LD description begins with the closed notice', () => {
  assertNone(
    [...things].flatMap(([address, said]) =>
      [...saidIn(said)]
        .filter(([key, value]) => key === 'description' && !String(value).startsWith(trust.notice.lead))
        .map(([, value]) => `${address}: ${value}`),
    ),
  );
});

test('JSON-LD has no offer, opening hours, price, phone number or rating', () => {
  const notKnown = /offer|opening|hours|price|telephone|email|rating|review|potentialAction|availab/i;
  assertNone(
    [...things].flatMap(([address, said]) => [...saidIn(said)].filter(([key]) => notKnown.test(key)).map(([key]) => `${address}: ${key}`)),
  );
});

test('every own URL in JSON-LD is absolute and leads to a page', () => {
  const ours = [...things].flatMap(([from, said]) =>
    [...saidIn(said)].filter(([key]) => ['@id', 'url', 'item'].includes(key)).map(([, value]) => ({ from, url: new URL(String(value)) })),
  );
  assert(ours.length > pages.length);
  for (const { from, url } of ours) if (url.origin === new URL(siteUrl).origin) assert(pageAt(url.pathname), `${from} names ${url}`);
});
