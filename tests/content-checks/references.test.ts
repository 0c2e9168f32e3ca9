import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findIssues } from '../../src/content-checks/find-issues.ts';
import { codeRoutes } from '../../src/content-checks/integration.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { referralServices } from '../../src/schemas/index.ts';
import { root } from '../site-under-test/serve.ts';

const read = await readContent(root);
const { content } = read;

test('content/ as it is has no fault', () => {
  assert.deepEqual(findIssues(read, codeRoutes).map(formatIssue), []);
});

test('every service and partnership says which value of the referral form it is, or how people got a place', () => {
  for (const { file, data } of [...content.services, ...content.partnerships]) assert(data.referral !== 'none' || data.access, file);
});

test('every value of the referral form has a page that says what it is', () => {
  for (const value of referralServices) {
    assert(
      [...content.services, ...content.partnerships].some(({ data }) => data.referral === value),
      value,
    );
  }
});

/** One thing to break in a copy of content/, and what an editor must then read. */
interface Slip {
  /** "… is refused" */
  what: string;
  file: string;
  /** What stands there, and what to write instead. */
  change: (text: string) => string;
  key: string | RegExp;
  /** The part of the message that says what right looks like. */
  says: RegExp;
}

const page = 'content/pages/about.mdx';
const service = 'content/services/court-reports.mdx';
const requirement = 'content/requirements/curfew.mdx';
const activity = 'content/requirements/activity.mdx';
const view = 'content/pages/magistrates/requirements/for/women.mdx';

