import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { all, assertNone, attribute, files, pages, siteUrl } from './build-output.ts';

// What programs are told: the feed, the search of a browser's own bar, the map of the site, and robots.txt.

const { content } = await readContent(root);
assert(content.trust.status === 'closed');
const { lead } = content.trust.notice;

const textAt = (address: string): string => {
  const body = files.get(address);
  assert(body, `The build has no ${address}`);
  return body.toString();
};
const tags = (name: string, xml: string) => [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);

test('the feed has every news item with its date, newest first', () => {
  const news = content.news.toSorted((one, other) => other.data.date.localeCompare(one.data.date));
  const [, ...items] = textAt('/news/feed.xml').split('<item>');
  assert.deepEqual(
    items.map((item) => [
      tags('link', item),
      tags('guid', item),
      tags('pubDate', item).map((date) => new Date(date).toISOString().slice(0, 10)),
    ]),
    news.map(({ id, data }) => [[`${siteUrl}/news/${id}/`], [`${siteUrl}/news/${id}/`], [data.date]]),
  );
});

test('the feed, its items and the OpenSearch description begin with the closed notice', () => {
  const said = [...tags('description', textAt('/news/feed.xml')), ...tags('Description', textAt('/opensearch.xml'))];
  assert.equal(said.length, content.news.length + 2);
  assertNone(said.filter((text) => !text.startsWith(lead)));
});

test('OpenSearch sends the words behind a "#", which stays in the browser', () => {
  const description = textAt('/opensearch.xml');
  assert(description.includes(`template="${siteUrl}/search/#q={searchTerms}"`));
  const [name = ''] = tags('ShortName', description);
  assert(name.length > 0 && name.length <= 16, name);
});

/** The links in the head of a page that lead to the same in another form. */
const pointers = pages.flatMap(({ address, document }) =>
  all(document, 'link')
    .filter((link) => ['alternate', 'search'].includes(attribute(link, 'rel') ?? ''))
    .map((link) => ({ address, href: attribute(link, 'href') ?? '' })),
);
const withPointer = (href: string) => pointers.filter((each) => each.href === href).map(({ address }) => address);

test('the feed, OpenSearch and open data are linked from the pages they are about', () => {
  assert.deepEqual(withPointer('/opensearch.xml'), ['/', '/search/']);
  assert.deepEqual(withPointer('/news/feed.xml'), ['/', '/news/', ...content.news.map(({ id }) => `/news/${id}/`).toSorted()]);
  assert.deepEqual(withPointer('/open-referral/v3/services'), ['/', '/partnerships/', '/services/']);
});

test('lastmod in the sitemap is the day each page of content/ was last reviewed', () => {
  const listed = textAt('/sitemap-0.xml')
    .split('<url>')
    .slice(1)
    .map((url) => ({ path: new URL(tags('loc', url)[0] ?? '').pathname, day: tags('lastmod', url)[0]?.slice(0, 10) }));
  for (const { path, day } of listed) {
    const checked = pages
      .find(({ address }) => address === path)
      ?.html.match(/(?:compared this page with its sources|checked this page) on <time datetime="([^"]*)"/)?.[1];
    assert.equal(day, checked, path);
  }
  assert(listed.filter(({ day }) => day).length > 50);
});

test('robots.txt allows all crawlers and names the sitemap', () => {
  assert.equal(textAt('/robots.txt'), `User-agent: *\nAllow: /\n\nSitemap: ${siteUrl}/sitemap-index.xml\n`);
});

test('a build without a public address has no security.txt', () => {
  assert.equal(files.has('/.well-known/security.txt'), siteUrl.startsWith('https:'));
});
