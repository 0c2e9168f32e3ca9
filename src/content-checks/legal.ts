import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content } from '../content-files/read-content.ts';
import { purposes, suits } from '../schemas/index.ts';

// What must be true of the pages for magistrates together, beyond the schema of each file.

const filters = new Set([...Object.keys(purposes), ...Object.keys(suits)]);
const filterPages = 'magistrates/requirements/for/';

/** Each filter of the comparison has a page of its own, so that it works without a script and can be linked to. */
function filterPageIssues({ pages, requirements }: Content): ContentIssue[] {
  if (requirements.length === 0) return [];
  const found: ContentIssue[] = [];
  for (const filter of filters) {
    if (pages.some(({ id }) => id === filterPages + filter)) continue;
    const message = `is missing. The comparison can be filtered by "${filter}", so write this page, with <RequirementTable only="${filter}" /> in it`;
    found.push({ file: `content/pages/${filterPages}${filter}.mdx`, path: '', message });
  }
  for (const { id, file, data } of pages.filter((page) => page.id.startsWith(filterPages))) {
    if (!filters.has(id.slice(filterPages.length))) {
      const message = `is named after no choice of the filter. Use ${[...filters].join(', ')} as the name of the file`;
      found.push({ file, path: '', message });
    }
    if (!data.unlisted) {
      const message = 'Write "unlisted: true": the page is a part of the comparison, which is listed itself';
      found.push({ file, path: 'unlisted', message });
    }
  }
  return found;
}

/** Every service is either named by a requirement that it delivers or says why there is none, and never both. */
function deliveryIssues({ requirements, services, partnerships }: Content): ContentIssue[] {
  if (requirements.length === 0) return [];
  const found: ContentIssue[] = [];
  const allServices = [
    ...services.map((entry) => ({ ...entry, address: addressOf('services', entry.id) })),
    ...partnerships.map((entry) => ({ ...entry, address: addressOf('partnerships', entry.id) })),
  ];
  const delivering = new Set<string>();
  for (const { file, data } of requirements) {
    for (const { page } of data.delivered_by) {
      delivering.add(page);
      if (allServices.some(({ address }) => address === page)) continue;
      const message = `names ${page}, which is no service or partnership. Name one, like /services/community-payback/`;
      found.push({ file, path: 'delivered_by', message });
    }
  }
  for (const { address, file, data } of allServices) {
    const report = (message: string) => found.push({ file, path: 'no_requirement', message });
    if (!delivering.has(address) && !data.no_requirement)
      report('Say in one sentence why no requirement led here, or name this page under delivered_by in a file of content/requirements');
    if (delivering.has(address) && data.no_requirement)
      report('says that no requirement led here, and a file in content/requirements names this page. Keep one of the two');
  }
  return found;
}

const numberWords = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** Whether a text contains a number, in digits or as a word. Months may be written as years. */
function containsNumber(text: string, number: number, unit: string): boolean {
  const forms = [String(number), numberWords[number]];
  if (unit === 'months' && number % 12 === 0) forms.push(...[number / 12, numberWords[number / 12]].map((years) => `${years} year`));
  return forms.some((form) => form && new RegExp(`(?<![\\w.,])${form}`, 'i').test(text));
}

/** The numbers of a chart must be those of the words, and one thing must be counted in one unit, or the chart misleads. */
function lengthIssues({ requirements, figures }: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  for (const { file, data } of requirements) {
    const report = (path: string, message: string) => found.push({ file, path, message });
    for (const side of ['in_2013', 'today'] as const) {
      const { limit, lengths } = data[side];
      for (const { what, min, max, unit } of lengths) {
        for (const number of [min, max]) {
          if (number !== undefined && !containsNumber(limit, number, unit))
            report(`${side}.lengths`, `has ${number} ${unit} for "${what}", which the words of the limit do not say: "${limit}"`);
        }
      }
    }
    const units = new Map(data.in_2013.lengths.map(({ what, unit }) => [what, unit]));
    for (const { what, unit } of data.today.lengths) {
      if (units.has(what) && units.get(what) !== unit)
        report('today.lengths', `counts "${what}" in ${unit}, and in_2013 in ${units.get(what)}. Use one unit for both`);
    }
    for (const { figure, of } of data.practice) {
      if (!units.has(of)) report('practice', `is of "${of}", which is no length of in_2013. Use ${[...units.keys()].join(', ')}`);
      if (figures[figure] && figures[figure].max === undefined)
        report('practice', `names "${figure}", which is one number. Give it a "max" in content/figures.yaml`);
    }
  }
  return found;
}

export const legalIssues = (content: Content): ContentIssue[] => [
  ...filterPageIssues(content),
  ...deliveryIssues(content),
  ...lengthIssues(content),
];
