import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, readContent } from '../../src/content-files/read-content.ts';
import { purposes, suits } from '../../src/schemas/index.ts';
import { root } from '../site-under-test/serve.ts';
import { all, assertNone, attribute, type Element, one, type Page, pageAt, pages, textOf, tidy } from './build-output.ts';

const { content } = await readContent(root);
const requirements = content.requirements.map(({ id, data }) => ({ id, path: addressOf('requirements', id), ...data }));
const comparison = pageAt('/magistrates/requirements/');
const forMagistrates = pages.filter(({ address }) => address.startsWith('/magistrates/'));
const main = ({ document }: Page) => one(document, 'main');
const text = (element: Parameters<typeof textOf>[0]) => tidy(textOf(element));
const links = (element: Element) => all(element, 'a').map((link) => attribute(link, 'href') ?? '');

/** A limit or a figure: a number, in figures or as a word, before what it counts. */
const number = '(\\d[\\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const limit = new RegExp(`\\b${number}[ -]?(hours?|days?|months?|years?)\\b`, 'i');

/** What names a source: the source itself, or a figure, whose link leads to the table with its source. */
const isSource = (href: string) => /^\/(sources\/#|about\/figures\/#figure-)/.test(href);

/** The stretch an element stands in: its row, its item of a list with a term, or all from one heading to the next. */
function* stretches(page: Page): Generator<{ says: string; sourced: boolean }> {
  let says = '';
  let sourced = false;
  const parts = all(main(page), 'h1', 'h2', 'h3', 'p', 'li', 'td', 'dd', 'caption', 'footer', 'a');
  const foot = all(main(page), 'footer')[0];
  for (const part of parts) {
    if (part === foot) break;
    // A row of a table and an entry of a list must each name their own source.
    const alone = part.tagName === 'td' || part.tagName === 'dd';
    if (part.tagName.startsWith('h') || alone) {
      yield { says, sourced };
      [says, sourced] = ['', false];
    }
    if (part.tagName === 'a') sourced ||= isSource(attribute(part, 'href') ?? '');
    else if (!part.tagName.startsWith('h')) says += ` ${text(part)}`;
  }
  yield { says, sourced };
}

test("every figure and limit on the magistrates' pages has its source", () => {
  assertNone(
    forMagistrates.flatMap((page) =>
      [...stretches(page)]
        .filter(({ says, sourced }) => limit.test(says) && !sourced)
        .map(({ says }) => `${page.address}: ${limit.exec(says)?.[0]} in "${says.slice(0, 160).trim()}"`),
    ),
  );
});

/** Everything in the collections that says what the law is or was. */
const read = [
  ...requirements.flatMap(({ id, in_2013, today, breach }) => [
    { where: `${id} in 2013`, ...in_2013 },
    { where: `${id} today`, ...today },
    ...(breach ? [{ where: `${id}, breach`, ...breach }] : []),
  ]),
  ...Object.entries(content['order-rules']).flatMap(([id, { in_2013, today }]) =>
    [in_2013, today].flatMap((rule) => (rule ? [{ where: `order-rules.yaml ${id}`, ...rule }] : [])),
  ),
  ...Object.entries(content['later-requirements']).map(([id, it]) => ({ where: `later-requirements.yaml ${id}`, ...it })),
  ...Object.entries(content['court-reports']).map(([id, it]) => ({ where: `court-reports.yaml ${id}`, ...it })),
];

test('every limit in content/ has a source and a date with a year, or says "undated"', () => {
  assert(read.length > 30);
  assertNone(read.filter(({ as_of, sources }) => sources.length === 0 || !/\b(19|20)\d\d\b|undated/.test(as_of)).map(({ where }) => where));
});

test('every change in the law has a source', () => {
  assertNone(
    requirements.flatMap(({ id, changes }) => changes.filter(({ sources }) => sources.length === 0).map(({ date }) => `${id} ${date}`)),
  );
});

const placesOfLimits: [string, (id: string) => Element | undefined][] = [
  ['the page of the requirement', (id) => main(pageAt(`/magistrates/requirements/${id}/`))],
  ...['/magistrates/requirements/', '/magistrates/then-and-now/', '/magistrates/bench-card/'].map(
    (address): [string, (id: string) => Element | undefined] => [
      address,
      (id) => all(main(pageAt(address)), 'tr').find((row) => links(row)[0] === `/magistrates/requirements/${id}/`),
    ],
  ),
];

for (const [place, find] of placesOfLimits) {
  test(`${place} has every limit with the date it was seen and its sources`, () => {
    assertNone(
      requirements.flatMap(({ id, in_2013, today }) => {
        const element = find(id);
        if (!element) return [`${id} is not there`];
        const said = text(element);
        return [in_2013, today].flatMap((side) => [
          ...[side.limit, side.as_of].filter((words) => !said.includes(tidy(words))).map((words) => `${id} does not say "${words}"`),
          ...side.sources
            .filter((source) => !links(element).includes(`/sources/#${source}`))
            .map((source) => `${id} does not name ${source}`),
        ]);
      }),
    );
  });
}

test('every doubt about a limit is on the page of its requirement', () => {
  assertNone(
    requirements.flatMap(({ path, in_2013, today }) => {
      const said = text(main(pageAt(path)));
      return [in_2013.doubt, today.doubt].flatMap((doubt) => (doubt && !said.includes(tidy(doubt)) ? [`${path}: ${doubt}`] : []));
    }),
  );
});

test('the comparison has every requirement once, in the order of the 2013 law', () => {
  const rows = all(one(main(comparison), 'tbody'), 'tr').map((row) => links(row)[0]);
  assert.deepEqual(
    rows,
    requirements.toSorted((one, other) => one.order - other.order).map(({ path }) => path),
  );
});

test('every filter page shows exactly the requirements that match', () => {
  for (const filter of [...Object.keys(purposes), ...Object.keys(suits)]) {
    const page = pageAt(`/magistrates/requirements/for/${filter}/`);
    const fit = requirements.filter((it) => [...it.purposes, ...it.suits].some((each) => each === filter));
    assert.deepEqual(
      all(one(main(page), 'tbody'), 'tr').flatMap((row) => links(row)[0] ?? []),
      fit.toSorted((one, other) => one.order - other.order).map(({ path }) => path),
      filter,
    );
    assert(!page.indexable, `${filter}: a part of the comparison is not listed beside it`);
    assert(
      !all(main(page), 'article').some((article) => attribute(article, 'data-pagefind-body') !== undefined),
      `${filter} is not searched`,
    );
  }
});

const works = (['services', 'partnerships'] as const).flatMap((collection) =>
  content[collection].map(({ id, data }) => ({ path: addressOf(collection, id), ...data })),
);

test('every service and partnership links to its requirement or says why it has none', () => {
  assertNone(
    works.flatMap(({ path, no_requirement }) => {
      const page = main(pageAt(path));
      const ways = requirements.filter(({ delivered_by }) => delivered_by.some((it) => it.page === path));
      if (ways.length === 0) return text(page).includes(tidy(no_requirement ?? '?')) ? [] : [`${path} does not say why`];
      return ways.filter((way) => !links(page).includes(way.path)).map((way) => `${path} does not lead to ${way.path}`);
    }),
  );
});

test('every requirement links to the services that delivered it, and the order diagram shows and lists them', () => {
  const way = all(main(pageAt('/magistrates/')), 'div').findLast((element) => all(element, 'svg').length > 0);
  assert(way);
  const items = all(way, 'li');
  const drawn = all(way, 'svg').map(text).join(' ');
  assertNone(
    requirements.flatMap(({ path, name, delivered_by }) => {
      const item = items.find((it) => links(it)[0] === path);
      return delivered_by.flatMap(({ page, certainty }) => [
        ...(links(main(pageAt(path))).includes(page) ? [] : [`${path} does not lead to ${page}`]),
        ...(item && links(item).includes(page) ? [] : [`the list of the map lacks ${path} to ${page}`]),
        ...(item && (certainty === 'stated' || text(item).includes(`(${certainty})`))
          ? []
          : [`the list of the map does not say that ${page} is ${certainty}`]),
        ...(drawn.includes(name) ? [] : [`the map does not draw ${name}`]),
      ]);
    }),
  );
});

test('every page about local work tells magistrates whom to ask what runs now', () => {
  const ask = content.trust.magistrates?.ask;
  assert(ask);
  const named = [
    ...works.map(({ path }) => pageAt(path)),
    ...requirements.map(({ path }) => pageAt(path)),
    ...forMagistrates.filter(({ address }) => address.includes('/for/') || address.endsWith('/bench-card/')),
    comparison,
  ];
  assertNone(named.filter((page) => !text(main(page)).includes(ask)).map(({ address }) => address));
});

test('every table for magistrates has ARIA roles, so that it stays a table when shown as cards', () => {
  assertNone(
    forMagistrates.flatMap((page) =>
      all(main(page), 'table').flatMap((table) => {
        const roles = new Set(all(table, 'table', 'thead', 'tbody', 'tr', 'th', 'td').map((part) => attribute(part, 'role')));
        const unlabelled = all(table, 'td').filter((cell) => !attribute(cell, 'data-label'));
        return roles.has(undefined) || unlabelled.length > 0 || all(table, 'caption').length === 0 ? [page.address] : [];
      }),
    ),
  );
});

test('every SVG for magistrates has a label or is hidden from screen readers', () => {
  assertNone(
    forMagistrates.flatMap((page) =>
      all(main(page), 'svg')
        .filter((svg) => attribute(svg, 'aria-hidden') !== 'true' && !(attribute(svg, 'role') === 'img' && attribute(svg, 'aria-label')))
        .map(() => page.address),
    ),
  );
});
