import { first, line, list, page, rejects, under } from './rejects.ts';

rejects([
  {
    what: 'a chart of figures from different years',
    file: list('charts'),
    change: (text) => text.replace('figure: population-city', 'figure: active-mentors'),
    path: 'population',
    message: /"as_of" differs \(about 2008 to 2010, about 2013\).*Draw them apart/,
  },
  {
    what: 'a chart of an unknown figure',
    file: list('charts'),
    change: (text) => text.replace('figure: population-city', 'figure: no-such'),
    path: 'population.parts.figure',
    message: /"no-such".*content\/figures\.yaml/,
  },
  {
    what: 'a chart with `each` and without `whole`',
    file: list('charts'),
    change: (text) => text.replace(/\n {2}whole:\n.*\n.*\n/, '\n'),
    path: 'population.parts',
    message: /With "each" name a whole/,
  },
  {
    what: '<Chart> with an unknown id',
    file: page,
    change: under('<Chart id="no-such" />'),
    path: '<Chart id="no-such" />',
    message: /"no-such".*content\/charts\.yaml/,
  },
  {
    what: 'a page with a chart and without charts: true',
    file: page,
    change: (text) => text.replace(/^charts: .*\n/m, ''),
    path: 'charts',
    message: /Write "charts: true"/,
  },
  {
    what: 'a page without a chart and with charts: true',
    file: 'content/pages/privacy.mdx',
    change: line('charts', 'charts: true'),
    path: 'charts',
    message: /has no drawing\. Leave it out/,
  },
  ...['A probation hostel.', 'Approved premises for ten people.', 'A refuge for women.'].map((what) => ({
    what: `a place on the map described as: ${what}`,
    file: list('places'),
    change: (text: string) => text.replace('The Probation Service has an office here today.', what),
    path: 'coalville.at',
    message: /Leave "at" out: a hostel or a refuge must not be found on a map/,
  })),
  {
    what: 'an event label too long for the chart',
    file: list('timeline'),
    change: first('label', 'Community orders could be made by courts'),
    path: /\.label$/,
    message: /22 characters or fewer/,
  },
]);
