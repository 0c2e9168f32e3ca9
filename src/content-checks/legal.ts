import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content } from '../content-files/read-content.ts';
import { type Limit, purposes, suits } from '../schemas/index.ts';

// What must be true of the pages for magistrates together, beyond what the schema says of each file.

const filters = new Set([...Object.keys(purposes), ...Object.keys(suits)]);
const views = 'magistrates/requirements/for/';

/** Each choice of the filter has a page of its own, so that it works without a script and can be sent to somebody. */
function filterPageIssues({ pages, requirements }: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  if (requirements.length === 0) return found;
  for (const filter of filters) {
    if (!pages.some(({ id }) => id === views + filter))
      found.push({
        file: `content/pages/${views}${filter}.mdx`,
        path: '',
        message: `is missing. The comparison can be filtered by "${filter}", so write this page, with <RequirementTable only="${filter}" /> in it`,
      });
  }
  for (const { id, file, data } of pages) {
    if (!id.startsWith(views)) continue;
    if (!filters.has(id.slice(views.length)))
      found.push({
        file,
        path: '',
        message: `is named after no choice of the filter. Use ${[...filters].join(', ')} as the name of the file`,
      });
    if (!data.unlisted)
      found.push({
        file,
        path: 'unlisted',
        message: 'Write "unlisted: true": the page is a part of the comparison, which is listed itself',
      });
  }
  return found;
}

/** Every service says which requirement led to it, or why none did; the requirement names it, and nothing else does. */
function deliveryIssues({ requirements, services, partnerships }: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  if (requirements.length === 0) return found;
  const works = [
    ...services.map(({ id, file, data }) => ({ page: addressOf('services', id), file, data })),
    ...partnerships.map(({ id, file, data }) => ({ page: addressOf('partnerships', id), file, data })),
  ];
  const named = new Set<string>();
  for (const { file, data } of requirements) {
    for (const { page } of data.delivered_by) {
      named.add(page);
      if (!works.some((work) => work.page === page))
        found.push({
          file,
          path: 'delivered_by',
          message: `names ${page}, which is no service or partnership. Name one, like /services/community-payback/`,
        });
    }
  }
  for (const { page, file, data } of works) {
    if (!named.has(page) && !data.no_requirement)
      found.push({
        file,
        path: 'no_requirement',
        message: 'Say in one sentence why no requirement led here, or name this page under delivered_by in a file of content/requirements',
      });
    if (named.has(page) && data.no_requirement)
      found.push({
        file,
        path: 'no_requirement',
        message: 'says that no requirement led here, and a file in content/requirements names this page. Keep one of the two',
      });
  }
  return found;
}

const inWords = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** Whether a text has a number, as figures or as a word; months may be there as years. */
function has(text: string, number: number, unit: string): boolean {
  const ways = [String(number), inWords[number]];
  if (unit === 'months' && number % 12 === 0) ways.push(...[number / 12, inWords[number / 12]].map((years) => `${years} year`));
  return ways.some((way) => way && new RegExp(`(?<![\\w.,])${way}`, 'i').test(text));
}

/** What is drawn must be what is written, and one thing must be counted in one unit, or the drawing compares what cannot be. */
function lengthIssues({ requirements, figures }: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  for (const { file, data } of requirements) {
    for (const side of ['in_2013', 'today'] as const) {
      const { limit, lengths }: Limit = data[side];
      for (const { what, min, max, unit } of lengths) {
        for (const number of [min, max]) {
          if (number !== undefined && !has(limit, number, unit))
            found.push({
              file,
              path: `${side}.lengths`,
              message: `has ${number} ${unit} for "${what}", which the words of the limit do not say: "${limit}"`,
            });
        }
      }
    }
    const units = new Map(data.in_2013.lengths.map(({ what, unit }) => [what, unit]));
    for (const { what, unit } of data.today.lengths) {
      if (units.has(what) && units.get(what) !== unit)
        found.push({
          file,
          path: 'today.lengths',
          message: `counts "${what}" in ${unit}, and in_2013 in ${units.get(what)}. Use one unit for both`,
        });
    }
    for (const { figure, of } of data.practice) {
      if (!units.has(of))
        found.push({
          file,
          path: 'practice',
          message: `is of "${of}", which is no length of in_2013. Use ${[...units.keys()].join(', ')}`,
        });
      if (figures[figure] && figures[figure].max === undefined)
        found.push({ file, path: 'practice', message: `names "${figure}", which is one number. Give it a "max" in content/figures.yaml` });
    }
  }
  return found;
}

/** Everything in content/ that the pages for magistrates would get wrong. */
export const legalIssues = (content: Content): ContentIssue[] => [
  ...filterPageIssues(content),
  ...deliveryIssues(content),
  ...lengthIssues(content),
];
