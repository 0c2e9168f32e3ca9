import { z } from 'zod';
import { date, idsFrom, listPosition, oneOf, pageAddress, someSourceIds, sourceIds, text } from './primitives.ts';
import { referralServiceNames } from './referral-services.ts';

/** The readers of a page. Search filters by it, and pages for magistrates may read at a higher grade. */
export const audiences = {
  public: 'Members of the public',
  magistrates: 'Magistrates and courts',
  mentors: 'People who want to mentor',
  practitioners: 'People who refer',
} as const;

const audience = z.array(oneOf(audiences)).min(1, { error: 'Say who the page is for, like [public]' });

/** Subjects shown as tags on cards and lists. */
export const topics = {
  women: 'Women',
  'mental-health': 'Mental health',
  health: 'Health',
  'drugs-and-alcohol': 'Drugs and alcohol',
  work: 'Work and training',
  'making-amends': 'Making amends',
  'leaving-prison': 'Leaving prison',
  mentoring: 'Mentoring',
  courts: 'Courts',
  supervision: 'Supervision',
  victims: 'Victims',
} as const;

const title = text('the title, as it stands at the top of the page').max(70, {
  error: 'Keep the title to 70 characters or fewer',
});

/** What every page says about itself in its front matter. */
export const everyPage = {
  title,
  description: text('one plain sentence that says what the page is for').max(160, {
    error: 'Keep the description to 160 characters or fewer',
  }),
  sources: someSourceIds,
  /** The day someone last compared the page with its sources. */
  last_reviewed: date(),
  /** Other names people use for it: the A to Z lists the page under them, and search finds it by them. */
  alternative_names: z.array(text('another name, like Community service')).default([]),
  /** The page has charts and loads their styles. */
  charts: z.boolean().default(false),
};

const referralServices = Object.keys(referralServiceNames);

/** A service or a partnership project: one shape, so that both can be listed, compared and exported alike. */
export const service = z
  .strictObject({
    ...everyPage,
    audience,
    topics: z.array(oneOf(topics)),
    order: listPosition,
    /** As it follows "As the Trust described it in": "about 2013". */
    described_in: text('when the Trust described it, like "about 2013"'),
    /** The year in `described_in` as a number. It decides whether an open body may show the page as current. */
    described_year: z.number({ error: 'Write the year as a number, like 2013' }).int(),
    archive: z.boolean().default(false),
    key_facts: z.strictObject({
      who: text('who it is for'),
      how_long: text('how long it lasts').optional(),
      how_to_get_a_place: text('how people got a place'),
      run_with: text('who runs and funds it').optional(),
      where: text('where it happens').optional(),
    }),
    referral: z.enum(['none', ...referralServices], {
      error: `Say which value of the referral form this is (${referralServices.join(', ')}) or none`,
    }),
    /** One sentence on how people got a place, for a service that takes no referrals. */
    access: text('how people got a place, like "A court decided who came here."').optional(),
    partners: idsFrom('partners.yaml'),
    places: idsFrom('places.yaml'),
    /** Why no requirement led here. Omitted where a file in content/requirements names this page under delivered_by. */
    no_requirement: text('why no requirement of an order led here, in one sentence or two').optional(),
    /** Addresses of pages to read next. */
    related: z.array(pageAddress).default([]),
    /** Shows "Exit this page". */
    exit_this_page: z.boolean().default(false),
  })
  .refine(({ referral, access }) => referral !== 'none' || access, {
    error: 'With "referral: none", say in one sentence how people got a place',
    path: ['access'],
  });

export const news = z.strictObject({ ...everyPage, audience, date: date() });

export const page = z.strictObject({
  ...everyPage,
  sources: sourceIds.default([]),
  audience,
  /** False omits "On this page", where the first words of the page must come first on a phone too. */
  toc: z.boolean().default(true),
  /** The name in breadcrumbs and menus, when the title is too long for them. */
  short_title: text('a short name').optional(),
  exit_this_page: z.boolean().default(false),
  /** Leaves the page out of the sitemap and asks search engines not to list it. */
  unlisted: z.boolean().default(false),
  related: z.array(pageAddress).default([]),
});

export const value = z.strictObject({ title, order: z.number().int(), sources: someSourceIds });
