import { yearSpan } from './time-scale.ts';

interface DatedEvent {
  date: string;
  display: string;
}

/** A mark on a lane of the timeline, with x coordinates. Rows count upwards from the lane's line. */
export interface LaneMark {
  from: number;
  to: number;
  row: number;
  /** The day is not known: the mark is a stretch and not a point. */
  isApproximate: boolean;
}

/** Words above a mark, centred on x. */
interface LaneLabel {
  text: string;
  x: number;
  row: number;
  mark: LaneMark;
}

/** Words that make a date approximate, even where a day was written to keep the events in order. */
const approximateWords = /\b(about|spring|summer|autumn|winter|mid)\b/;

/**
 * Places the events of one lane so that no mark covers another: each in the lowest row with room for it.
 * @param toX the x coordinate of a decimal year
 */
export function layoutMarks(events: readonly DatedEvent[], toX: (year: number) => number, minGap: number): LaneMark[] {
  const rowEnds: number[] = [];
  return events.map(({ date, display }) => {
    const years = yearSpan(date);
    const isApproximate = years.from !== years.to || approximateWords.test(display);
    const middle = toX((years.from + years.to) / 2);
    // As long as the time it may be, but never so short that it looks like a day.
    const half = isApproximate ? Math.max((toX(years.to) - toX(years.from)) / 2, minGap * 0.46) : 0;
    const freeRow = rowEnds.findIndex((end) => middle - half - end >= minGap);
    const row = freeRow === -1 ? rowEnds.length : freeRow;
    rowEnds[row] = middle + half;
    return { from: middle - half, to: middle + half, row, isApproximate };
  });
}

/**
 * Places labels in the lowest free rows above their marks; a label takes two rows. A label is left out where the line down
 * to its mark would cross another mark.
 * @param charWidth the width of the widest character
 * @param from the left edge that labels keep to; `to` is the right one
 */
export function layoutLabels(
  events: readonly { label?: string | undefined }[],
  marks: readonly LaneMark[],
  { charWidth, from, to }: { charWidth: number; from: number; to: number },
): LaneLabel[] {
  const occupied = marks.map((mark) => ({ from: mark.from, to: mark.to, row: mark.row }));
  return events.flatMap(({ label }, index) => {
    const mark = marks[index];
    if (!label || !mark) return [];
    const lineX = (mark.from + mark.to) / 2;
    // A day is a point with a circle around it; an approximate mark is exactly as wide as its stretch.
    const isInTheWay = (other: LaneMark) =>
      other.row > mark.row && Math.max(other.from - lineX, lineX - other.to) < (other.isApproximate ? 1 : charWidth / 2);
    if (marks.some(isInTheWay)) return [];
    const half = (label.length * charWidth) / 2;
    const x = Math.min(Math.max(lineX, from + half), to - half);
    const isOccupied = (row: number) =>
      occupied.some((box) => box.row === row && box.from - charWidth < x + half && box.to + charWidth > x - half);
    let row = mark.row + 1;
    while (isOccupied(row) || isOccupied(row + 1)) row += 1;
    occupied.push({ from: x - half, to: x + half, row }, { from: x - half, to: x + half, row: row + 1 });
    return [{ text: label, x: Math.round(x * 10) / 10, row, mark }];
  });
}
