import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterTowns, equirectangularMiles, gridCells } from '../../src/charts/map-projection.ts';
import { pictogramBlocks } from '../../src/charts/pictogram.ts';
import { layoutLabels, layoutMarks } from '../../src/charts/timeline-layout.ts';
import type { Figure } from '../../src/schemas/index.ts';

const figure = (value: number, sure: Figure['certainty']): Figure => ({
  value,
  certainty: sure,
  display: `${value}`,
  measures: '',
  as_of: '2009',
  source: 'S1',
});
const figures = new Map([
  ['area', figure(910_300, 'sure')],
  ['city', figure(300_000, 'estimate')],
  ['women', figure(11, 'sure')],
]);
const words = { title: '', says: '', mark: 'person', of: 'people' } as const;

test('a whole and its part are drawn in one block, and the part is as sure as its own figure', () => {
  const drawing = { ...words, each: 10_000, whole: { figure: 'area', label: '' }, parts: [{ figure: 'city', label: '' }] };
  assert.deepEqual(pictogramBlocks(drawing, figures), [
    {
      groups: [
        { count: 30, isPart: true, certainty: 'estimate' },
        { count: 61, isPart: false, certainty: 'sure' },
      ],
      figureIds: ['area', 'city'],
    },
  ]);
});

test('a share is drawn as so many of a hundred', () => {
  const [block] = pictogramBlocks({ ...words, parts: [{ figure: 'women', label: '' }] }, figures);
  assert.deepEqual(
    block?.groups.map(({ count }) => count),
    [11, 89],
  );
});

test('a figure that nobody wrote is not drawn', () => {
  assert.throws(() => pictogramBlocks({ ...words, parts: [{ figure: 'none', label: '' }] }, figures), /"none".*figures\.yaml/);
});

const at = (year: number) => (year - 2000) * 12;

test('a day is a full mark, and a month, a year and a season are open ones as long as they are known to be', () => {
  const dates = [
    { date: '2001-05-01', display: '1 May 2001' },
    { date: '2004', display: '2004' },
    { date: '2007-06-14', display: 'about mid-2007' },
  ];
  const marks = layoutMarks(dates, at, 10);
  assert.deepEqual(
    marks.map(({ isApproximate }) => isApproximate),
    [false, true, true],
  );
  assert.equal(marks[0]?.from, marks[0]?.to);
  assert.equal(marks[1] && marks[1].to - marks[1].from, 12);
});

test('events that would lie over each other stand above each other', () => {
  const dates = ['2015-02-01', '2015-02-01', '2015-02-13', '2020-12-01'].map((date) => ({ date, display: date }));
  assert.deepEqual(
    layoutMarks(dates, at, 10).map(({ row }) => row),
    [0, 1, 2, 0],
  );
});

test('the words at a mark stand above all marks they would cover, and never beyond the line', () => {
  const dates = ['2012-12-03', '2014-03-13', '2014-03-13'].map((date) => ({ date, display: date }));
  const marks = layoutMarks(dates, at, 10);
  const [label] = layoutLabels([{ label: 'Longer curfews' }, {}, {}], marks, { charWidth: 8, from: 0, to: 190 });
  assert.equal(label?.row, 2);
  assert(label.x + (14 * 8) / 2 <= 190);
});

test('words whose line would run over another mark are left out', () => {
  const dates = ['2007-06-14', '2007-06-14'].map((date) => ({ date, display: date }));
  const marks = layoutMarks(dates, at, 10);
  assert.deepEqual(layoutLabels([{ label: 'Below' }, {}], marks, { charWidth: 8, from: 0, to: 190 }), []);
  assert.equal(layoutLabels([{}, { label: 'On top' }], marks, { charWidth: 8, from: 0, to: 190 }).length, 1);
});

test('places near each other are one town, with the name of the town', () => {
  const towns = clusterTowns([
    { id: 'court', name: 'The court', kind: 'court', at: [52.77, -1.2] },
    { id: 'town', name: 'The town', kind: 'town', at: [52.77, -1.21] },
    { id: 'prison', name: 'The prison', kind: 'prison', at: [52.59, -0.26] },
  ]);
  assert.deepEqual(
    towns.map(({ name, places }) => [name, places.length]),
    [
      ['The town', 2],
      ['The prison', 1],
    ],
  );
});

test('a degree east is shorter than a degree south', () => {
  const { east, south } = equirectangularMiles([52.6, -1])([51.6, 0]);
  assert(Math.abs(south - 69.1) < 0.1 && Math.abs(east - 42) < 0.5);
});

test('places in one square of a hundredth of a degree are not told apart', () => {
  const place = (at: [number, number]) => ({ id: '', name: '', kind: 'court', at });
  assert.deepEqual(
    gridCells([place([52.631, -1.131]), place([52.629, -1.129]), place([52.64, -1.13])]).map(({ at, places }) => [at, places.length]),
    [
      [[52.64, -1.13], 1],
      [[52.63, -1.13], 2],
    ],
  );
});
