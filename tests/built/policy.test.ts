import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { papers } from '../../src/forms/paper.ts';
import { all, attribute, type Element, errorPages, files, none, type Page, pages, site, siteUrl, textOf } from '../built.ts';

const policy = site.everywhere['Content-Security-Policy'] ?? '';
const everyPage = [...pages, ...errorPages];

const stylesOf = ({ document }: Page) =>
  all(document, 'style').map((style) => style.childNodes.map((node) => ('value' in node ? node.value : '')).join(''));
const hashOf = (style: string) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

const isSearch = ({ address }: Page) => address === '/search/';
const isPaper = ({ address }: Page) => papers.some((paper) => `/${paper.address}/` === address);

test('every page carries the same style, the pages of a form one more, a form on paper and search their own, and no page another', () => {
  const [shared] = stylesOf(everyPage[0] as Page);
  const [form] = pages.filter(({ isForm }) => isForm).map((page) => stylesOf(page)[1]);
  const [paper] = pages.filter(isPaper).map((page) => stylesOf(page)[1]);
  const [search] = pages.filter(isSearch).map((page) => stylesOf(page)[1]);
  assert(shared && form && paper && search && new Set([shared, form, paper, search]).size === 4);
  const stylesFor = (page: Page) => [
    shared,
    ...(page.isForm ? [form] : []),
    ...(isPaper(page) ? [paper] : []),
    ...(isSearch(page) ? [search] : []),
  ];
  none(everyPage.filter((page) => JSON.stringify(stylesOf(page)) !== JSON.stringify(stylesFor(page))).map(({ address }) => address));
});

test('the policy allows these styles by their hash, and no other', () => {
  const [directive = ''] = /style-src [^;]*/.exec(policy) ?? [];
  const used = [...new Set(everyPage.flatMap(stylesOf))].map(hashOf);
  assert.deepEqual(directive.split(' ').slice(1).toSorted(), used.toSorted());
});

test('no style brings in anything from another site', () => {
  none([...new Set(everyPage.flatMap(stylesOf))].flatMap((style) => style.match(/(url\(\s*["']?(https?:)?\/\/|@import)[^;)]*/g) ?? []));
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
  none(elementsWhere((element) => attribute(element, 'style') !== undefined));
});

test('no element has an on… attribute', () => {
  none(elementsWhere(({ attrs }) => attrs.some(({ name }) => name.startsWith('on'))));
});

test('no script stands in a page', () => {
  none(elementsWhere((element) => element.tagName === 'script' && (!attribute(element, 'src') || textOf(element) !== '')));
});

test('no address is javascript: or data:', () => {
  none(elementsWhere(({ attrs }) => attrs.some(({ value }) => /^\s*(javascript|data|vbscript):/i.test(value))));
});

// What a browser fetches by itself; a link somebody follows is no resource.
const fetched = new Set(['src', 'srcset', 'poster', 'data', 'background']);

test('nothing is fetched from another site', () => {
  none(
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

test('no page holds another: no iframe, object or embed', () => {
  none(elementsWhere(({ tagName }) => ['iframe', 'object', 'embed', 'frame', 'applet'].includes(tagName)));
});

test('every script, picture and icon a page names is in the build', () => {
  none(
    everyPage.flatMap(({ address, document }) =>
      all(document, 'script', 'img', 'link')
        .filter((element) => attribute(element, 'rel') !== 'canonical')
        .flatMap((element) => attribute(element, 'src') ?? attribute(element, 'href') ?? [])
        .filter((file) => !files.has(new URL(file, siteUrl).pathname))
        .map((file) => `${address} names ${file}`),
    ),
  );
});