/** Writes one key anew, at the top of the front matter or of the file. */
const line = (key: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^${key}:.*\\n( .*\\n)*`, 'm'), '').replace(/^(---\n)?/, `$1${value}\n`);
const under = (words: string) => (text: string) => `${text.trimEnd()}\n\n${words}\n`;
/** Changes or takes out one key of the first entry of a list. */
const first = (key: string, value: string) => (text: string) =>
  text.replace(new RegExp(`\\n  ${key}:.*(\\n    .*)*`), value && `\n  ${key}: ${value}`);
const list = (name: string) => `content/${name}.yaml`;

const lostIds: Slip[] = [
  ...['sources', 'partners', 'places'].map((name) => ({
    what: `a service that names one of the ${name} that is not there`,
    file: service,
    change: line(name, `${name}: [S1, no-such]`),
    key: name,
    says: new RegExp(`"no-such".*content/${name}\\.yaml.*add`),
  })),
  {
    what: 'local practice with a figure that is not there',
    file: activity,
    change: (text) => text.replace('figure: just-women-days', 'figure: no-such'),
    key: 'practice.figure',
    says: /"no-such".*content\/figures\.yaml/,
  },
  {
    what: '<Sources> with one id of several that is not there',
    file: page,
    change: under('<Sources ids="S1 X999 S2" />'),
    key: '<Sources ids="S1 X999 S2" />',
    says: /"X999".*content\/sources\.yaml/,
  },
  {
    what: 'a limit of the law with a source that is not there',
    file: requirement,
    change: (text) => text.replace(/^( +)sources: .*$/m, '$1sources: [X999]'),
    key: /^in_2013\.sources$/,
    says: /"X999".*content\/sources\.yaml/,
  },
  {
    what: 'a figure on the home page that is not there',
    file: list('home'),
    change: line('figures', 'figures: [no-such]'),
    key: 'figures',
    says: /"no-such".*content\/figures\.yaml/,
  },
  ...['partners', 'places', 'timeline'].map((name) => ({
    what: `an entry of ${name}.yaml with a source that is not there`,
    file: list(name),
    change: (text: string) => text.replace(/\bsources: \[.*\]/, 'sources: [X999]'),
    key: /\.sources$/,
    says: /"X999".*content\/sources\.yaml/,
  })),
  ...['figures', 'contacts'].map((name) => ({
    what: `an entry of ${name}.yaml with a source that is not there`,
    file: list(name),
    change: first('source', 'X999'),
    key: /\.source$/,
    says: /"X999".*content\/sources\.yaml/,
  })),
  ...Object.entries({ Figure: 'figures', Term: 'glossary', Contact: 'contacts' }).map(([component, name]) => ({
    what: `<${component}> with an id that is not there`,
    file: page,
    change: under(`Some words <${component} id="no-such">here</${component}>.`),
    key: `<${component} id="no-such">`,
    says: new RegExp(`"no-such".*content/${name}\\.yaml`),
  })),
  {
    what: '<Quote> with a source that is not there, on several lines',
    file: service,
    change: under('<Quote\n  who="The company"\n  when="about 2015"\n  source="X999">\n\nWords.\n\n</Quote>'),
    key: /^<Quote\s/,
    says: /"X999".*content\/sources\.yaml/,
  },
  ...Object.entries({ Figure: 'id', Term: 'id', Contact: 'id', Quote: 'source' }).map(([component, attribute]) => ({
    what: `<${component}> without its ${attribute}`,
    file: page,
    change: under(`<${component}>words</${component}>`),
    key: `<${component}>`,
    says: new RegExp(`needs ${attribute}="…", an id from content/`),
  })),
];

const deadLinks: Slip[] = [
  { what: 'a dead link in a text', change: under('See [help](/help/nowhere/).'), key: '/help/nowhere/' },
  { what: 'the second of two links on one line, dead', change: under('See [help](/help/) and [more](/nowhere/).'), key: '/nowhere/' },
  { what: 'a dead link with a title', change: under('See [help](/nowhere/ "Help").'), key: '/nowhere/' },
  { what: 'a dead link written as a reference', change: under('See [help][1].\n\n[1]: /nowhere/'), key: '/nowhere/' },
  { what: 'a link without its last slash', change: under('See [help](/help/today).'), key: '/help/today' },
  { what: 'a link without its first slash', change: under('See [help](help/today/).'), key: 'help/today/' },
  { what: 'a link to a part of a page that is not there', change: under('See [help](/nowhere/#part).'), key: '/nowhere/#part' },
  { what: 'a dead link in <Action>', change: under('<Action href="/nowhere/" text="Go">Why.</Action>'), key: '/nowhere/' },
  { what: 'a dead link in an element', change: under('<a href="/nowhere/">Go</a>'), key: '/nowhere/' },
  {
    what: 'a dead address among related pages, each on its line',
    change: line('related', 'related:\n  - /help/\n  - /nowhere/'),
    key: 'related',
    named: true,
  },
  {
    what: 'a dead address among related pages on one line',
    change: line('related', 'related: [/help/, /nowhere/, /about/]'),
    key: 'related',
    named: true,
  },
  {
    what: 'a dead address in the menu',
    file: list('navigation'),
    change: (text: string) => text.replace('href: /services/', 'href: /nowhere/'),
    key: 'header.href',
    named: true,
  },
  {
    what: 'a dead door on the home page',
    file: list('home'),
    change: (text: string) => text.replace('href: /services/', 'href: /nowhere/'),
    key: 'start_links.href',
    named: true,
  },
  {
    what: 'a dead address in the notice',
    file: list('trust'),
    change: (text: string) => text.replace('href: /about/history/', 'href: /nowhere/'),
    key: 'notice.history.href',
    named: true,
  },
  {
    what: 'a dead page of a word in the glossary',
    file: list('glossary'),
    change: first('page', '/nowhere/'),
    key: /\.page$/,
    named: true,
  },
  { what: 'a dead page in the timeline', file: list('timeline'), change: first('page', '/nowhere/'), key: /\.page$/, named: true },
  {
    what: 'dead work of a partner, after one that is there',
    file: list('partners'),
    change: first('work', '[/services/, /nowhere/]'),
    key: /\.work$/,
    named: true,
  },
].map(({ named, ...slip }) => ({
  file: page,
  ...slip,
  says: named
    ? /names \/nowhere\/, which is not the address of a page here.*like \/help\/today\//
    : /is not the address of a page here.*like \/help\/today\//,
}));

const numbers = [
  '0116 123 4567',
  '(0116) 123 4567',
  '01161234567',
  '+44 116 123 4567',
  '+44 (0)116 123 4567',
  '0800 1111',
  '0800 123 4567',
  '116 123',
];

const law: Slip[] = [
  {
    what: 'a requirement delivered by a page that is no service',
    file: activity,
    change: (text) => text.replace('page: /partnerships/health-trainers/', 'page: /about/'),
    key: 'delivered_by',
    says: /names \/about\/, which is no service or partnership.*like \/services\/community-payback\//,
  },
  {
    what: 'a service that no requirement names, and that does not say why',
    file: service,
    change: (text) => text.replace(/^no_requirement: .*\n/m, ''),
    key: 'no_requirement',
    says: /Say in one sentence why no requirement led here, or name this page under delivered_by/,
  },
  {
    what: 'a service that says that no requirement led to it, where one names it',
    file: 'content/services/community-payback.mdx',
    change: line('no_requirement', 'no_requirement: It was never ordered.'),
    key: 'no_requirement',
    says: /names this page\. Keep one of the two/,
  },
  {
    what: 'a page of the filter that search engines would list',
    file: view,
    change: (text) => text.replace(/^unlisted: .*\n/m, ''),
    key: 'unlisted',
    says: /Write "unlisted: true"/,
  },
  {
    what: 'a length to draw that the words of the limit do not say',
    file: requirement,
    change: (text) => text.replace('max: 16, unit: hours a day', 'max: 18, unit: hours a day'),
    key: 'in_2013.lengths',
    says: /has 18 hours a day for "curfew in a day", which the words of the limit do not say/,
  },
  {
    what: 'a length counted in another unit than in 2013',
    file: requirement,
    change: (text) =>
      text.replace('{ what: curfew in a day, max: 20, unit: hours a day }', '{ what: curfew in a day, max: 20, unit: hours }'),
    key: 'today.lengths',
    says: /in hours, and in_2013 in hours a day. Use one unit for both/,
  },
  {
    what: 'a length whose most is less than its least',
    file: requirement,
    change: (text) => text.replace('min: 2, max: 16', 'min: 22, max: 16'),
    key: /^in_2013\.lengths\.0\.max$/,
    says: /more than the "min"/,
  },
  {
    what: 'local practice of something that the law does not count',
    file: activity,
    change: (text) => text.replace('of: activity in all', 'of: weeks'),
    key: 'practice',
    says: /is no length of in_2013. Use activity in all/,
  },
  {
    what: 'a limit without the date of the law that was read',
    file: requirement,
    change: (text) => text.replace(/^ {2}as_of: .*\n/m, ''),
    key: 'in_2013.as_of',
    says: /Write the date of the law that was read, like "March 2025"/,
  },
  {
    what: 'a limit without a source',
    file: requirement,
    change: (text) => text.replace(/^ {2}sources: .*\n/m, ''),
    key: 'in_2013.sources',
    says: /List the sources, like \[S1, S5\]/,
  },
  ...['order-rules', 'later-requirements', 'court-reports'].map((name) => ({
    what: `an entry of ${name}.yaml without a date`,
    file: list(name),
    change: (text: string) => text.replace(/\n +as_of: .*/, ''),
    key: /\.as_of$/,
    says: /Write the date of the law that was read/,
  })),
  {
    what: 'a kind of change that is not known',
    file: requirement,
    change: (text) => text.replace('kind: moved', 'kind: vanished'),
    key: /^changes\.\d\.kind$/,
    says: /Use began, changed, moved, ended, beside/,
  },
];

const drawings: Slip[] = [
  {
    what: 'a drawing of figures of different years',
    file: list('charts'),
    change: (text) => text.replace('figure: population-city', 'figure: active-mentors'),
    key: 'population',
    says: /"as_of" differs \(about 2008 to 2010, about 2013\).*Draw them apart/,
  },
  {
    what: 'a drawing of a figure that is not there',
    file: list('charts'),
    change: (text) => text.replace('figure: population-city', 'figure: no-such'),
    key: 'population.parts.figure',
    says: /"no-such".*content\/figures\.yaml/,
  },
  {
    what: 'a drawing with a mark for so many, and nothing whole to count',
    file: list('charts'),
    change: (text) => text.replace(/\n {2}whole:\n.*\n.*\n/, '\n'),
    key: 'population.parts',
    says: /With "each" name a whole/,
  },
  {
    what: '<Chart> with an id that is not there',
    file: page,
    change: under('<Chart id="no-such" />'),
    key: '<Chart id="no-such" />',
    says: /"no-such".*content\/charts\.yaml/,
  },
  {
    what: 'a page with a drawing that does not bring the style of drawings',
    file: page,
    change: (text) => text.replace(/^charts: .*\n/m, ''),
    key: 'charts',
    says: /Write "charts: true"/,
  },
  {
    what: 'a page without a drawing that brings the style of drawings',
    file: 'content/pages/privacy.mdx',
    change: line('charts', 'charts: true'),
    key: 'charts',
    says: /has no drawing\. Leave it out/,
  },
  ...['A probation hostel.', 'Approved premises for ten people.', 'A refuge for women.'].map((what) => ({
    what: `a place on the map of which is written: ${what}`,
    file: list('places'),
    change: (text: string) => text.replace('The Probation Service has an office here today.', what),
    key: 'coalville.at',
    says: /Leave "at" out: a hostel or a refuge must not be found on a map/,
  })),
  {
    what: 'a label of an event that has no room in the drawing',
    file: list('timeline'),
    change: first('label', 'Community orders could be made by courts'),
    key: /\.label$/,
    says: /22 characters or fewer/,
  },
];

const slips: Slip[] = [
  ...drawings,
  {
    what: 'a figure without a source',
    file: list('figures'),
    change: first('source', ''),
    key: /\.source$/,
    says: /Write the id of one source, like S2/,
  },
  {
    what: 'a page without a description',
    file: page,
    change: (text) => text.replace(/^description: .*\n/m, ''),
    key: 'description',
    says: /one plain sentence that says what the page is for/,
  },
  {
    what: 'a description that is too long for search results',
    file: page,
    change: line('description', `description: ${'word '.repeat(40)}`),
    key: 'description',
    says: /160 characters or fewer/,
  },
  {
    what: 'a page that does not say whom it is for',
    file: page,
    change: line('audience', 'audience: []'),
    key: 'audience',
    says: /like \[public\]/,
  },
  {
    what: 'a page for an audience that is not known',
    file: page,
    change: line('audience', 'audience: [everyone]'),
    key: /^audience/,
    says: /Use public, magistrates, mentors, practitioners/,
  },
  {
    what: 'a service without sources',
    file: service,
    change: line('sources', 'sources: []'),
    key: 'sources',
    says: /at least one source from sources\.yaml, like \[S1\]/,
  },
  {
    what: 'sources of a page that are no list',
    file: page,
    change: line('sources', 'sources: S1'),
    key: 'sources',
    says: /List the sources, like \[S1, S5\]/,
  },
  {
    what: 'the title of another page',
    file: page,
    change: line('title', 'title: COURT REPORTS'),
    key: 'title',
    says: /same as in content\/.*own/,
  },
  {
    what: 'the description of another page',
    file: page,
    change: line('description', `description: ${JSON.stringify(content.services.find(({ file }) => file === service)?.data.description)}`),
    key: 'description',
    says: /same as in content\/.*own/,
  },
  {
    what: 'a misspelt key',
    file: page,
    change: (text) => text.replace(/^description:/m, 'descripton:'),
    key: '',
    says: /not known: descripton.*spelling/,
  },
  {
    what: 'a misspelt key of an entry',
    file: list('contacts'),
    change: (text) => text.replace(/\n {2}phone:/, '\n  fone:'),
    key: /^[a-z0-9-]+$/,
    says: /not known: fone.*spelling/,
  },
  {
    what: 'a date written another way',
    file: page,
    change: line('last_reviewed', 'last_reviewed: 21/11/2026'),
    key: 'last_reviewed',
    says: /Write the date as 2026-11-21/,
  },
  {
    what: 'a day that does not exist',
    file: page,
    change: line('last_reviewed', 'last_reviewed: 2026-02-30'),
    key: 'last_reviewed',
    says: /Write the date as 2026-11-21/,
  },
  {
    what: 'a date of the timeline written another way',
    file: list('timeline'),
    change: (text) => text.replace(/\bdate: \S+/, 'date: May 2013'),
    key: /\.date$/,
    says: /2015-02-01, 2015-02 or 2015/,
  },
  { what: 'a word where a number stands', file: service, change: line('order', 'order: third'), key: 'order', says: /as a number, like 3/ },
  {
    what: 'a word where true or false stands',
    file: page,
    change: (text) => text.replace(/^last_reviewed:/m, 'exit_this_page: maybe\nlast_reviewed:'),
    key: 'exit_this_page',
    says: /Write true or false/,
  },
  {
    what: 'a kind of partner that is not known',
    file: list('partners'),
    change: first('kind', 'friends'),
    key: /\.kind$/,
    says: /Use health, police and justice, councils/,
  },
  {
    what: 'a related address without its first slash',
    file: page,
    change: line('related', 'related: [help/today/]'),
    key: /^related/,
    says: /like \/help\/today\//,
  },
  {
    what: 'a web address that is not written in full',
    file: list('trust'),
    change: line('exit_url', 'exit_url: www.example.org'),
    key: 'exit_url',
    says: /web address in full/,
  },
  {
    what: 'a service that takes no referral and does not say how people got a place',
    file: service,
    change: (text) => text.replace(/^referral: .*$/m, 'referral: none').replace(/^access: .*\n/m, ''),
    key: 'access',
    says: /say in one sentence how people got a place/,
  },
  {
    what: 'a service that does not say what it is to the referral form',
    file: service,
    change: (text) => text.replace(/^referral: .*\n/m, ''),
    key: 'referral',
    says: /peer-mentoring.*or none/,
  },
  {
    what: 'a closed body without its last day',
    file: list('trust'),
    change: (text) => text.replace(/^closed_on: .*\n/m, ''),
    key: 'closed_on',
    says: /like 2014-06-01/,
  },
  {
    what: 'a body that is open with pages of 2013',
    file: list('trust'),
    change: line('status', 'status: open'),
    key: 'status',
    says: /dated 2014 or earlier.*"archive: true".*content\/services\/peer-mentoring\.mdx/,
  },
  {
    what: 'a body that is open and names nobody to read the forms',
    file: list('trust'),
    change: line('status', 'status: open'),
    key: 'forms.read_by',
    says: /with "status: open" name who reads the forms/,
  },
  {
    what: 'a closed body without its banner',
    file: list('trust'),
    change: line('notice', ''),
    key: 'notice',
    says: /Write its keys under it/,
  },
  {
    what: 'a site with requirements and no words for magistrates',
    file: list('trust'),
    change: line('magistrates', ''),
    key: 'magistrates',
    says: /is missing, and there are pages for magistrates/,
  },
  {
    what: 'news that the home page does not lead to',
    file: list('home'),
    change: (text) => text.replace(/^ {2}news:.*\n/m, ''),
    key: 'headings.news',
    says: /is missing, and there is news/,
  },
  {
    what: 'a file without front matter',
    file: page,
    change: (text) => text.replace(/^---[\s\S]*?\n---\n/, ''),
    key: '',
    says: /front matter: a line of ---/,
  },
  {
    what: 'a colon in a text without quotes',
    file: page,
    change: line('title', 'title: About: the Trust'),
    key: 'line 2',
    says: /Put the text in quotes/,
  },
  {
    what: 'a key that is there twice',
    file: page,
    change: (text) => text.replace(/^last_reviewed: .*$/m, '$&\n$&'),
    key: /^line \d+$/,
    says: /Keep one of the two/,
  },
  {
    what: 'a quote that is not closed',
    file: list('figures'),
    change: (text) => `${text}\nlast: "one\n`,
    key: /^line \d+$/,
    says: /Close what was opened/,
  },
  {
    what: 'a list that is not closed',
    file: list('figures'),
    change: (text) => `${text}\nlast: [one, two\n`,
    key: /^line \d+$/,
    says: /bracket above it is not closed/,
  },
  {
    what: 'a line that begins in the wrong column',
    file: list('glossary'),
    change: (text) => text.replace(/\n {2}definition:/, '\n   definition:'),
    key: /^line \d+$/,
    says: /begin below each other|Write each key as|in quotes/,
  },
  ...['TODO: ask', 'Call [phone] today', 'This is coming soon.', 'TBC'].map((words) => ({
    what: `the placeholder in "${words}"`,
    file: page,
    change: under(words),
    key: /^line \d+$/,
    says: /placeholder.*Write the sentence without it/,
  })),
  {
    what: 'a placeholder in a list',
    file: list('partners'),
    change: first('did', 'TBC'),
    key: /^line \d+$/,
    says: /placeholder.*Write the sentence without it/,
  },
  ...numbers.map((number) => ({
    what: `the phone number ${number} in a text`,
    file: page,
    change: under(`Call ${number} today.`),
    key: /^line \d+$/,
    says: /phone number.*content\/contacts\.yaml.*<Contact id="…" \/>/,
  })),
  {
    what: 'somebody to tell of a weakness by an address that no program can use',
    file: list('trust'),
    change: line('security_contact', 'security_contact: security@example.org'),
    key: 'security_contact',
    says: /Write mailto: and an e-mail address.*mailto:security@example\.org/,
  },
  {
    what: 'a phone number in a list that is not for contacts',
    file: list('places'),
    change: first('what', 'Call 0116 123 4567'),
    key: /^line \d+$/,
    says: /phone number.*content\/contacts\.yaml/,
  },
  {
    what: 'an e-mail address in a text',
    file: page,
    change: under('Write to someone@example.org.'),
    key: /^line \d+$/,
    says: /e-mail address, someone@example\.org.*content\/contacts\.yaml/,
  },
  ...['about 4,000 people', 'about 4000 people', '4,000.'].map((words) => ({
    what: `the figure in "${words}", typed by hand,`,
    file: page,
    change: under(`The Trust supervised ${words}`),
    key: '4,000',
    says: /Write <Figure id="caseload" \/>/,
  })),
  {
    what: 'what people say that leads to no page',
    file: list('search'),
    change: (text) => `${text}  one more word: /nowhere/\n`,
    key: 'best_bets.one more word',
    says: /names \/nowhere\/, which is not the address of a page here/,
  },
  {
    what: 'what people say that leads to a page and to no page',
    file: list('search'),
    change: (text) => `${text}  one more word: [/help/, /nowhere/]\n`,
    key: 'best_bets.one more word',
    says: /names \/nowhere\//,
  },
  {
    what: 'what people say without an address',
    file: list('search'),
    change: (text) => `${text}  one more word:\n`,
    key: 'best_bets.one more word',
    says: /Write the address of a page here, like \/help\/today\/, or several/,
  },
  {
    what: 'what people say with a word for an address',
    file: list('search'),
    change: (text) => `${text}  one more word: help\n`,
    key: 'best_bets.one more word',
    says: /Write the address of a page here, like \/help\/today\//,
  },
  {
    what: 'what people say that is there already',
    file: list('search'),
    change: (text) => `${text}  tag: /help/\n`,
    key: /^line \d+$/,
    says: /there already\. Keep one/,
  },
  {
    what: 'what people say that has no word in it',
    file: list('search'),
    change: (text) => `${text}  "?!": /help/\n`,
    key: 'best_bets.?!',
    says: /as people type them, like community service/,
  },
  {
    what: 'several words for the same thing as one word',
    file: list('search'),
    change: (text) => text.replace('synonyms:\n', 'synonyms:\n  trust: [probation board]\n'),
    key: /^synonyms\.trust/,
    says: /Write one word, like prison/,
  },
  {
    what: 'a contact for someone in danger that is not there',
    file: list('search'),
    change: (text) => text.replace('  samaritans:', '  no-such:'),
    key: 'crisis_terms.no-such',
    says: /not in content\/contacts\.yaml.*phone number/,
  },
  {
    what: 'a contact for someone in danger that has no number',
    file: list('search'),
    change: (text) => text.replace('  samaritans:', '  unlock:'),
    key: 'crisis_terms.unlock',
    says: /without a phone number/,
  },
  {
    what: 'a component that there is not',
    file: page,
    change: under('<Warning>Mind the step.</Warning>'),
    key: '<Warning>',
    says: /is not known\. Use Action, .*, Note, /,
  },
  ...lostIds,
  ...deadLinks,
  ...law,
];

