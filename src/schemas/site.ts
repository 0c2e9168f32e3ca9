import { z } from 'zod';
import { date, text, webAddress } from './primitives.ts';

// The body itself, its menus, its home page and its search: one YAML file each.

const link = z.strictObject({
  text: text('the words of the link'),
  href: text('the address, like /services/').startsWith('/', { error: 'Write the address of a page here, like /services/' }),
});

export const navigation = z.strictObject({
  header: z.array(link).min(1),
  urgent: link,
  footer: z.array(z.strictObject({ heading: text('the heading'), links: z.array(link).min(1) })).min(1),
});

export const home = z.strictObject({
  heading: text('the promise in the title of the home page'),
  lead: text('the sentence under it'),
  start_links: z.array(link.extend({ says: text('one line on what is behind the door') })).min(1),
  figures: z.array(text('an id from figures.yaml')).default([]),
  /** The headings of the sections. A section without one is left out. */
  headings: z
    .strictObject({
      services: text('the heading'),
      figures: text('the heading'),
      partnerships: text('the heading'),
      values: text('the heading'),
      news: text('the heading'),
    })
    .partial(),
});

const everyBody = z.strictObject({
  name: text('the full name'),
  /** The name in two lines, beside the logo. */
  name_lines: z.tuple([z.string(), z.string()]),
  /** As a sentence uses it: "the Trust". */
  short_name: text('what it is called in a sentence, like "the Trust"'),
  area: text('the area in words'),
  opened_on: date(),
  /** Omitted where the site has no pages on requirements. */
  magistrates: z
    .strictObject({
      first_line: text('the first line of every page for magistrates'),
      /** Under the title of a requirement, on the site of a closed body: the law is not the body's description. */
      law_line: text('what a page on a requirement shows, and of when').optional(),
      /** Wherever a magistrate reads of a local service, so that none is taken for one that still runs. */
      ask: text('whom to ask what runs now'),
      /** At the head of each side of the bench card. */
      card: text('what the bench card shows, and what to do first'),
      /** Where the law and the guidelines in force are published. */
      check: z.array(z.strictObject({ text: text('the name of the site'), web: webAddress })).min(1),
    })
    .optional(),
  mentoring: z.strictObject({
    /** Each completes "To be a mentor you need to:". */
    criteria: z.array(text('what a mentor needs')).min(1),
    /** What else may help someone who is not ready to be a mentor yet. */
    not_yet: z.array(link).default([]),
  }),
  /** The data controller for answers sent here (UK GDPR art. 4(7)). Omitted while there is none. */
  controller: text('who is responsible').optional(),
  forms: z.strictObject({
    /** Who reads the forms. Omitted while nobody does: every form is then a demonstration. */
    read_by: z
      .strictObject({
        who: text('who reads the forms'),
        hours: text('on which days and hours'),
        reply_within: text('how soon they reply, like "3 working days"').optional(),
        phone: text('their telephone number').optional(),
      })
      .optional(),
  }),
  /** Where to report a vulnerability: `Contact` in security.txt (RFC 9116). Omitted while nobody is named. */
  security_contact: z
    .string()
    .regex(/^(mailto:\S+@\S+|https:\/\/\S+|tel:\+\d+)$/, {
      error: 'Write mailto: and an e-mail address, or a web address that begins with https://, like mailto:security@example.org',
    })
    .optional(),
  exit_url: webAddress,
  /** After how many months "npm run content" asks for a page to be compared with its sources again. */
  review_after_months: z.number({ error: 'Write a number of months, like 12' }).int().min(1).default(12),
});

/** Only a closed body needs these. An open one may keep them: pages with `archive: true` still show them. */
const closedBody = {
  closed_on: date('A closed body needs closed_on, like 2014-06-01'),
  /** The banner of every page. */
  notice: z.strictObject({
    lead: text('the first sentence of the banner'),
    text: text('what the pages show'),
    help: link.extend({ before: z.string() }),
    history: link,
  }),
  /** The words before `described_in`: "As the Trust described it in". */
  described_as_of: text('the words before the date, like "As the Trust described it in"'),
  unverified_note: text('the sentence at the foot of archived pages'),
  /** The one button beside a service. */
  similar_help: link,
};

export const trust = z.discriminatedUnion(
  'status',
  [
    everyBody.extend({ status: z.literal('closed'), ...closedBody }),
    everyBody.extend({ status: z.literal('open'), ...z.strictObject(closedBody).partial().shape }),
  ],
  { error: 'Use closed or open' },
);

const bestBet = text('the address of a page here, like /help/today/').startsWith('/', {
  error: 'Write the address of a page here, like /help/today/',
});

// A key made of digits alone is a number to YAML, and accepted. The class excludes spaces and ASCII punctuation instead of
// naming \p{L}, because not every editor that completes YAML knows \p{L}.
const phrase = z.string().regex(/[^\s!-/:-@[-`{-~]/, { error: 'Write the words as people type them, like community service' });

const word = z.string().regex(/^[^\s!-/:-@[-`{-~]+$/, { error: 'Write one word, like prison; several words go under best_bets' });

/** The vocabulary of search. */
export const searchTerms = z.strictObject({
  /** Acronyms that need no entry in the glossary, each with the reason. */
  known_acronyms: z.record(z.string(), text('why these capitals need no entry in the glossary')).optional(),
  /** By the id of a contact: what people say who need that number now. */
  crisis_terms: z.record(z.string(), z.array(phrase, { error: 'List what people say, like [suicide, kill myself]' })).default({}),
  /** By the word that search uses for all of them. */
  synonyms: z.record(word, z.array(word).min(1, { error: 'List the other words, like [jail, nick]' })).default({}),
  /** By what people say: the page that helps, or several, best first. Always an array once parsed. */
  best_bets: z.record(
    phrase,
    z.union([bestBet.transform((address) => [address]), z.array(bestBet).min(1)], {
      error: 'Write the address of a page here, like /help/today/, or several like [/help/today/, /contact/]',
    }),
  ),
});

export type Trust = z.infer<typeof trust>;
export type Navigation = z.infer<typeof navigation>;
export type Home = z.infer<typeof home>;
export type SearchTerms = z.infer<typeof searchTerms>;
