import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { papers } from '../../src/forms/paper.ts';
import { all, assertNone, attribute, type Element, errorPages, files, manifest, type Page, pages, siteUrl } from './build-output.ts';

const policy = manifest.securityHeaders['Content-Security-Policy'] ?? '';
const everyPage = [...pages, ...errorPages];

const stylesOf = ({ document }: Page) =>
  all(document, 'style').map((style) => style.childNodes.map((node) => ('value' in node ? node.value : '')).join(''));
const hashOf = (style: string) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

const isSearch = ({ address }: Page) => address === '/search/';
const isPaper = ({ address }: Page) => papers.some((paper) => `/${paper.address}/` === address);

const isBenchCard = ({ address }: Page) => address === '/magistrates/bench-card/';
const hasDrawing = ({ document }: Page) =>
  all(document, 'figure').some((figure) => attribute(figure, 'class')?.split(' ').includes('chart'));
const isForMagistrates = (page: Page) => page.address.startsWith('/magistrates/') && !isBenchCard(page);

test("every page has the shared style; forms, paper forms, search, magistrates' pages, the bench card and pages with charts have one more each", () => {
  const [shared] = stylesOf(everyPage[0] as Page);
  const kinds = [({ isForm }: Page) => isForm, isPaper, isForMagistrates, isBenchCard, isSearch, hasDrawing].map((is) => ({
    is,
    style: stylesOf(pages.find(is) as Page)[1],
  }));
  assert(shared && new Set([shared, ...kinds.map(({ style }) => style ?? shared)]).size === 1 + kinds.length);
  const stylesFor = (page: Page) => [shared, ...kinds.filter(({ is }) => is(page)).map(({ style }) => style)];
  assertNone(everyPage.filter((page) => JSON.stringify(stylesOf(page)) !== JSON.stringify(stylesFor(page))).map(({ address }) => address));
});

test('the CSP allows exactly these styles by their hash', () => {
  const [directive = ''] = /style-src [^;]*/.exec(policy) ?? [];
  const used = [...new Set(everyPage.flatMap(stylesOf))].map(hashOf);
  assert.deepEqual(directive.split(' ').slice(1).toSorted(), used.toSorted());
});

test('no style loads anything from another site', () => {
  assertNone(
    [...new Set(everyPage.flatMap(stylesOf))].flatMap((style) => style.match(/(url\(\s*["']?(https?:)?\/\/|@import)[^;)]*/g) ?? []),
  );
});

const describe = (page: Page, element: Element) =>
  `${page.address}: <${element.tagName} ${element.attrs.map(({ name, value }) => `${name}="${value}"`).join(' ')}>`.slice(0, 200);

function elementsWhere(wrong: (element: Element) => boolean): string[] {
  return everyPage.flatMap((page) =>
    all(page.document)
      .filter(wrong)
      .map((element) => describe(page, element)),
  );
}

test('no element has a style attribute', () => {
  assertNone(elementsWhere((element) => attribute(element, 'style') !== undefined));
});

test('no element has an on… attribute', () => {
  assertNone(elementsWhere(({ attrs }) => attrs.some(({ name }) => name.startsWith('on'))));
});

/** Words for search engines: with exactly this type, and no address, a script element is data that no browser runs. */
const isData = (element: Element) => attribute(element, 'type') === 'application/ld+json' && attribute(element, 'src') === undefined;

test('no page has an inline script, except JSON data that cannot close its element', () => {
  assertNone(
    elementsWhere((element) => {
      if (element.tagName !== 'script') return false;
      const [first] = element.childNodes;
      const text = first && 'value' in first ? first.value : '';
      if (isData(element)) return text.includes('<') || typeof JSON.parse(text) !== 'object';
      return !attribute(element, 'src') || text !== '';
    }),
  );
});

test('no URL is javascript: or data:', () => {
  assertNone(elementsWhere(({ attrs }) => attrs.some(({ value }) => /^\s*(javascript|data|vbscript):/i.test(value))));
});

// What a browser fetches by itself; a link somebody follows is no resource.
const fetched = new Set(['src', 'srcset', 'poster', 'data', 'background']);

test('no page loads anything from another site', () => {
  assertNone(
    elementsWhere((element) =>
      element.attrs.some(({ name, value }) => {
        const fetches =
          fetched.has(name) ||
          (name === 'href' && ['link', 'use', 'image'].includes(element.tagName) && attribute(element, 'rel') !== 'canonical');
        return fetches && /^([a-z]+:)?\/\//i.test(value.trim()) && !value.startsWith(`${siteUrl}/`);
      }),
    ),
  );
});

test('no page embeds another with iframe, object or embed', () => {
  assertNone(elementsWhere(({ tagName }) => ['iframe', 'object', 'embed', 'frame', 'applet'].includes(tagName)));
});

test('every script, image and icon that a page names is in the build', () => {
  assertNone(
    everyPage.flatMap(({ address, document }) =>
      all(document, 'script', 'img', 'link')
        // What the function answers is no file; tests/server/open-referral.test.ts asks for each.
        .filter((element) => attribute(element, 'rel') !== 'canonical' && !attribute(element, 'href')?.startsWith('/open-referral/'))
        .flatMap((element) => attribute(element, 'src') ?? attribute(element, 'href') ?? [])
        .filter((file) => !files.has(new URL(file, siteUrl).pathname))
        .map((file) => `${address} names ${file}`),
    ),
  );
});