const has = (key: string | RegExp, given: string) => (typeof key === 'string' ? key === given : key.test(given));

for (const { what, file, change, key, says } of slips) {
  test(`${what} is refused with words an editor can act on`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'content-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
    const before = await readFile(join(folder, file), 'utf8');
    const after = change(before);
    assert.notEqual(after, before, `the test changed nothing in ${file}`);
    await writeFile(join(folder, file), after);

    const faults = findIssues(await readContent(folder), codeRoutes);

    const said = faults.map(formatIssue).join('\n');
    assert(
      faults.some((fault) => fault.file === file && has(key, fault.path) && says.test(fault.message)),
      `Looked for ${file}, ${key}, ${says} in:\n${said || 'nothing'}`,
    );
    assert.doesNotMatch(said, /Invalid|expected|undefined|null/, 'words of a program, not of an editor');
  });
}

test('a choice of the filter without its page is refused, and so is a page for a choice that there is not', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
  await rename(join(folder, view), join(folder, view.replace('women', 'ladies')));

  const said = findIssues(await readContent(folder), codeRoutes)
    .map(formatIssue)
    .join('\n');

  assert.match(said, /women\.mdx: is missing\. .*<RequirementTable only="women" \/> in it/);
  assert.match(said, /ladies\.mdx: is named after no choice of the filter\. Use punish, .*, women, /);
});

