import { z } from 'zod';
import { everyPage } from './pages.ts';
import { listPosition, oneOf, partialDate, someSourceIds, text } from './primitives.ts';

/** What a requirement is meant to do. The sources do not say, so the sorting is ours. The comparison is filtered by it. */
export const purposes = {
  punish: 'Punish',
  repair: 'Repair harm',
  rehabilitate: 'Rehabilitate',
  protect: 'Protect people',
} as const;

/** Who a requirement is for, in law or in local practice. The comparison is filtered by it. */
export const suits = {
  women: 'Women',
  'under-25': 'Under 25',
  'mental-health': 'Mental health',
  drugs: 'Drugs',
  alcohol: 'Alcohol',
  work: 'Work',
} as const;

/** What became of a requirement of 2013, as far as our sources show. */
export const statuses = { same: 'Same', changed: 'Changed', ended: 'Ended', 'not-confirmed': 'Not confirmed' } as const;

/** What happened to a requirement on a date. Each has its own symbol in the chart. */
const changeKinds = {
  began: 'Began',
  changed: 'Changed',
  moved: 'Moved to another Act',
  ended: 'Ended',
  beside: 'A rule beside it',
} as const;

/** Required beside every statement on the law: the date of the text we read, and its sources. */
const citation = {
  /** The date of the law that was read, as it follows "Seen:", like "1 August 2012". */
  as_of: text('the date of the law that was read, like "March 2025"'),
  /** What is not confirmed, in one sentence. */
  doubt: text('what is not confirmed').optional(),
  sources: someSourceIds,
};

const rule = z.strictObject({ says: text('what the law says'), ...citation });

const limit = z.strictObject({
  /** The limit in words: "40 to 300 hours". */
  limit: text('the limit in words, like "40 to 300 hours"'),
  /** The same as numbers, so that lengths can be drawn, and compared within a unit. */
  lengths: z
    .array(
      z
        .strictObject({
          what: text('what is counted, like "work in all"'),
          min: z.number({ error: 'Write a bare number, like 40' }).optional(),
          max: z.number({ error: 'Write a bare number, like 300' }),
          unit: z.enum(['hours', 'days', 'months', 'hours a day', 'hours a week']),
        })
        .refine(({ min = 0, max }) => min < max, { error: 'Write a "max" that is more than the "min"', path: ['max'] }),
    )
    .default([]),
  /** Of the person under the order. */
  consent: z.enum(['needed', 'probably needed', 'not needed', 'not stated'], {
    error: 'Use needed, probably needed, not needed or not stated',
  }),
  /** Anyone else who must agree. */
  consent_of: text('who else must agree, like "anyone else who must take part"').optional(),
  age: z
    .strictObject({
      min: z.number({ error: 'Write an age, like 18' }).optional(),
      under: z.number({ error: 'Write an age, like 25' }).optional(),
    })
    .optional(),
  act: text('the Act, like "Criminal Justice Act 2003"'),
  section: text('the part of the Act, like "section 199"'),
  ...citation,
});

export const requirement = z.strictObject({
  ...everyPage,
  /** The name in lists: "Unpaid work". */
  name: text('the short name, like "Unpaid work"'),
  /** Its number in the list of 2013. */
  order: z.number().int(),
  in_2013: limit,
  today: limit.extend({ status: oneOf(statuses) }),
  changes: z
    .array(
      z.strictObject({
        date: partialDate,
        kind: oneOf(changeKinds),
        what: text('what changed, in one sentence'),
        section: text('the section').optional(),
        sources: someSourceIds,
      }),
    )
    .default([]),
  purposes: z.array(oneOf(purposes)).min(1),
  suits: z.array(oneOf(suits)).default([]),
  /** Who it suited and who it did not, as far as the sources say. */
  suits_whom: text('whom it suited, in one sentence').optional(),
  suits_not: text('whom it did not suit, in one sentence').optional(),
  /** Local practice in a sentence or two, for the comparison. */
  here: text('what happened here, in one sentence'),
  /** How long it lasted in local practice: figures drawn beside the limits of the law. */
  practice: z
    .array(
      z.strictObject({
        figure: text('an id from figures.yaml'),
        of: text('what it counts, as a length of the law is named: "activity in all"'),
      }),
    )
    .default([]),
  /** The services and partnership projects that delivered it. Their pages link back here. */
  delivered_by: z
    .array(
      z.strictObject({
        page: z.string().startsWith('/', { error: 'Write the address of a service or partnership, like /services/community-payback/' }),
        /** stated: a source says that people came under this requirement. worked out: it follows from what both are. */
        certainty: z.enum(['stated', 'worked out', 'doubtful'], { error: 'Use stated, worked out or doubtful' }),
      }),
    )
    .default([]),
  /** What our sources say about breach of this requirement, beside the rule for every order. */
  breach: rule.optional(),
});

/** A rule for every community order, whatever requirements it has. */
export const orderRule = z.strictObject({
  name: text('what the rule is about'),
  order: listPosition,
  in_2013: rule.optional(),
  today: rule.optional(),
});

/** A requirement that was not in the list of 2013. */
export const laterRequirement = z.strictObject({
  name: text('the name'),
  order: listPosition,
  says: text('what it is, with its limit'),
  /** In words: "1 February 2015", "by 1 October 2018". */
  since: text('since when, like "1 February 2015"'),
  section: text('the section'),
  in_force: z.enum(['seen', 'not seen'], { error: 'Use seen or not seen' }),
  ...citation,
});

export const courtReport = z.strictObject({
  name: text('the name of the report'),
  order: listPosition,
  time: text('how long it took, like "15 days"'),
  fits: text('when it fitted').optional(),
  by: z.enum(['the Trust', 'other areas'], { error: 'Use the Trust or other areas' }),
  ...citation,
});

export type Requirement = z.infer<typeof requirement>;
export type Limit = z.infer<typeof limit>;
