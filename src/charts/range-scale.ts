import type { Figure, Limit, Requirement } from '../schemas/index.ts';

type Unit = Limit['lengths'][number]['unit'];

interface NumberRange {
  from: number;
  to: number;
}

/** Lengths of one thing, to be drawn on the axis that all lengths in their unit share. */
export interface RangeScale {
  label: string;
  unit: Unit;
  /** Where the axis ends. It begins at 0. */
  max: number;
  today?: NumberRange;
  in2013?: NumberRange;
  /** How long it was used for here. */
  inPractice?: NumberRange;
}

type Lengths = Pick<Requirement, 'in_2013' | 'today' | 'practice'>;

/** A day and a week end by themselves. Other units end with the longest limit there is in them. */
const wholes: Partial<Record<Unit, number>> = { 'hours a day': 24, 'hours a week': 168 };

function endOf(unit: Unit, all: readonly Lengths[]): number {
  const lengths = all.flatMap(({ in_2013, today }) => [...in_2013.lengths, ...today.lengths]);
  return wholes[unit] ?? Math.max(...lengths.filter((length) => length.unit === unit).map(({ max }) => max));
}

const span = ({ min = 0, max }: { min?: number | undefined; max: number }): NumberRange => ({ from: min, to: max });

/**
 * What to draw for one requirement: today, 2013 and what was done here, on one axis for each thing that is counted.
 * @param all every requirement, since they share the axes
 * @param figures what `practice` names, by its id
 */
export function buildRangeScales(
  { in_2013, today, practice }: Lengths,
  all: readonly Lengths[],
  figures: ReadonlyMap<string, Pick<Figure, 'value' | 'max'>>,
): RangeScale[] {
  const counted = [...in_2013.lengths, ...today.lengths].filter(({ what }, at, each) => each.findIndex((it) => it.what === what) === at);
  return counted.map(({ what, unit }) => {
    const scale: RangeScale = { label: what, unit, max: endOf(unit, all) };
    const then = in_2013.lengths.find((it) => it.what === what);
    const now = today.lengths.find((it) => it.what === what);
    const used = figures.get(practice.find(({ of }) => of === what)?.figure ?? '');
    if (then) scale.in2013 = span(then);
    if (now) scale.today = span(now);
    if (used?.max !== undefined) scale.inPractice = { from: used.value, to: used.max };
    return scale;
  });
}

/** A span in words: "2 to 16" or "up to 16". */
export const formatRange = ({ from, to }: NumberRange): string => (from === 0 ? `up to ${to}` : `${from} to ${to}`);