/** What is missing of a copy of content/, and what an editor must then read. */
const lost: [string, RegExp][] = [
  ['content/trust.yaml', /trust\.yaml: is missing: every page is made with it\. .*tests\/another-body\/content\//],
  ['content/search.yaml', /search\.yaml: is missing: every page/],
  ['content/pages/privacy.mdx', /privacy\.mdx: is missing: every form leads to it\. Say what happens/],
  ['content/pages/help/in-prison.mdx', /in-prison\.mdx: is missing: the paper forms lead to it while nobody reads them/],
  ['content/pages/about/figures.mdx', /figures\.mdx: is missing: figures lead to it\. Put <FigureTable \/> in it/],
  ['content/pages/magistrates/bench-card.mdx', /bench-card\.mdx: is missing: requirements lead to it\. Put <BenchCard \/> in it/],
  ['content/news', /home\.yaml: "headings\.news" heads nothing: content\/ has no news\. Leave it out/],
  ['content/order-rules.yaml', /order-rules\.yaml: "breach" is missing: the page of each requirement/],
  ['content/contacts.yaml', /contacts\.yaml: "emergency-999" is missing, or has no phone: search shows/],
];

for (const [path, says] of lost) {
  test(`a body without ${path} is told what it is for`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'content-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
    await rm(join(folder, path), { recursive: true });

    const said = findIssues(await readContent(folder), codeRoutes).map(formatIssue);

    assert(
      said.some((line) => says.test(line)),
      said.join('\n'),
    );
  });
}

