import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import { eventKinds } from '../../src/schemas/index.ts';
import { root } from '../site-under-test/serve.ts';
import { all, assertNone, attribute, type Element, one, type Page, pageAt, pages, textOf, tidy } from './build-output.ts';

const { content } = await readContent(root);
const text = (element: Element) => tidy(textOf(element));
const has = (element: Element, name: string) => attribute(element, 'class')?.split(' ').includes(name) ?? false;
const withClass = (element: Element, name: string) => all(element).filter((each) => has(each, name));

interface Drawn {
  where: string;
  page: Page;
  element: Element;
}

const drawings: Drawn[] = pages.flatMap((page) =>
  all(page.document, 'figure')
    .filter((figure) => has(figure, 'chart'))
    .map((element) => ({ where: `${page.address} ${attribute(element, 'id') ?? attribute(element, 'aria-labelledby')}`, page, element })),
);
const ways = drawings.filter(({ element }) => has(element, 'process'));
const drawn = drawings.filter(({ element }) => !has(element, 'process'));

/** The drawings made of content/charts.yaml, wherever they stand. */
const ofMarks = drawn.flatMap((it) => {
  const [id = '', drawing] = Object.entries(content.charts).find(([id]) => attribute(it.element, 'id') === `drawing-${id}`) ?? [];
  if (!drawing) return [];
  const figures = [drawing.whole, ...drawing.parts].flatMap((each) => (each ? [each.figure] : []));
  return [{ ...it, id, drawing, figures }];
});
const mapOfPlaces = drawn.filter(({ element }) => attribute(element, 'id') === 'drawing-places');
const linesOfYears = drawn.filter(({ element }) => attribute(element, 'id') === 'drawing-timeline');

test('each chart is on the page of its subject', () => {
  const at = (address: string) =>
    drawings.filter(({ page }) => page.address === address).map(({ element }) => attribute(element, 'id') ?? 'way');
  assert.deepEqual(
    at('/about/figures/'),
    ['population', 'staff', 'caseload', 'court-reports', 'mentors', 'reach'].map((id) => `drawing-${id}`),
  );
  assert.deepEqual(at('/about/history/'), ['drawing-timeline']);
  assert(at('/about/area-and-people/').includes('drawing-places'));
  assert(ofMarks.length >= Object.keys(content.charts).length && ways.length >= 6);
  assert.deepEqual(
    Object.keys(content.charts).filter((id) => !ofMarks.some((it) => it.id === id)),
    [],
    'every drawing of content/charts.yaml stands on a page',
  );
});

test('every chart has an accessible name and a description', () => {
  assertNone(
    drawings.flatMap(({ where, page, element }) => {
      const named = all(page.document).filter((each) => attribute(each, 'id') === attribute(element, 'aria-labelledby'));
      const caption = one(element, 'figcaption');
      const words = has(element, 'process') ? withClass(element, 'process-start') : all(caption, 'p').slice(1);
      return [
        ...(named.length === 1 && named[0] && text(named[0]) ? [] : [`${where} has no title`]),
        ...(words.some((paragraph) => text(paragraph).length > 10) ? [] : [`${where} has no words`]),
      ];
    }),
  );
});

test('every SVG in a chart has a label or is hidden from screen readers', () => {
  assertNone(
    drawings.flatMap(({ where, element }) =>
      all(element, 'svg')
        .filter((svg) => attribute(svg, 'aria-hidden') !== 'true' && !(attribute(svg, 'role') === 'img' && attribute(svg, 'aria-label')))
        .map(() => where),
    ),
  );
});

test('every chart has a data table, and every process diagram a list of its steps', () => {
  assertNone(
    drawn
      .filter(({ element }) => all(element, 'details').length !== 1 || all(one(element, 'table'), 'caption').length !== 1)
      .map(({ where }) => where),
  );
  assertNone(ways.filter(({ element }) => all(element, 'ol').length !== 1 || all(element, 'li').length < 3).map(({ where }) => where));
});

test("a chart's table has each figure with its date, certainty and source", () => {
  assertNone(
    ofMarks.flatMap(({ where, element, figures }) => {
      const rows = all(one(element, 'tbody'), 'tr');
      return figures.flatMap((id, at) => {
        const figure = content.figures[id];
        const row = rows[at];
        assert(figure && row, `${where} lacks ${id}`);
        const said = text(row);
        const missing = [figure.display, figure.as_of, figure.measures].filter((words) => !said.includes(tidy(words)));
        const sourced = all(row, 'a').some((link) => attribute(link, 'href') === `/sources/#${figure.source}`);
        return [...missing.map((words) => `${where}: "${words}" of ${id}`), ...(sourced ? [] : [`${where}: the source of ${id}`])];
      });
    }),
  );
});

/** Numbers in figures: 910,300, 20%, £70,000. */
const numbersIn = (said: string) => new Set(said.match(/\d[\d,]*\d|\d/g) ?? []);

test('a chart shows no number that is not in figures.yaml, except what one mark stands for', () => {
  assertNone(
    ofMarks.flatMap(({ where, element, drawing, figures }) => {
      const known = numbersIn(figures.map((id) => `${content.figures[id]?.display} ${content.figures[id]?.as_of}`).join(' '));
      known.add((drawing.each ?? 100).toLocaleString('en-GB'));
      const shown = [one(element, 'figcaption'), ...withClass(element, 'stat')].map(text).join(' ');
      return [...numbersIn(shown)].filter((number) => !known.has(number)).map((number) => `${where}: ${number}`);
    }),
  );
});

