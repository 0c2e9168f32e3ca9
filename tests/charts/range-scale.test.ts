import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildRangeScales, formatRange } from '../../src/charts/range-scale.ts';

type Requirement = Parameters<typeof buildRangeScales>[0];
const law = { limit: '', consent: 'not stated', act: '', section: '', as_of: '', sources: [] } as const;
const requirement = (
  then: Requirement['in_2013']['lengths'],
  now: Requirement['in_2013']['lengths'] = [],
  practice: Requirement['practice'] = [],
) =>
  ({
    in_2013: { ...law, sources: [], lengths: then },
    today: { ...law, sources: [], status: 'changed', lengths: now },
    practice,
  }) as Requirement;

const work = requirement([{ what: 'work', min: 40, max: 300, unit: 'hours' }]);
const centre = requirement([
  { what: 'attendance', min: 12, max: 36, unit: 'hours' },
  { what: 'a day', max: 3, unit: 'hours a day' },
]);
const curfew = requirement(
  [{ what: 'a day', min: 2, max: 16, unit: 'hours a day' }],
  [
    { what: 'a day', max: 20, unit: 'hours a day' },
    { what: 'a week', max: 112, unit: 'hours a week' },
  ],
);
const activity = requirement([{ what: 'activity', max: 60, unit: 'days' }], [], [{ figure: 'here', of: 'activity' }]);
const all = [work, centre, curfew, activity];
const figures = new Map([['here', { value: 20, max: 40 }]]);

test('lengths in one unit share an axis that ends at the longest limit of any requirement', () => {
  assert.equal(buildRangeScales(work, all, figures)[0]?.max, 300);
  assert.equal(buildRangeScales(centre, all, figures)[0]?.max, 300);
});

test('the axis of a day ends at 24 hours, and of a week at 168', () => {
  assert.deepEqual(
    buildRangeScales(curfew, all, figures).map(({ max: end }) => end),
    [24, 168],
  );
});

test('the limits of today and 2013 share a scale where they measure the same', () => {
  const [day, week] = buildRangeScales(curfew, all, figures);
  assert.deepEqual(day, { label: 'a day', unit: 'hours a day', max: 24, in2013: { from: 2, to: 16 }, today: { from: 0, to: 20 } });
  assert.deepEqual(week, { label: 'a week', unit: 'hours a week', max: 168, today: { from: 0, to: 112 } });
});

test('local practice is a range of its own on the scale of the limit', () => {
  assert.deepEqual(buildRangeScales(activity, all, figures), [
    { label: 'activity', unit: 'days', max: 60, in2013: { from: 0, to: 60 }, inPractice: { from: 20, to: 40 } },
  ]);
});

test('a range from 0 reads "up to"', () => {
  assert.equal(formatRange({ from: 0, to: 60 }), 'up to 60');
  assert.equal(formatRange({ from: 40, to: 300 }), '40 to 300');
});
