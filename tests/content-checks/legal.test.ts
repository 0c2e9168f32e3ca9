import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyContent, issueLines, line, list, rejects, requirement, service } from './rejects.ts';

const activity = 'content/requirements/activity.mdx';
const view = 'content/pages/magistrates/requirements/for/women.mdx';

rejects([
  {
    what: 'a requirement delivered by a page that is not a service',
    file: activity,
    change: (text) => text.replace('page: /partnerships/health-trainers/', 'page: /about/'),
    path: 'delivered_by',
    message: /names \/about\/, which is no service or partnership.*like \/services\/community-payback\//,
  },
  {
    what: 'a service that no requirement names and that gives no reason',
    file: service,
    change: (text) => text.replace(/^no_requirement: .*\n/m, ''),
    path: 'no_requirement',
    message: /Say in one sentence why no requirement led here, or name this page under delivered_by/,
  },
  {
    what: 'a service with no_requirement that a requirement names',
    file: 'content/services/community-payback.mdx',
    change: line('no_requirement', 'no_requirement: It was never ordered.'),
    path: 'no_requirement',
    message: /names this page\. Keep one of the two/,
  },
  {
    what: 'a filter page that search engines would list',
    file: view,
    change: (text) => text.replace(/^unlisted: .*\n/m, ''),
    path: 'unlisted',
    message: /Write "unlisted: true"/,
  },
  {
    what: 'a length that the words of the limit do not contain',
    file: requirement,
    change: (text) => text.replace('max: 16, unit: hours a day', 'max: 18, unit: hours a day'),
    path: 'in_2013.lengths',
    message: /has 18 hours a day for "curfew in a day", which the words of the limit do not say/,
  },
  {
    what: 'a length in a different unit from 2013',
    file: requirement,
    change: (text) =>
      text.replace('{ what: curfew in a day, max: 20, unit: hours a day }', '{ what: curfew in a day, max: 20, unit: hours }'),
    path: 'today.lengths',
    message: /in hours, and in_2013 in hours a day. Use one unit for both/,
  },
  {
    what: 'a length whose max is less than its min',
    file: requirement,
    change: (text) => text.replace('min: 2, max: 16', 'min: 22, max: 16'),
    path: /^in_2013\.lengths\.0\.max$/,
    message: /more than the "min"/,
  },
  {
    what: 'local practice of a length that the law does not limit',
    file: activity,
    change: (text) => text.replace('of: activity in all', 'of: weeks'),
    path: 'practice',
    message: /is no length of in_2013. Use activity in all/,
  },
  {
    what: 'a limit without the date of the law',
    file: requirement,
    change: (text) => text.replace(/^ {2}as_of: .*\n/m, ''),
    path: 'in_2013.as_of',
    message: /Write the date of the law that was read, like "March 2025"/,
  },
  {
    what: 'a limit without a source',
    file: requirement,
    change: (text) => text.replace(/^ {2}sources: .*\n/m, ''),
    path: 'in_2013.sources',
    message: /List the sources, like \[S1, S5\]/,
  },
  ...['order-rules', 'later-requirements', 'court-reports'].map((name) => ({
    what: `an entry of ${name}.yaml without a date`,
    file: list(name),
    change: (text: string) => text.replace(/\n +as_of: .*/, ''),
    path: /\.as_of$/,
    message: /Write the date of the law that was read/,
  })),
  {
    what: 'an unknown kind of change',
    file: requirement,
    change: (text) => text.replace('kind: moved', 'kind: vanished'),
    path: /^changes\.\d\.kind$/,
    message: /Use began, changed, moved, ended, beside/,
  },
]);

test('rejects a filter without a page, and a filter page without a filter', async (t) => {
  const folder = await copyContent(t);
  await rename(join(folder, view), join(folder, view.replace('women', 'ladies')));

  const lines = (await issueLines(folder)).join('\n');

  assert.match(lines, /women\.mdx: is missing\. .*<RequirementTable only="women" \/> in it/);
  assert.match(lines, /ladies\.mdx: is named after no choice of the filter\. Use punish, .*, women, /);
});