// What looks like a fault and is none: an editor who is stopped by these would learn to look away.
const good = {
  'the numbers 999 and 101': 'Call 999 if you are in danger, or 101 if you are not.',
  'a year and a range of years': 'From 2008 to 2014, and on 2012-08-06 (S.I. 2012/2906).',
  'a link to another site': 'See [the law](https://www.legislation.gov.uk/ukpga/2003/44/section/177).',
  'a link to a part of this page': 'See [below](#below).',
  'a link to a part of another page': 'See [figures](/about/figures/#figure-caseload).',
  'a figure that its component shows': 'The Trust supervised <Figure id="caseload" of="people" />.',
};

for (const [what, words] of Object.entries(good)) {
  test(`${what} may stand in a text`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'content-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
    await writeFile(join(folder, page), under(words)(await readFile(join(folder, page), 'utf8')));

    assert.deepEqual(findIssues(await readContent(folder), codeRoutes).map(formatIssue), []);
  });
}

test("the body's own e-mail address may stand in trust.yaml, as whom to tell of a weakness", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
  const file = join(folder, list('trust'));
  await writeFile(file, line('security_contact', 'security_contact: mailto:security@example.org')(await readFile(file, 'utf8')));

  assert.deepEqual(findIssues(await readContent(folder), codeRoutes).map(formatIssue), []);
});

test('a fault is one line that names the file, the place and what to do', () => {
  const file = 'content/pages/help.mdx';
  assert.equal(
    formatIssue({ file, path: 'checked', message: 'Write the date as 2026-11-21' }),
    `${file}: "checked": Write the date as 2026-11-21`,
  );
  assert.equal(
    formatIssue({ file, path: 'line 3', message: 'begins with a tab. Use spaces' }),
    `${file}: line 3 begins with a tab. Use spaces`,
  );
  assert.equal(formatIssue({ file, path: '', message: 'must begin with front matter' }), `${file}: must begin with front matter`);
});
