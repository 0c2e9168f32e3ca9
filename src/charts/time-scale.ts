interface YearSpan {
  from: number;
  to: number;
}

/** A day as a point in years: 1 July 2013 is about 2013.5. */
function decimalYear(year: number, month: number, day: number): number {
  const [start, end, at] = [Date.UTC(year, 0), Date.UTC(year + 1, 0), Date.UTC(year, month - 1, day)];
  return year + (at - start) / (end - start);
}

/** A date as precise as it is known, as a stretch of years: a day has no length, and a year is as long as it is. */
export function yearSpan(date: string): YearSpan {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (day !== undefined) return { from: decimalYear(year, month ?? 1, day), to: decimalYear(year, month ?? 1, day) };
  return month !== undefined ? { from: decimalYear(year, month, 1), to: decimalYear(year, month + 1, 1) } : { from: year, to: year + 1 };
}

interface DateMark extends YearSpan {
  /** 0 on the line itself, 1 above it, where two would lie over each other. */
  row: 0 | 1;
}

/** Where the marks of some dates stand on a line, in its own units, so that their numbers can be read. */
export function layoutDateMarks(dates: readonly string[], at: (year: number) => number, apart: number): DateMark[] {
  let last = Number.NEGATIVE_INFINITY;
  let lane: 0 | 1 = 0;
  return dates.map((date) => {
    const { from, to } = yearSpan(date);
    const stretch = { from: at(from), to: at(to) };
    const middle = (stretch.from + stretch.to) / 2;
    lane = middle - last < apart && lane === 0 ? 1 : 0;
    last = middle;
    return { ...stretch, row: lane };
  });
}
