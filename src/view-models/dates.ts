/** A date in words, as precise as it is known: 2015-02-01 is "1 February 2015", 2015-02 "February 2015", 2015 "2015". */
export function formatDate(date: string): string {
  const [year, month, day] = date.split('-');
  if (!month) return date;
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone: 'UTC' };
  if (day) options.day = 'numeric';
  return new Intl.DateTimeFormat('en-GB', options).format(new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1))));
}