test('every figure in a chart has its date, which links to its source', () => {
  assertNone(
    ofMarks.flatMap(({ where, element, figures }) =>
      figures.flatMap((id) => {
        const said = withClass(element, 'stat').find((each) =>
          all(each, 'a').some((link) => attribute(link, 'href') === `/about/figures/#figure-${id}`),
        );
        const figure = content.figures[id];
        return said && figure && [figure.display, figure.as_of].every((words) => text(said).includes(words)) ? [] : [`${where}: ${id}`];
      }),
    ),
  );
});

test('every chart of figures names their sources in its caption', () => {
  assertNone(
    ofMarks.flatMap(({ where, element, figures }) => {
      const links = all(one(element, 'figcaption'), 'a').map((link) => attribute(link, 'href'));
      return figures.filter((id) => !links.includes(`/sources/#${content.figures[id]?.source}`)).map((id) => `${where}: ${id}`);
    }),
  );
});

test('a pictogram has as many marks as its figure, drawn by certainty', () => {
  assertNone(
    ofMarks.flatMap(({ where, element, drawing: { each, whole, parts } }) => {
      const blocks = withClass(element, 'block').map((block) => {
        const [picture] = all(block, 'svg');
        assert(picture);
        return ['filled', 'unfilled'].map((look) => {
          const groups = all(picture, 'g').filter((group) => has(group, look));
          return {
            count: groups.flatMap((group) => all(group, 'use')).length,
            look: groups.map((group) => attribute(group, 'class')).join(),
          };
        });
      });
      const value = (id: string) => content.figures[id]?.value ?? Number.NaN;
      const sure = (id: string) => content.figures[id]?.certainty;
      const right =
        each === undefined
          ? parts.map(({ figure }) => [
              { count: value(figure), look: `filled is-${sure(figure)}` },
              { count: 100 - value(figure), look: 'unfilled is-sure' },
            ])
          : [whole?.figure ?? ''].map((all) => {
              const of = parts[0]?.figure;
              const filled = Math.round(value(of ?? all) / each);
              return [
                { count: filled, look: `filled is-${sure(of ?? all)}` },
                of ? { count: Math.round(value(all) / each) - filled, look: `unfilled is-${sure(all)}` } : { count: 0, look: '' },
              ];
            });
      return JSON.stringify(blocks) === JSON.stringify(right)
        ? []
        : [`${where}: ${JSON.stringify(blocks)} and not ${JSON.stringify(right)}`];
    }),
  );
});

test('a chart compares only figures of one date and one source', () => {
  assertNone(
    ofMarks
      .filter(({ figures }) => new Set(figures.map((id) => `${content.figures[id]?.as_of} ${content.figures[id]?.source}`)).size !== 1)
      .map(({ where }) => where),
  );
});

test('the timeline has a mark for every event, and its table a date that links to the event', () => {
  const history = pageAt('/about/history/');
  const ids = new Set(all(history.document).map((element) => attribute(element, 'id')));
  assert(linesOfYears.length === 2);
  for (const { where, element } of linesOfYears) {
    const picture = one(element, 'svg');
    const marks = all(picture, 'circle').length + withClass(picture, 'vague').length;
    assert.equal(marks, Object.keys(content.timeline).length, where);
    const links = all(one(element, 'tbody'), 'a');
    for (const [id, { display, kind }] of Object.entries(content.timeline)) {
      const link = links.find((each) => attribute(each, 'href')?.endsWith(`#event-${id}`));
      assert(link && text(link) === display, `${where} lacks ${id}`);
      assert(ids.has(`event-${id}`), `${history.address} has no event-${id}`);
      assert(
        all(element, 'tr').some((row) => all(row, 'a').includes(link) && text(row).startsWith(eventKinds[kind])),
        `${id} is in its row`,
      );
    }
  }
});

const places = Object.entries(content.places).map(([id, place]) => ({ id, ...place }));

test('the map and its table have every place with a position and name the others', () => {
  const [map] = mapOfPlaces;
  assert(map && mapOfPlaces.length === 1);
  const rows = all(one(map.element, 'tbody'), 'tr');
  const named = all(map.element, 'svg')
    .map((svg) => attribute(svg, 'aria-label'))
    .join(' ');
  const said = text(map.element);
  assertNone(
    places.flatMap(({ id, name, at }) => {
      const row = rows.find((each) => all(each, 'a').some((link) => attribute(link, 'href') === `#place-${id}`));
      if (!at)
        return [
          ...(row ? [`${id} has no position and is in the table`] : []),
          ...(said.includes(tidy(name)) ? [] : [`${id} is not named`]),
        ];
      const degrees = at.map((each) => Math.abs(each).toFixed(2));
      return [
        ...(row && degrees.every((each) => text(row).includes(each)) ? [] : [`${id} lacks its position`]),
        ...(tidy(named).includes(tidy(name)) ? [] : [`${id} is not on the map`]),
      ];
    }),
  );
  const marks = all(map.element, 'svg')
    .filter((svg) => attribute(svg, 'role') === 'img')
    .flatMap((svg) => withClass(svg, 'place'));
  assert.equal(marks.length, places.filter(({ at }) => at).length, 'one mark a place');
});

test('no hostel or refuge is on the map', () => {
  assertNone(
    mapOfPlaces.flatMap(
      ({ where, element }) =>
        text(element)
          .match(/hostel|approved premises|refuge/gi)
          ?.map((word) => `${where}: ${word}`) ?? [],
    ),
  );
  assertNone(places.filter((place) => place.at && /hostel|approved premises|refuge/i.test(JSON.stringify(place))).map(({ id }) => id));
});
