import { yearSpan } from './time-scale.ts';

interface Dated {
  date: string;
  display: string;
}

/** A mark on a lane of a drawn timeline. Rows count upwards from the lane's own line. */
export interface LaneMark {
  from: number;
  to: number;
  row: number;
  /** The day is not known, so that the mark is a stretch. */
  isApproximate: boolean;
}

/** Words at a mark: they stand above it, with their middle at x. */
export interface LaneLabel {
  text: string;
  x: number;
  row: number;
  mark: LaneMark;
}

/** Words that say that a date is not a day, also where one was written to keep the order. */
const notADay = /\b(about|spring|summer|autumn|winter|mid)\b/;

/** Where the events of one lane stand, so that none lies over another. */
export function layoutMarks(events: readonly Dated[], at: (year: number) => number, apart: number): LaneMark[] {
  const ends: number[] = [];
  return events.map(({ date, display }) => {
    const years = yearSpan(date);
    const isVague = years.from !== years.to || notADay.test(display);
    const middle = at((years.from + years.to) / 2);
    // As long as what is known, but never so short that it would be taken for a day.
    const half = isVague ? Math.max((at(years.to) - at(years.from)) / 2, apart * 0.46) : 0;
    const free = ends.findIndex((end) => middle - half - end >= apart);
    const row = free === -1 ? ends.length : free;
    ends[row] = middle + half;
    return { from: middle - half, to: middle + half, row, isApproximate: isVague };
  });
}

/**
 * Where the words of some events stand: in the lowest rows above their mark that are free. Words are two rows high.
 * They are left out where the line down to their mark would run over another.
 * @param letter how wide a letter is at most
 */
export function layoutLabels(
  events: readonly { label?: string | undefined }[],
  marks: readonly LaneMark[],
  { charWidth, from, to }: { charWidth: number; from: number; to: number },
): LaneLabel[] {
  const taken = marks.map((mark) => ({ from: mark.from, to: mark.to, row: mark.row }));
  return events.flatMap(({ label }, index) => {
    const mark = marks[index];
    if (!label || !mark) return [];
    const under = (mark.from + mark.to) / 2;
    // A full mark is a point with a round of its own; an open one is as wide as its stretch.
    const isOver = (it: LaneMark) => it.row > mark.row && Math.max(it.from - under, under - it.to) < (it.isApproximate ? 1 : charWidth / 2);
    if (marks.some(isOver)) return [];
    const half = (label.length * charWidth) / 2;
    const x = Math.min(Math.max(under, from + half), to - half);
    const isTaken = (row: number) => taken.some((it) => it.row === row && it.from - charWidth < x + half && it.to + charWidth > x - half);
    let row = mark.row + 1;
    while (isTaken(row) || isTaken(row + 1)) row += 1;
    taken.push({ from: x - half, to: x + half, row }, { from: x - half, to: x + half, row: row + 1 });
    return [{ text: label, x: Math.round(x * 10) / 10, row, mark }];
  });
}
