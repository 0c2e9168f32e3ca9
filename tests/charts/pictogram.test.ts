import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictogramBlocks } from '../../src/charts/pictogram.ts';
import type { Figure } from '../../src/schemas/index.ts';

const figure = (value: number, certainty: Figure['certainty']): Figure => ({
  value,
  certainty,
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

test('a whole and its part share one block, and each has the certainty of its own figure', () => {
  const chart = { ...words, each: 10_000, whole: { figure: 'area', label: '' }, parts: [{ figure: 'city', label: '' }] };
  assert.deepEqual(pictogramBlocks(chart, figures), [
    {
      groups: [
        { count: 30, isPart: true, certainty: 'estimate' },
        { count: 61, isPart: false, certainty: 'sure' },
      ],
      figureIds: ['area', 'city'],
    },
  ]);
});

test('a share is a block of a hundred marks', () => {
  const [block] = pictogramBlocks({ ...words, parts: [{ figure: 'women', label: '' }] }, figures);
  assert.deepEqual(
    block?.groups.map(({ count }) => count),
    [11, 89],
  );
});

test('an unknown figure is refused by its id', () => {
  assert.throws(() => pictogramBlocks({ ...words, parts: [{ figure: 'none', label: '' }] }, figures), /"none".*figures\.yaml/);
});
