import { z } from 'zod';
import { referralServiceNames } from '../forms/referral.ts';

// Written for editors: every message says what right looks like, because these messages are what an editor reads
// when a file in content/ is refused. Strict objects everywhere, so that a misspelt key is an error and not silence.

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

// What it is stands beside the field in an editor as well.
const words = (what: string) =>
  z
    .string({ error: `Write ${what}` })
    .min(1, { error: `Write ${what}` })
    .describe(capital(what));

// YAML readers disagree on whether 2026-11-21 is text or a date; both end as the same text here.
const dayOr = (error: string) =>
  z.preprocess(
    (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
    z.iso.date({ error }).describe('A day, like 2026-11-21'),
  );
const day = dayOr('Write the date as 2026-11-21');

const sourceIds = z
  .array(words('the id of a source in sources.yaml, like S1'), { error: 'List the sources, like [S1, S5]' })
  .min(1, { error: 'Name at least one source from sources.yaml, like [S1]' });

const ids = (file: string) => z.array(words(`an id from ${file}`)).default([]);

const title = words('the title, as it stands at the top of the page').max(70, {
  error: 'Keep the title to 70 characters or fewer',
});

const description = words('one plain sentence that says what the page is for').max(160, {
  error: 'Keep the description to 160 characters or fewer',
});

/** Who a page is for. Search filters by it, and the reading test asks less of pages for magistrates. */
export const audiences = {
  public: 'Members of the public',
  magistrates: 'Magistrates and courts',
  mentors: 'People who want to mentor',
  practitioners: 'People who refer',
} as const;

const audience = z
  .array(z.enum(Object.keys(audiences) as [keyof typeof audiences], { error: `Use ${Object.keys(audiences).join(', ')}` }))
  .min(1, { error: 'Say who the page is for, like [public]' });

/** Subjects that cards and lists are marked with. */
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

const topic = z.array(z.enum(Object.keys(topics) as [keyof typeof topics], { error: `Use ${Object.keys(topics).join(', ')}` }));

/** The services a referral can name: each has a page here that says so. */
export const referralServices = Object.keys(referralServiceNames);

/** Collections come back in the order of their ids, which is nobody's order. */
const inList = z.number({ error: 'Write the place in the list as a number, like 3' });

const onEveryPage = {
  title,
  description,
  sources: sourceIds,
  /** The day someone last compared the page with its sources. */
  last_reviewed: day,
  /** Other names people use for it: the A to Z lists the page under them, and search finds it by them. */
  alternative_names: z.array(words('another name, like Community service')).default([]),
  /** The page carries the style of drawings. */
  charts: z.boolean().default(false),
};

/** A service or a partnership project: the same shape, so that they can be listed, compared and exported alike. */
const work = z
  .strictObject({
    ...onEveryPage,
    audience,
    topics: topic,
    order: inList,
    /** As it follows "As the Trust described it in": "about 2013". */
    described_in: words('when the Trust described it, like "about 2013"'),
    /** The year in `dated`, as a number; decides whether a living body may show the page as current. */
    described_year: z.number({ error: 'Write the year as a number, like 2013' }).int(),
    archive: z.boolean().default(false),
    key_facts: z.strictObject({
      who: words('who it is for'),
      how_long: words('how long it lasts').optional(),
      how_to_get_a_place: words('how people got a place'),
      run_with: words('who runs and funds it').optional(),
      where: words('where it happens').optional(),
    }),
    referral: z.enum(['none', ...referralServices], {
      error: `Say which value of the referral form this is (${referralServices.join(', ')}) or none`,
    }),
    /** One sentence on how people got a place, for what could not be asked for. */
    access: words('how people got a place, like "A court decided who came here."').optional(),
    partners: ids('partners.yaml'),
    places: ids('places.yaml'),
    /** Why no requirement led here. Left out where a file in content/requirements names this page under delivered_by. */
    no_requirement: words('why no requirement of an order led here, in one sentence or two').optional(),
    /** Addresses of pages here that a reader may want next. */
    related: z.array(z.string().startsWith('/', { error: 'Write the address of a page here, like /help/today/' })).default([]),
    /** Shows "Exit this page". */
    exit_this_page: z.boolean().default(false),
  })
  .refine((it) => it.referral !== 'none' || it.access, {
    error: 'With "referral: none", say in one sentence how people got a place',
    path: ['access'],
  });

/** What a requirement is meant to do, by our own sorting: the sources give none. The comparison is filtered by it. */
export const purposes = {
  punish: 'Punish',
  repair: 'Repair harm',
  rehabilitate: 'Rehabilitate',
  protect: 'Protect people',
} as const;

/** Whom a requirement is for, in law or in what was done here. The comparison is filtered by it. */
export const suits = {
  women: 'Women',
  'under-25': 'Under 25',
  'mental-health': 'Mental health',
  drugs: 'Drugs',
  alcohol: 'Alcohol',
  work: 'Work',
} as const;

/** How far a requirement of 2013 stands today, as far as our sources show. */
export const statuses = { same: 'Same', changed: 'Changed', ended: 'Ended', 'not-confirmed': 'Not confirmed' } as const;

/** What a date in the life of a requirement brought. Each is drawn in its own way. */
export const changeKinds = {
  began: 'Began',
  changed: 'Changed',
  moved: 'Moved to another Act',
  ended: 'Ended',
  beside: 'A rule beside it',
} as const;

const oneOf = <const O extends Record<string, string>>(choices: O) => {
  const keys = Object.keys(choices) as [keyof O & string];
  return z.enum(keys, { error: `Use ${keys.join(', ')}` });
};

/** As precise as the source: 2012-08-06, 2010-09 or 2007. */
const dayMonthOrYear = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)),
  z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, { error: 'Write the date as 2015-02-01, 2015-02 or 2015' }),
);

