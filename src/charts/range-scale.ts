import type { Figure, Limit, Requirement } from '../schemas/index.ts';

type Unit = Limit['lengths'][number]['unit'];

interface NumberRange {
  from: number;
  to: number;
}

/** The ranges of one length, such as hours of work, on the axis that all lengths in the same unit share. */
export interface RangeScale {
  label: string;
  unit: Unit;
  /** The end of the axis, which begins at 0. */
  max: number;
  today?: NumberRange;
  in2013?: NumberRange;
  /** How long it was used for locally. */
  inPractice?: NumberRange;
}

type Lengths = Pick<Requirement, 'in_2013' | 'today' | 'practice'>;

/** Axes with a natural end. The axis of any other unit ends at the longest limit in that unit. */
const naturalMax: Partial<Record<Unit, number>> = { 'hours a day': 24, 'hours a week': 168 };

function axisMax(unit: Unit, all: readonly Lengths[]): number {
  const lengths = all.flatMap(({ in_2013, today }) => [...in_2013.lengths, ...today.lengths]);
  return naturalMax[unit] ?? Math.max(...lengths.filter((length) => length.unit === unit).map(({ max }) => max));
}

const toRange = ({ min = 0, max }: { min?: number | undefined; max: number }): NumberRange => ({ from: min, to: max });

/**
 * The scales of one requirement, one for each length that its limits name.
 * @param all every requirement, since they share the axes
 * @param figures the figures that `practice` names, by id
 */
export function buildRangeScales(
  { in_2013, today, practice }: Lengths,
  all: readonly Lengths[],
  figures: ReadonlyMap<string, Pick<Figure, 'value' | 'max'>>,
): RangeScale[] {
  const named = [...in_2013.lengths, ...today.lengths];
  const first = named.filter(({ what }, index) => named.findIndex((length) => length.what === what) === index);
  return first.map(({ what, unit }) => {
    const scale: RangeScale = { label: what, unit, max: axisMax(unit, all) };
    const limit2013 = in_2013.lengths.find((length) => length.what === what);
    const limitToday = today.lengths.find((length) => length.what === what);
    const used = figures.get(practice.find(({ of }) => of === what)?.figure ?? '');
    if (limit2013) scale.in2013 = toRange(limit2013);
    if (limitToday) scale.today = toRange(limitToday);
    if (used?.max !== undefined) scale.inPractice = { from: used.value, to: used.max };
    return scale;
  });
}

/** A range in words: "2 to 16", or "up to 16" from 0. */
export const formatRange = ({ from, to }: NumberRange): string => (from === 0 ? `up to ${to}` : `${from} to ${to}`);
