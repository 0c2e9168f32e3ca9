import { z } from 'zod';
import { oneOf, pageAddress, partialDate, someSourceIds, text } from './primitives.ts';

// The YAML lists that pages quote from by id.

/** How certain a figure is. Each value has its own fill in a chart. */
export const certainties = {
  sure: 'As published',
  estimate: 'An estimate, or rounded',
  target: 'A target in a contract, not a result',
  claim: 'The body’s own claim, unchecked',
  doubtful: 'Doubtful',
} as const;

export const figure = z.strictObject({
  value: z.number({ error: 'Write the value as a bare number, like 4000' }),
  /** The upper end, when the figure is a range. */
  max: z.number().optional(),
  display: text('how the figure is written on a page, like "about 4,000"'),
  measures: text('what the figure counts'),
  /** In words, as it follows the figure on a page: "about 2008 to 2010". */
  as_of: text('when it was true, like "about 2008 to 2010"'),
  source: text('the id of one source, like S2'),
  /** claim: the body's own, unchecked. target: promised in a contract, not a result. */
  certainty: oneOf(certainties),
  note: text('what a reader must know before using the figure').optional(),
});

const figureInChart = z.strictObject({
  figure: text('an id from figures.yaml'),
  /** As it follows the figure: "of them lived in the city". */
  label: text('the words after the figure, like "of them lived in the city"'),
});

/** A pictogram: figures as rows of symbols. */
export const chart = z
  .strictObject({
    title: text('what is drawn, in a few words'),
    says: text('what there is to see, in one sentence or two'),
    mark: z.enum(['person', 'sheet'], { error: 'Use person or sheet' }),
    /** How many one symbol counts for. Without it each part is a percentage, and one symbol is 1%. */
    each: z.number({ error: 'Write how many one mark stands for as a bare number, like 100' }).positive().optional(),
    of: text('what a mark stands for, like people'),
    whole: figureInChart.optional(),
    parts: z.array(figureInChart).default([]),
  })
  .refine(({ each, whole, parts }) => (each === undefined ? parts.length > 0 : whole && parts.length <= 1), {
    error: 'With "each" name a whole and at most one part of it, and without "each" at least one part, which is drawn out of a hundred',
    path: ['parts'],
  });

export const term = z.strictObject({
  term: text('the term as it is written in a sentence'),
  definition: text('what it means, in one or two plain sentences'),
  /** Plurals, acronyms and other forms. */
  alternative_names: z.array(z.string()).default([]),
  /** trade: jargon, which a public page must explain. name: a proper name, easier than it looks. */
  kind: z.enum(['trade', 'name'], { error: 'Use trade or name' }),
  page: pageAddress.optional(),
});

export const partner = z.strictObject({
  name: text('the name'),
  did: text('what it did, in one sentence'),
  kind: z.enum(['health', 'police and justice', 'councils', 'charities', 'funders', 'education', 'probation', 'other']),
  /** Addresses of the services and partnership projects it took part in. */
  work: z.array(pageAddress).default([]),
  as_of: text('when, like "about 2013"'),
  sources: someSourceIds,
  note: text('a note').optional(),
});

export const place = z
  .strictObject({
    name: text('the name'),
    kind: z.enum(['area', 'town', 'court', 'prison', 'police station', 'probation office', 'project', 'other']),
    what: text('what happened there, in one sentence'),
    address: text('the address').optional(),
    /** Latitude and longitude in decimal degrees, for the map. Never for a place that must not be found. */
    at: z.tuple([z.number(), z.number()]).optional(),
    as_of: text('when, like "about 2013"'),
    sources: someSourceIds,
    note: text('a note').optional(),
  })
  .refine(({ at, ...rest }) => !at || !/\b(hostel|approved premises|refuge)s?\b/i.test(JSON.stringify(rest)), {
    error: 'Leave "at" out: a hostel or a refuge must not be found on a map',
    path: ['at'],
  });

export const contact = z.strictObject({
  name: text('the name of the organisation'),
  helps_with: text('what it helps with, in one sentence'),
  phone: text('the number').optional(),
  /** "free", "free, 24 hours": only as the source says. */
  cost: text('what a call costs').optional(),
  hours: text('the hours').optional(),
  text: text('the number for texts').optional(),
  email: text('the e-mail address').optional(),
  web: z.url({ error: 'Write the web address in full, like https://www.samaritans.org/' }).optional(),
  postal_address: text('the postal address').optional(),
  /** False where a call redialled by accident could put someone in danger. */
  tap_to_call: z.boolean().default(true),
  /** When the source showed this, in words. */
  as_seen: text('when the source showed it, like "about 2022"'),
  source: text('the id of one source, like H11'),
  note: text('a note').optional(),
});

export const source = z.strictObject({
  /** In our words: "The Trust's page on reducing reoffending". */
  name: text('what the source is, in our words'),
  by: text('who published it'),
  as_of: text('when it was true, like "about 2013"'),
  web: z.array(z.url()).default([]),
  note: text('what a reader must know about it').optional(),
  kind: z.enum(['source document', 'the Trust', 'law', 'inspection', 'research', 'news', 'help', 'other']),
});

/** What an event of the timeline is about. Each has its own lane in the chart. */
export const eventKinds = {
  'the Trust': 'The Trust',
  award: 'Award',
  service: 'Service',
  law: 'Law',
  after: 'After the Trust',
} as const;

export const event = z.strictObject({
  date: partialDate,
  /** "6 August 2012", "about mid-2013". */
  display: text('how the date is written, like "6 August 2012"'),
  what: text('what happened, in one sentence'),
  kind: oneOf(eventKinds),
  /** Two or three words beside its mark in the chart. Few events have room for them. */
  label: text('two or three words, like "Trust opens"').max(22, { error: 'Keep the label to 22 characters or fewer' }).optional(),
  page: pageAddress.optional(),
  sources: someSourceIds,
  note: text('a note').optional(),
});

export type Figure = z.infer<typeof figure>;
export type Chart = z.infer<typeof chart>;
export type Place = z.infer<typeof place>;
export type Contact = z.infer<typeof contact>;
export type Source = z.infer<typeof source>;
