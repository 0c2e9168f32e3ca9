import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutDateMarks, yearSpan } from '../../src/charts/time-scale.ts';

test('a day is a point; a month or a year is as long as it lasts', () => {
  assert.deepEqual(yearSpan('2013-01-01'), { from: 2013, to: 2013 });
  const summer = yearSpan('2013-07-02');
  assert(Math.abs(summer.from - 2013.5) < 0.01 && summer.from === summer.to);
  assert.deepEqual(yearSpan('2022'), { from: 2022, to: 2023 });
  const december = yearSpan('2012-12');
  assert(december.from > 2012.9 && december.to === 2013);
});

test('a mark that would overlap the one before is raised by a row, and the next is on the line again', () => {
  const rows = layoutDateMarks(['2012-12-03', '2012-12-10', '2020-12-01'], (year) => (year - 2008) * 20, 19).map(({ row }) => row);
  assert.deepEqual(rows, [0, 1, 0]);
});
