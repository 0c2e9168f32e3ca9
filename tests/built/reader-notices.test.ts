import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { all, assertNone, attribute, type Element, errorPages, one, type Page, pageAt, pages, textOf, tidy } from './build-output.ts';

const { content } = await readContent(root);
const { trust, navigation } = content;
const { magistrates } = trust;
assert(trust.status === 'closed' && magistrates);
const everyPage = [...pages, ...errorPages];

const missing = (has: (page: Page) => boolean, among: readonly Page[] = everyPage) => {
  assert(among.length > 0);
  assertNone(among.filter((page) => !has(page)).map(({ address }) => address));
};

const links = (element: Element, href: string) => all(element, 'a').some((link) => attribute(link, 'href') === href);

/** The header and the footer of the page, not those inside its text. */
const around = ({ document }: Page, name: 'header' | 'footer') =>
  one(document, 'body').childNodes.find((node): node is Element => node.nodeName === name);

test('every page begins with the closed banner, which links to help today and to the history', () => {
  missing(({ document }) => {
    const notice = one(document, 'body').childNodes.find((node): node is Element => node.nodeName === 'section');
    if (!notice) return false;
    const text = tidy(textOf(notice));
    return (
      text.startsWith(`${trust.notice.lead} ${trust.notice.text}`) &&
      text.includes(trust.notice.help.text) &&
      links(notice, '/help/today/') &&
      links(notice, '/about/history/')
    );
  });
});

for (const name of ['header', 'footer'] as const) {
  test(`urgent help is in the ${name} of every page`, () => {
    missing((page) => {
      const element = around(page, name);
      return (
        element !== undefined &&
        all(element, 'a').some((link) => attribute(link, 'href') === '/help/urgent/' && tidy(textOf(link)) === navigation.urgent.text)
      );
    });
  });
}

const dated = [
  ...(['services', 'partnerships'] as const).flatMap((collection) =>
    content[collection].map(({ id, data }) => ({
      address: addressOf(collection, id),
      line: `${trust.described_as_of} ${data.described_in}`,
    })),
  ),
  ...content.requirements.map(({ id }) => ({ address: addressOf('requirements', id), line: magistrates.law_line })),
];

test('every service, partnership and requirement page says under its title which date it describes', () => {
  assertNone(
    dated
      .filter(({ address, line }) => {
        const paragraphs = all(one(pageAt(address).document, 'main'), 'h1', 'p');
        const after = paragraphs[paragraphs.findIndex(({ tagName }) => tagName === 'h1') + 1];
        return !after || tidy(textOf(after)) !== line;
      })
      .map(({ address }) => address),
  );
});

test('every service and partnership page says at its foot that it may no longer run', () => {
  missing(
    ({ document }) => all(one(document, 'main'), 'footer').some((foot) => tidy(textOf(foot)).includes(trust.unverified_note)),
    pages.filter(({ address }) => /^\/(services|partnerships)\/./.test(address)),
  );
});

test('every page of content/ has its review date and sources at its foot', () => {
  const fromContent = (['services', 'partnerships', 'requirements', 'news', 'pages'] as const).flatMap((collection) =>
    content[collection].map(({ id, data }) => ({ page: pageAt(addressOf(collection, id)), ...data })),
  );
  assertNone(
    fromContent
      .filter(({ page, last_reviewed, sources }) => {
        const foot = one(one(page.document, 'main'), 'footer');
        const seen = all(foot, 'time').some((time) => attribute(time, 'datetime') === last_reviewed);
        return !seen || !sources.every((id) => links(foot, `/sources/#${id}`));
      })
      .map(({ page }) => page.address),
  );
});

test("every page for magistrates begins with where to look for today's law", () => {
  missing(
    ({ document }) => {
      const [first] = all(one(document, 'main'), 'h1', 'h2', 'p').filter(
        ({ tagName, parentNode }) => tagName !== 'p' || (parentNode && tidy(textOf(parentNode)) !== ''),
      );
      return first !== undefined && tidy(textOf(first)) === magistrates.first_line;
    },
    pages.filter(({ address }) => address.startsWith('/magistrates/')),
  );
});

const canBeLeft = /^\/(help|refer)\/|^\/partnerships\/just-women-project\/$|^\/services\/victims\/$/;

test('pages that someone may need to leave fast have "Exit this page" and say what it does not hide', () => {
  missing(
    ({ document }) => {
      const main = one(document, 'main');
      const link = all(main, 'a').find((each) => tidy(textOf(each)) === 'Exit this page');
      return (
        link !== undefined &&
        attribute(link, 'href') === trust.exit_url &&
        tidy(textOf(main)).includes('This does not hide that you were here.')
      );
    },
    pages.filter(({ address }) => canBeLeft.test(address)),
  );
});

test('every contact, partner, place, term, figure and source is on the page that lists them', () => {
  const shown: [string, Record<string, { name?: string; term?: string; measures?: string }>][] = [
    ['/contact/', content.contacts],
    ['/partnerships/', content.partners],
    ['/about/area-and-people/', content.places],
    ['/glossary/', content.glossary],
    ['/about/figures/', content.figures],
    ['/sources/', content.sources],
  ];
  assertNone(
    shown.flatMap(([address, list]) => {
      const text = tidy(textOf(one(pageAt(address).document, 'main')));
      return Object.entries(list).flatMap(([id, entry]) =>
        text.includes(tidy(entry.term ?? entry.name ?? entry.measures ?? id)) ? [] : [`${address} does not show ${id}`],
      );
    }),
  );
});
