import { yearsOf } from './years.ts';

interface Dated {
  date: string;
  shown: string;
}

/** A mark on a lane of a drawn timeline. Rows count upwards from the lane's own line. */
export interface LaneMark {
  from: number;
  to: number;
  row: number;
  /** The day is not known, so that the mark is a stretch. */
  isVague: boolean;
}

/** Words that say that a date is not a day, also where one was written to keep the order. */
const notADay = /\b(about|spring|summer|autumn|winter|mid)\b/;

/** Where the events of one lane stand, so that none lies over another. */
export function marksInLane(events: readonly Dated[], at: (year: number) => number, apart: number): LaneMark[] {
  const ends: number[] = [];
  return events.map(({ date, shown }) => {
    const years = yearsOf(date);
    const isVague = years.from !== years.to || notADay.test(shown);
    const middle = at((years.from + years.to) / 2);
    // As long as what is known, but never so short that it would be taken for a day.
    const half = isVague ? Math.max((at(years.to) - at(years.from)) / 2, apart * 0.6) : 0;
    const free = ends.findIndex((end) => middle - half - end >= apart);
    const row = free === -1 ? ends.length : free;
    ends[row] = middle + half;
    return { from: middle - half, to: middle + half, row, isVague };
  });
}
