import type { Fault } from '../content-files/content-issue.ts';
import { addressOf, type Content, type Documents, filesByAddress, type ReadContent } from '../content-files/read-content.ts';
import { documents } from '../schemas/index.ts';
import type { BuiltPages } from './build-output.ts';
import { unexplained, unknownAcronyms } from './glossary-checks.ts';
import { lonely, outsideLinksOf } from './links.ts';
import { notPlainOn } from './plain-english.ts';
import { readers, readingsOf } from './readability.ts';

// What does not stop a build, and what an editor should look at. Most of it can only be seen in built pages, where
// every component has said its words.

/** Warnings of one kind, under their heading. */
export interface Warnings {
  heading: string;
  found: Fault[];
}

/** Pages that nobody has compared with their sources for too long. */
export function overdue(content: Content, today: string): Fault[] {
  const months = content.trust?.review_after_months ?? 12;
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCMonth(last.getUTCMonth() - months);
  return (Object.keys(documents) as (keyof Documents)[]).flatMap((collection) =>
    content[collection].flatMap(({ file, data }) => {
      if (!('checked' in data)) return [];
      if (data.checked > today) return [{ file, key: 'checked', says: `is ${data.checked}, a day that is still to come` }];
      return data.checked < last.toISOString().slice(0, 10)
        ? [
            {
              file,
              key: 'checked',
              says: `is ${data.checked}, more than ${months} months ago. Compare the page with its sources, and write today's date`,
            },
          ]
        : [];
    }),
  );
}

function hardToRead(content: Content, { pages }: BuiltPages): Fault[] {
  const fileOf = filesByAddress(content);
  return readingsOf(pages, content).flatMap(({ address, grade, hardest }) => {
    const reader = readers.find(({ has }) => has(address));
    if (!reader || grade <= reader.most) return [];
    const worst = hardest.map(({ sentence }) => `\n      ${sentence}`).join('');
    return [
      {
        file: fileOf(address),
        key: '',
        says: `reads at grade ${grade.toFixed(1)}; for ${reader.who} it should be ${reader.most} or less. Shorten these first:${worst}`,
      },
    ];
  });
}

/** Everything an editor should look at, by its kind; kinds with nothing in them too. */
export function warningsOf(read: Pick<ReadContent, 'content' | 'texts'>, built: BuiltPages, today: string): Warnings[] {
  const { content } = read;
  const fileOf = filesByAddress(content);
  const own = new Set(
    (Object.keys(documents) as (keyof Documents)[]).flatMap((collection) => content[collection].map(({ id }) => addressOf(collection, id))),
  );
  return [
    { heading: 'Not compared with their sources for too long', found: overdue(content, today) },
    { heading: 'Hard to read', found: hardToRead(content, built) },
    { heading: 'Not in plain words', found: notPlainOn(built.pages, read) },
    { heading: 'Words of the trade that are not explained', found: unexplained(content, built.pages) },
    { heading: 'Capitals that are not in the glossary', found: unknownAcronyms(content, built.pages, fileOf) },
    {
      heading: 'Pages that no other page leads to',
      found: lonely(built.pages)
        .filter((address) => own.has(address))
        .map((address) => ({
          file: fileOf(address),
          key: '',
          says: `is shown at ${address}, and no other page leads there. Link to it where people will look`,
        })),
    },
  ];
}

/** Each address on another site, with the files of the pages that lead there. Nothing here asks whether it still answers. */
export function outsideLinks(content: Content, { pages }: BuiltPages): Map<string, string[]> {
  const fileOf = filesByAddress(content);
  const found = new Map<string, Set<string>>();
  for (const page of pages) for (const to of outsideLinksOf(page)) found.set(to, (found.get(to) ?? new Set()).add(fileOf(page.address)));
  return new Map([...found].map(([to, files]): [string, string[]] => [to, [...files]]).sort(([one], [other]) => one.localeCompare(other)));
}
