/** A stretch of time in decimal years. */
interface YearSpan {
  from: number;
  to: number;
}

/** A day as a decimal year: 1 July 2013 is about 2013.5. */
function decimalYear(year: number, month: number, day: number): number {
  const [start, end, time] = [Date.UTC(year, 0), Date.UTC(year + 1, 0), Date.UTC(year, month - 1, day)];
  return year + (time - start) / (end - start);
}

/** A date as it is known: a day has no length; a month (2010-09) or a year (2007) is as long as it lasts. */
export function yearSpan(date: string): YearSpan {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (day !== undefined) return { from: decimalYear(year, month ?? 1, day), to: decimalYear(year, month ?? 1, day) };
  return month !== undefined ? { from: decimalYear(year, month, 1), to: decimalYear(year, month + 1, 1) } : { from: year, to: year + 1 };
}

interface DateMark {
  /** On the x axis of the drawing, as `to`. */
  from: number;
  to: number;
  /** 0 on the line itself, 1 above it, where two marks would overlap. */
  row: 0 | 1;
}

/**
 * Places the marks of dates on a line, at least `minGap` apart or in different rows, so that their numbers can be read.
 * @param toX the x coordinate of a decimal year
 */
export function layoutDateMarks(dates: readonly string[], toX: (year: number) => number, minGap: number): DateMark[] {
  let previous = Number.NEGATIVE_INFINITY;
  let row: 0 | 1 = 0;
  return dates.map((date) => {
    const years = yearSpan(date);
    const [from, to] = [toX(years.from), toX(years.to)];
    const middle = (from + to) / 2;
    row = middle - previous < minGap && row === 0 ? 1 : 0;
    previous = middle;
    return { from, to, row };
  });
}