/** The least that stands beside anything we say of the law: when and where it was read. */
const read = {
  /** The date of the law that was read, as it follows "Seen:", like "1 August 2012". */
  as_of: words('the date of the law that was read, like "March 2025"'),
  /** What is not confirmed, in one sentence. */
  doubt: words('what is not confirmed').optional(),
  sources: sourceIds,
};

const rule = z.strictObject({ says: words('what the law says'), ...read });

export const limit = z.strictObject({
  /** The limit in words: "40 to 300 hours". */
  limit: words('the limit in words, like "40 to 300 hours"'),
  /** The same as numbers, so that lengths can be drawn and compared within a unit. */
  lengths: z
    .array(
      z
        .strictObject({
          what: words('what is counted, like "work in all"'),
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
  consent_of: words('who else must agree, like "anyone else who must take part"').optional(),
  age: z
    .strictObject({
      min: z.number({ error: 'Write an age, like 18' }).optional(),
      under: z.number({ error: 'Write an age, like 25' }).optional(),
    })
    .optional(),
  act: words('the Act, like "Criminal Justice Act 2003"'),
  section: words('the part of the Act, like "section 199"'),
  ...read,
});

const requirement = z.strictObject({
  ...onEveryPage,
  /** The name in lists: "Unpaid work". */
  name: words('the short name, like "Unpaid work"'),
  /** Its number in the list of 2013. */
  order: z.number().int(),
  in_2013: limit,
  today: limit.extend({ status: oneOf(statuses) }),
  changes: z
    .array(
      z.strictObject({
        date: dayMonthOrYear,
        kind: oneOf(changeKinds),
        what: words('what changed, in one sentence'),
        section: words('the section').optional(),
        sources: sourceIds,
      }),
    )
    .default([]),
  purposes: z.array(oneOf(purposes)).min(1),
  suits: z.array(oneOf(suits)).default([]),
  /** Whom it suited and whom not, as far as the sources say. */
  suits_whom: words('whom it suited, in one sentence').optional(),
  suits_not: words('whom it did not suit, in one sentence').optional(),
  /** What happened here, in one sentence or two, for the comparison. */
  here: words('what happened here, in one sentence'),
  /** How long it was used for here: figures, kept apart from the limits of the law and drawn beside them. */
  practice: z
    .array(
      z.strictObject({
        figure: words('an id from figures.yaml'),
        of: words('what it counts, as a length of the law is named: "activity in all"'),
      }),
    )
    .default([]),
  /** The services and partnership projects people came to under it. Their pages lead back here. */
  delivered_by: z
    .array(
      z.strictObject({
        page: z.string().startsWith('/', { error: 'Write the address of a service or partnership, like /services/community-payback/' }),
        /** stated: a source says that people came under this requirement. worked out: it follows from what both are. */
        certainty: z.enum(['stated', 'worked out', 'doubtful'], { error: 'Use stated, worked out or doubtful' }),
      }),
    )
    .default([]),
  /** What our sources say of breaking this one, beside the rule for every order. */
  breach: rule.optional(),
});

/** A rule for every community order, whatever is in it. */
const orderRule = z.strictObject({
  name: words('what the rule is about'),
  order: inList,
  in_2013: rule.optional(),
  today: rule.optional(),
});

/** A requirement that was not in the list of 2013. */
const laterRequirement = z.strictObject({
  name: words('the name'),
  order: inList,
  says: words('what it is, with its limit'),
  /** When it came, in words: "1 February 2015", "by 1 October 2018". */
  since: words('since when, like "1 February 2015"'),
  section: words('the section'),
  in_force: z.enum(['seen', 'not seen'], { error: 'Use seen or not seen' }),
  ...read,
});

/** A kind of report that courts had. */
const courtReport = z.strictObject({
  name: words('the name of the report'),
  order: inList,
  time: words('how long it took, like "15 days"'),
  fits: words('when it fitted').optional(),
  by: z.enum(['the Trust', 'other areas'], { error: 'Use the Trust or other areas' }),
  ...read,
});

const news = z.strictObject({
  ...onEveryPage,
  audience,
  date: day,
});

const page = z.strictObject({
  ...onEveryPage,
  sources: z.array(words('the id of a source in sources.yaml, like S1'), { error: 'List the sources, like [S1, S5]' }).default([]),
  audience,
  /** False leaves out "On this page", where the first words of the page must come first on a phone too. */
  toc: z.boolean().default(true),
  /** The name in the address trail and in menus, when the title is too long for them. */
  short_title: words('a short name').optional(),
  exit_this_page: z.boolean().default(false),
  /** Leaves the page out of the sitemap and asks search engines not to list it. */
  unlisted: z.boolean().default(false),
  related: z.array(z.string().startsWith('/')).default([]),
});

const value = z.strictObject({ title, order: z.number().int(), sources: sourceIds });

/** How sure a figure is. Each is drawn in its own way. */
export const certainties = {
  sure: 'As published',
  estimate: 'An estimate, or rounded',
  target: 'A target in a contract, not a result',
  claim: 'The body’s own claim, unchecked',
  doubtful: 'Doubtful',
} as const;

const figure = z.strictObject({
  value: z.number({ error: 'Write the value as a bare number, like 4000' }),
  /** The upper end, when the figure is a range. */
  max: z.number().optional(),
  /** How it is written on a page: "about 4,000". */
  display: words('how the figure is written on a page, like "about 4,000"'),
  measures: words('what the figure counts'),
  /** In words, as it follows the figure on a page: "about 2008 to 2010". */
  as_of: words('when it was true, like "about 2008 to 2010"'),
  source: words('the id of one source, like S2'),
  /** claim: the body's own, unchecked. target: promised in a contract, not a result. */
  certainty: oneOf(certainties),
  note: words('what a reader must know before using the figure').optional(),
});

const drawn = z.strictObject({
  figure: words('an id from figures.yaml'),
  /** As it follows the figure: "of them lived in the city". */
  label: words('the words after the figure, like "of them lived in the city"'),
});

/** Figures drawn as rows of marks. */
const chart = z
  .strictObject({
    title: words('what is drawn, in a few words'),
    says: words('what there is to see, in one sentence or two'),
    mark: z.enum(['person', 'sheet'], { error: 'Use person or sheet' }),
    /** How many one mark stands for. Without it each part is a share, and a mark is one in a hundred. */
    each: z.number({ error: 'Write how many one mark stands for as a bare number, like 100' }).positive().optional(),
    of: words('what a mark stands for, like people'),
    whole: drawn.optional(),
    parts: z.array(drawn).default([]),
  })
  .refine(({ each, whole, parts }) => (each === undefined ? parts.length > 0 : whole && parts.length <= 1), {
    error: 'With "each" name a whole and at most one part of it, and without "each" at least one part, which is drawn out of a hundred',
    path: ['parts'],
  });

const term = z.strictObject({
  term: words('the term as it is written in a sentence'),
  definition: words('what it means, in one or two plain sentences'),
  /** Other forms that mean the same: plurals, acronyms. */
  alternative_names: z.array(z.string()).default([]),
  /** trade: must be explained where a public page first uses it. name: a proper name, easier than it looks. */
  kind: z.enum(['trade', 'name'], { error: 'Use trade or name' }),
  page: z.string().startsWith('/').optional(),
});

const partner = z.strictObject({
  name: words('the name'),
  /** What it did with the Trust, in one sentence. */
  did: words('what it did, in one sentence'),
  kind: z.enum(['health', 'police and justice', 'councils', 'charities', 'funders', 'education', 'probation', 'other']),
  /** Services and partnership projects it took part in, as addresses. */
  work: z.array(z.string().startsWith('/')).default([]),
  as_of: words('when, like "about 2013"'),
  sources: sourceIds,
  note: words('a note').optional(),
});

const place = z
  .strictObject({
    name: words('the name'),
    kind: z.enum(['area', 'town', 'court', 'prison', 'police station', 'probation office', 'project', 'other']),
    what: words('what happened there, in one sentence'),
    address: words('the address').optional(),
    /** Decimal degrees of the town or site, for a drawn map; never of anywhere that must not be found. */
    at: z.tuple([z.number(), z.number()]).optional(),
    as_of: words('when, like "about 2013"'),
    sources: sourceIds,
    note: words('a note').optional(),
  })
  .refine(({ at, ...it }) => !at || !/\b(hostel|approved premises|refuge)s?\b/i.test(JSON.stringify(it)), {
    error: 'Leave "at" out: a hostel or a refuge must not be found on a map',
    path: ['at'],
  });

const contact = z.strictObject({
  name: words('the name of the organisation'),
  helps_with: words('what it helps with, in one sentence'),
  phone: words('the number').optional(),
  /** "free", "free, 24 hours": only as the source says. */
  cost: words('what a call costs').optional(),
  hours: words('the hours').optional(),
  text: words('the number for texts').optional(),
  email: words('the e-mail address').optional(),
  web: z.url({ error: 'Write the web address in full, like https://www.samaritans.org/' }).optional(),
  postal_address: words('the postal address').optional(),
  /** False where a call that is redialled by accident could put someone in danger. */
  tap_to_call: z.boolean().default(true),
  /** When the source showed this, in words. */
  as_seen: words('when the source showed it, like "about 2022"'),
  source: words('the id of one source, like H11'),
  note: words('a note').optional(),
});

const source = z.strictObject({
  /** What it is, in our words: "The Trust's page on reducing reoffending". */
  name: words('what the source is, in our words'),
  by: words('who published it'),
  as_of: words('when it was true, like "about 2013"'),
  web: z.array(z.url()).default([]),
  /** How sure a reader can be of it. */
  note: words('what a reader must know about it').optional(),
  kind: z.enum(['source document', 'the Trust', 'law', 'inspection', 'research', 'news', 'help', 'other']),
});

/** What an event of the timeline is about. Each has a lane of its own in the drawing. */
export const eventKinds = {
  'the Trust': 'The Trust',
  award: 'Award',
  service: 'Service',
  law: 'Law',
  after: 'After the Trust',
} as const;

const event = z.strictObject({
  date: dayMonthOrYear,
  /** How the date is written: "6 August 2012", "about mid-2013". */
  display: words('how the date is written, like "6 August 2012"'),
  what: words('what happened, in one sentence'),
  kind: oneOf(eventKinds),
  /** Two or three words that stand at its mark in the drawing. Few events have room for them. */
  label: words('two or three words, like "Trust opens"').max(22, { error: 'Keep the label to 22 characters or fewer' }).optional(),
  page: z.string().startsWith('/').optional(),
  sources: sourceIds,
  note: words('a note').optional(),
});

const link = z.strictObject({
  text: words('the words of the link'),
  href: words('the address, like /services/').startsWith('/', { error: 'Write the address of a page here, like /services/' }),
});

const navigation = z.strictObject({
  header: z.array(link).min(1),
  urgent: link,
  footer: z.array(z.strictObject({ heading: words('the heading'), links: z.array(link).min(1) })).min(1),
});

const home = z.strictObject({
  heading: words('the promise in the title of the home page'),
  lead: words('the sentence under it'),
  start_links: z.array(link.extend({ says: words('one line on what is behind the door') })).min(1),
  figures: z.array(words('an id from figures.yaml')).default([]),
  /** Of each part of the page. A part without one is left out. */
  headings: z
    .strictObject({
      services: words('the heading'),
      figures: words('the heading'),
      partnerships: words('the heading'),
      values: words('the heading'),
      news: words('the heading'),
    })
    .partial(),
});

const notice = z.strictObject({
  lead: words('the first sentence of the banner'),
  text: words('what the pages show'),
  help: link.extend({ before: z.string() }),
  history: link,
});

const anyBody = z.strictObject({
  name: words('the full name'),
  /** The name in two lines, beside the mark. */
  name_lines: z.tuple([z.string(), z.string()]),
  /** As it is called in a sentence: "the Trust". */
  short_name: words('what it is called in a sentence, like "the Trust"'),
  area: words('the area in words'),
  opened_on: day,
  /** Left out where the site has no pages on requirements. */
  magistrates: z
    .strictObject({
      first_line: words('the first line of every page for magistrates'),
      /** Under the title of a requirement of a closed body: the law is not the body's description. */
      law_line: words('what a page on a requirement shows, and of when').optional(),
      /** Where a service of the Trust is named to a magistrate: none may be taken for one that runs. */
      ask: words('whom to ask what runs now'),
      /** At the head of each side of the bench card. */
      card: words('what the bench card shows, and what to do first'),
      /** Where the law and the guidelines in force are. */
      check: z
        .array(z.strictObject({ text: words('the name of the site'), web: z.url({ error: 'Write the web address in full' }) }))
        .min(1),
    })
    .optional(),
  mentoring: z.strictObject({
    /** Each follows "To be a mentor you need to:". */
    criteria: z.array(words('what a mentor needs')).min(1),
    /** What else may help someone who is not ready to be a mentor yet. */
    not_yet: z.array(link).default([]),
  }),
  /** Who is responsible for answers sent here. Left out while nobody is. */
  controller: words('who is responsible').optional(),
  forms: z.strictObject({
    /** Who reads the forms. Left out while nobody does: then every form is a demonstration. */
    read_by: z
      .strictObject({
        who: words('who reads the forms'),
        hours: words('on which days and hours'),
        reply_within: words('how soon they reply, like "3 working days"').optional(),
        phone: words('their telephone number').optional(),
      })
      .optional(),
  }),
  /** Whom to tell of a weakness in this site. Left out while nobody is named. */
  security_contact: z
    .string()
    .regex(/^(mailto:\S+@\S+|https:\/\/\S+|tel:\+\d+)$/, {
      error: 'Write mailto: and an e-mail address, or a web address that begins with https://, like mailto:security@example.org',
    })
    .optional(),
  exit_url: z.url({ error: 'Write the web address in full' }),
  /** After how many months "npm run content" asks for a page to be compared with its sources again. */
  review_after_months: z.number({ error: 'Write a number of months, like 12' }).int().min(1).default(12),
});

/** What only a closed body says. One that has opened may keep it, and none of it is shown but beside pages of the archive. */
const whileClosed = {
  closed_on: dayOr('A closed body needs closed_on, like 2014-06-01'),
  /** The banner of every page. */
  notice,
  /** As it stands before `dated`: "As the Trust described it in". */
  described_as_of: words('the words before the date, like "As the Trust described it in"'),
  unverified_note: words('the sentence at the foot of archived pages'),
  /** Where the one action beside a service leads. */
  similar_help: link,
};

const trust = z.discriminatedUnion(
  'status',
  [
    anyBody.extend({ status: z.literal('closed'), ...whileClosed }),
    anyBody.extend({ status: z.literal('open'), ...z.strictObject(whileClosed).partial().shape }),
  ],
  { error: 'Use closed or open' },
);

const address = words('the address of a page here, like /help/today/').startsWith('/', {
  error: 'Write the address of a page here, like /help/today/',
});

// A key in digits alone is a number to YAML, and text all the same. Anything but spaces and signs will do: \p{L} in a
// pattern is not known to every editor that completes YAML.
const said = z.string().regex(/[^\s!-/:-@[-`{-~]/, { error: 'Write the words as people type them, like community service' });

const oneWord = z.string().regex(/^[^\s!-/:-@[-`{-~]+$/, { error: 'Write one word, like prison; several words go under pages' });

/** What people say, and what helps: for search. */
const searchTerms = z.strictObject({
  /** Capitals that need no entry in the glossary, each with the reason. */
  known_acronyms: z.record(z.string(), words('why these capitals need no entry in the glossary')).optional(),
  /** By the id of a contact: what is said by whoever needs that number now. */
  crisis_terms: z.record(z.string(), z.array(said, { error: 'List what people say, like [suicide, kill myself]' })).default({}),
  /** By the word that they are read as: other words for the same thing. */
  synonyms: z.record(oneWord, z.array(oneWord).min(1, { error: 'List the other words, like [jail, nick]' })).default({}),
  /** By what is said: the page that helps, or several, best first. */
  best_bets: z.record(
    said,
    z.union([address.transform((one) => [one]), z.array(address).min(1)], {
      error: 'Write the address of a page here, like /help/today/, or several like [/help/today/, /contact/]',
    }),
  ),
});

/** Collections with one MDX file an entry. */
export const mdxCollections = { values: value, services: work, partnerships: work, requirements: requirement, news, pages: page } as const;

/** Collections kept in one YAML file, by id. */
export const yamlCollections = {
  figures: figure,
  charts: chart,
  glossary: term,
  partners: partner,
  places: place,
  contacts: contact,
  sources: source,
  timeline: event,
  'order-rules': orderRule,
  'later-requirements': laterRequirement,
  'court-reports': courtReport,
} as const;

/** Single YAML files. */
export const singletons = { trust, navigation, home, search: searchTerms } as const;

export type Work = z.infer<typeof work>;
export type Requirement = z.infer<typeof requirement>;
export type Limit = z.infer<typeof limit>;
export type Rule = z.infer<typeof rule>;
export type Page = z.infer<typeof page>;
export type News = z.infer<typeof news>;
export type Figure = z.infer<typeof figure>;
export type Chart = z.infer<typeof chart>;
export type Term = z.infer<typeof term>;
export type Partner = z.infer<typeof partner>;
export type Place = z.infer<typeof place>;
export type Contact = z.infer<typeof contact>;
export type Source = z.infer<typeof source>;
export type TimelineEvent = z.infer<typeof event>;
export type Trust = z.infer<typeof trust>;
export type Navigation = z.infer<typeof navigation>;
export type Home = z.infer<typeof home>;
export type SearchTerms = z.infer<typeof searchTerms>;
