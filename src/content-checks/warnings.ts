import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content, type LoadedContent, type MdxCollections, sourceFileLookup } from '../content-files/read-content.ts';
import { mdxCollections } from '../schemas/index.ts';
import type { BuildOutput } from './build-output.ts';
import { unexplainedJargon, unknownAcronyms } from './glossary-checks.ts';
import { externalLinksOf, orphanPages } from './links.ts';
import { plainEnglishIssuesOnPages } from './plain-english.ts';
import { gradeTargets, pageReadability } from './readability.ts';

// What does not stop a build, and what an editor should look at. Most of it can only be seen in built pages, where
// every component has said its words.

/** Warnings of one kind, under their heading. */
export interface WarningGroup {
  heading: string;
  issues: ContentIssue[];
}

/** Pages that nobody has compared with their sources for too long. */
export function reviewOverdue(content: Content, today: string): ContentIssue[] {
  const months = content.trust?.review_after_months ?? 12;
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCMonth(last.getUTCMonth() - months);
  return (Object.keys(mdxCollections) as (keyof MdxCollections)[]).flatMap((collection) =>
    content[collection].flatMap(({ file, data }) => {
      if (!('last_reviewed' in data)) return [];
      if (data.last_reviewed > today)
        return [{ file, path: 'last_reviewed', message: `is ${data.last_reviewed}, a day that is still to come` }];
      return data.last_reviewed < last.toISOString().slice(0, 10)
        ? [
            {
              file,
              path: 'last_reviewed',
              message: `is ${data.last_reviewed}, more than ${months} months ago. Compare the page with its sources, and write today's date`,
            },
          ]
        : [];
    }),
  );
}

function hardToRead(content: Content, { pages }: BuildOutput): ContentIssue[] {
  const fileOf = sourceFileLookup(content);
  return pageReadability(pages, content).flatMap(({ address, grade, hardest }) => {
    const reader = gradeTargets.find(({ has }) => has(address));
    if (!reader || grade <= reader.most) return [];
    const worst = hardest.map(({ sentence }) => `\n      ${sentence}`).join('');
    return [
      {
        file: fileOf(address),
        path: '',
        message: `reads at grade ${grade.toFixed(1)}; for ${reader.who} it should be ${reader.most} or less. Shorten these first:${worst}`,
      },
    ];
  });
}

/** Everything an editor should look at, by its kind; kinds with nothing in them too. */
export function findWarnings(read: Pick<LoadedContent, 'content' | 'texts'>, built: BuildOutput, today: string): WarningGroup[] {
  const { content } = read;
  const fileOf = sourceFileLookup(content);
  const own = new Set(
    (Object.keys(mdxCollections) as (keyof MdxCollections)[]).flatMap((collection) =>
      content[collection].map(({ id }) => addressOf(collection, id)),
    ),
  );
  return [
    { heading: 'Not compared with their sources for too long', issues: reviewOverdue(content, today) },
    { heading: 'Hard to read', issues: hardToRead(content, built) },
    { heading: 'Not in plain words', issues: plainEnglishIssuesOnPages(built.pages, read) },
    { heading: 'Words of the trade that are not explained', issues: unexplainedJargon(content, built.pages) },
    { heading: 'Capitals that are not in the glossary', issues: unknownAcronyms(content, built.pages, fileOf) },
    {
      heading: 'Pages that no other page leads to',
      issues: orphanPages(built.pages)
        .filter((address) => own.has(address))
        .map((address) => ({
          file: fileOf(address),
          path: '',
          message: `is shown at ${address}, and no other page leads there. Link to it where people will look`,
        })),
    },
  ];
}

/** Each address on another site, with the files of the pages that lead there. Nothing here asks whether it still answers. */
export function externalLinks(content: Content, { pages }: BuildOutput): Map<string, string[]> {
  const fileOf = sourceFileLookup(content);
  const found = new Map<string, Set<string>>();
  for (const page of pages) for (const to of externalLinksOf(page)) found.set(to, (found.get(to) ?? new Set()).add(fileOf(page.address)));
  return new Map([...found].map(([to, files]): [string, string[]] => [to, [...files]]).sort(([one], [other]) => one.localeCompare(other)));
}
