import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutLabels, layoutMarks } from '../../src/charts/timeline-layout.ts';

const toX = (year: number) => (year - 2000) * 12;

test('a day is a point; a year and an approximate date are as long as the time they may be', () => {
  const dates = [
    { date: '2001-05-01', display: '1 May 2001' },
    { date: '2004', display: '2004' },
    { date: '2007-06-14', display: 'about mid-2007' },
  ];
  const marks = layoutMarks(dates, toX, 10);
  assert.deepEqual(
    marks.map(({ isApproximate }) => isApproximate),
    [false, true, true],
  );
  assert.equal(marks[0]?.from, marks[0]?.to);
  assert.equal(marks[1] && marks[1].to - marks[1].from, 12);
});

test('events that would overlap are put in different rows', () => {
  const dates = ['2015-02-01', '2015-02-01', '2015-02-13', '2020-12-01'].map((date) => ({ date, display: date }));
  assert.deepEqual(
    layoutMarks(dates, toX, 10).map(({ row }) => row),
    [0, 1, 2, 0],
  );
});

test('a label is above every mark it would cover, and stays within the edges', () => {
  const dates = ['2012-12-03', '2014-03-13', '2014-03-13'].map((date) => ({ date, display: date }));
  const marks = layoutMarks(dates, toX, 10);
  const [label] = layoutLabels([{ label: 'Longer curfews' }, {}, {}], marks, { charWidth: 8, from: 0, to: 190 });
  assert.equal(label?.row, 2);
  assert(label.x + (14 * 8) / 2 <= 190);
});

test('a label whose line would cross another mark is left out', () => {
  const dates = ['2007-06-14', '2007-06-14'].map((date) => ({ date, display: date }));
  const marks = layoutMarks(dates, toX, 10);
  assert.deepEqual(layoutLabels([{ label: 'Below' }, {}], marks, { charWidth: 8, from: 0, to: 190 }), []);
  assert.equal(layoutLabels([{}, { label: 'On top' }], marks, { charWidth: 8, from: 0, to: 190 }).length, 1);
});
