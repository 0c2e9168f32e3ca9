import { test } from 'node:test';
import { type ConfigData, HtmlValidate } from 'html-validate';
import { all, assertNone, attribute, errorPages, one, type Page, pages, siteUrl, textOf, tidy } from './build-output.ts';

const everyPage = [...pages, ...errorPages];

const config: ConfigData = {
  extends: ['html-validate:recommended'],
  rules: {
    // A table that becomes cards on a phone is no table any more to some screen readers, unless the roles say it is.
    'no-redundant-role': 'off',
    // The name of the body is in every title, and is 45 characters long. Titles themselves are limited in content/.
    'long-title': 'off',
    // .number keeps a phone number on one line; spaces that do not break would be copied with it.
    'tel-non-breaking': 'off',
    // HTML lets an id begin with a digit, as those of headings do that begin with a date.
    'valid-id': ['error', { relaxed: true }],
    // Checkboxes with one name are one question with several answers.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
  },
};

test('every page is valid HTML, by the recommended rules of html-validate', async () => {
  const validator = new HtmlValidate(config);
  const found: string[] = [];
  for (const { address, html } of everyPage) {
    const { results } = await validator.validateString(html, `${address}index.html`);
    for (const { ruleId, message, line, column, selector } of results.flatMap(({ messages }) => messages)) {
      found.push(`${address} ${line}:${column} ${ruleId}: ${message} (${selector})`);
    }
  }
  assertNone(found);
});

const wrong = (rule: (page: Page) => boolean, among = everyPage) =>
  assertNone(among.filter((page) => !rule(page)).map(({ address }) => address));

test('every page has lang="en-GB"', () => {
  wrong(({ document }) => attribute(one(document, 'html'), 'lang') === 'en-GB');
});

test('every page has one h1, inside main', () => {
  wrong(({ document }) => all(document, 'h1').length === 1 && all(one(document, 'main'), 'h1').length === 1);
});

test('no heading skips a level', () => {
  assertNone(
    everyPage.flatMap(({ address, document }) => {
      const headings = all(one(document, 'main'), 'h1', 'h2', 'h3', 'h4', 'h5', 'h6');
      return headings.flatMap((heading, at) => {
        const [level, before] = [heading, headings[at - 1]].map((it) => Number(it?.tagName[1] ?? 0)) as [number, number];
        return level > before + 1 ? [`${address}: "${tidy(textOf(heading))}" is h${level} after h${before}`] : [];
      });
    }),
  );
});

test('no heading is empty', () => {
  assertNone(
    everyPage.flatMap(({ address, document }) =>
      all(document, 'h1', 'h2', 'h3', 'h4')
        .filter((heading) => !tidy(textOf(heading)))
        .map((heading) => `${address} has an empty ${heading.tagName}`),
    ),
  );
});

function twins(of: (page: Page) => string): string[] {
  const seen = new Map<string, string>();
  return pages.flatMap((page) => {
    const text = of(page).toLowerCase();
    const other = seen.get(text);
    seen.set(text, page.address);
    return other || !text ? [`${page.address}: "${of(page)}"${other ? `, as on ${other}` : ''}`] : [];
  });
}

test('every page has a unique title', () => {
  assertNone(twins(({ document }) => tidy(textOf(one(one(document, 'head'), 'title')))));
});

test('every page has a unique h1', () => {
  assertNone(twins(({ document }) => tidy(textOf(one(document, 'h1')))));
});

const descriptionOf = ({ document }: Page) =>
  all(document, 'meta').flatMap((meta) => (attribute(meta, 'name') === 'description' ? (attribute(meta, 'content') ?? '') : []));

test('every page has one unique description', () => {
  wrong((page) => descriptionOf(page).length === 1);
  assertNone(twins((page) => tidy(descriptionOf(page)[0] ?? '')));
});

test('every indexable page has a canonical link to itself, and no other page has one', () => {
  wrong(({ address, document, indexable }) => {
    const named = all(document, 'link').filter((link) => attribute(link, 'rel') === 'canonical');
    const [href] = named.map((link) => attribute(link, 'href'));
    return indexable ? named.length === 1 && href === new URL(address, siteUrl).href : named.length === 0;
  });
});
