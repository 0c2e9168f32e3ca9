import type { ContentIssue } from '../content-files/content-issue.ts';
import type { Content, LoadedContent } from '../content-files/read-content.ts';
import { mdxEntries } from './walk.ts';

// Words that must not be typed where they are: the same title twice, placeholders, contact details and figures.

export function duplicateTitles(content: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  for (const key of ['title', 'description'] as const) {
    const fileByText = new Map<string, string>();
    for (const { file, data, collection } of mdxEntries(content)) {
      if (collection === 'values' || !(key in data)) continue;
      const text = (data as Record<typeof key, string>)[key].trim().toLowerCase();
      const first = fileByText.get(text);
      if (first) {
        const message = `is the same as in ${first}. Each page needs its own, so that people can tell them apart in a list`;
        found.push({ file, path: key, message });
      } else fileByText.set(text, file);
    }
  }
  return found;
}

const placeholder =
  /\b(TODO|TBC|TBD|FIXME|lorem ipsum|coming soon|under construction|xxx+|insert \w+ here)\b|\[(?:confirm|number|name|phone|date|hours)\](?!\()/i;

// A British number as people write it: 0 and nine or ten more digits in groups, short freephone numbers, or 116 and three.
const phoneNumber =
  /(?<![\d/.-])(?:\+44[\s()0]*\d|\(?0\d)(?:[\s()-]{0,2}\d){8,9}(?!\d)|(?<![\d/.-])0[58]00[\s-]?\d{4}(?!\d)|\b116\s?\d{3}\b/;
const emailAddress = /\b[\w.+-]+@[\w-]+\.[\w.]+\b/;

/** Where contact details belong: other bodies' in contacts.yaml, this body's own in trust.yaml. */
const filesWithContacts = new Set(['content/contacts.yaml', 'content/trust.yaml']);

const move = 'Put it in content/contacts.yaml and write <Contact id="…" />';

/** Placeholders in any file, and phone numbers and e-mail addresses outside the files they belong in. */
export function misplacedText({ texts }: LoadedContent): ContentIssue[] {
  const found: ContentIssue[] = [];
  for (const [file, text] of texts) {
    for (const [index, line] of text.split('\n').entries()) {
      const report = (message: string) => found.push({ file, path: `line ${index + 1}`, message });
      const [unfinished] = placeholder.exec(line) ?? [];
      if (unfinished) report(`has a placeholder, "${unfinished}". Write the sentence without it, or leave it out`);
      if (filesWithContacts.has(file)) continue;
      const [number] = phoneNumber.exec(line) ?? [];
      if (number) report(`has a phone number, ${number}. ${move}`);
      const [email] = emailAddress.exec(line) ?? [];
      if (email) report(`has an e-mail address, ${email}. ${move}`);
    }
  }
  return found;
}

/**
 * Figures typed into a sentence, which would stay when the figure is corrected. Only numbers of three digits or more, sums of
 * money and percentages: small counts are no figures.
 */
export function typedFigures(content: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  const figures = Object.entries(content.figures).flatMap(([id, { display }]) => {
    const number = /£?\d[\d,.]*\d%?|\d+%/.exec(display)?.[0];
    if (!number || (!/[£%,]/.test(number) && number.length <= 2)) return [];
    const pattern = number.split(',').map(RegExp.escape).join(',?');
    return [{ id, number, typed: new RegExp(`(?<![\\d.,£])${pattern}(?![\\d%])(?!,\\d)`) }];
  });
  for (const { file, body } of mdxEntries(content)) {
    const prose = body.replace(/<[^>]*>/g, ' ').replace(/\]\([^)]*\)/g, ']');
    for (const { id, number, typed } of figures) {
      const message = `is typed by hand. Write <Figure id="${id}" />, so that it carries its date and source`;
      if (typed.test(prose)) found.push({ file, path: number, message });
    }
  }
  return found;
}
