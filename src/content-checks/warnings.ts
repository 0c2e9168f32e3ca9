import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content, type LoadedContent, mdxCollectionNames, sourceFileLookup } from '../content-files/read-content.ts';
import type { BuildOutput } from './build-output.ts';
import { unexplainedJargon, unknownAcronyms } from './glossary-checks.ts';
import { externalLinksOf, orphanPages } from './links.ts';
import { plainEnglishIssuesOnPages } from './plain-english.ts';
import { gradeTargets, pageReadability } from './readability.ts';
import { mdxEntries } from './walk.ts';

// What an editor should look at, and what does not stop a build. Most of it shows only in built pages, where every
// component has added its words.

export interface WarningGroup {
  heading: string;
  issues: ContentIssue[];
}

/** Pages that were last compared with their sources too long ago, or in the future. `today` is YYYY-MM-DD. */
export function reviewOverdue(content: Content, today: string): ContentIssue[] {
  const months = content.trust?.review_after_months ?? 12;
  const oldest = new Date(`${today}T00:00:00Z`);
  oldest.setUTCMonth(oldest.getUTCMonth() - months);
  return mdxEntries(content).flatMap(({ file, data }) => {
    if (!('last_reviewed' in data)) return [];
    const day = data.last_reviewed;
    const report = (message: string) => [{ file, path: 'last_reviewed', message }];
    if (day > today) return report(`is ${day}, a day that is still to come`);
    if (day >= oldest.toISOString().slice(0, 10)) return [];
    return report(`is ${day}, more than ${months} months ago. Compare the page with its sources, and write today's date`);
  });
}

function hardToRead(content: Content, { pages }: BuildOutput, sourceFile: (address: string) => string): ContentIssue[] {
  return pageReadability(pages, content).flatMap(({ address, grade, hardest }) => {
    const target = gradeTargets.find(({ includes }) => includes(address));
    if (!target || grade <= target.maxGrade) return [];
    const { readers, maxGrade } = target;
    const worst = hardest.map(({ sentence }) => `\n      ${sentence}`).join('');
    const message = `reads at grade ${grade.toFixed(1)}; for ${readers} it should be ${maxGrade} or less. Shorten these first:${worst}`;
    return [{ file: sourceFile(address), path: '', message }];
  });
}

/** All warnings by their kind, also the kinds that have none. */
export function findWarnings(read: Pick<LoadedContent, 'content' | 'texts'>, built: BuildOutput, today: string): WarningGroup[] {
  const { content } = read;
  const sourceFile = sourceFileLookup(content);
  const contentAddresses = new Set(
    mdxCollectionNames.flatMap((collection) => content[collection].map(({ id }) => addressOf(collection, id))),
  );
  return [
    { heading: 'Not compared with their sources for too long', issues: reviewOverdue(content, today) },
    { heading: 'Hard to read', issues: hardToRead(content, built, sourceFile) },
    { heading: 'Not in plain words', issues: plainEnglishIssuesOnPages(built.pages, read) },
    { heading: 'Words of the trade that are not explained', issues: unexplainedJargon(content, built.pages) },
    { heading: 'Capitals that are not in the glossary', issues: unknownAcronyms(content, built.pages, sourceFile) },
    {
      heading: 'Pages that no other page leads to',
      issues: orphanPages(built.pages)
        .filter((address) => contentAddresses.has(address))
        .map((address) => ({
          file: sourceFile(address),
          path: '',
          message: `is shown at ${address}, and no other page leads there. Link to it where people will look`,
        })),
    },
  ];
}

/** Every address on another site, with the content files of the pages that link to it. Does not request them. */
export function externalLinks(content: Content, { pages }: BuildOutput): Map<string, string[]> {
  const sourceFile = sourceFileLookup(content);
  const links = new Map<string, Set<string>>();
  for (const page of pages)
    for (const href of externalLinksOf(page)) links.set(href, (links.get(href) ?? new Set()).add(sourceFile(page.address)));
  return new Map([...links].map(([href, files]): [string, string[]] => [href, [...files]]).sort(([a], [b]) => a.localeCompare(b)));
}
