import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyContent, issueLines, line, list, rejects } from './rejects.ts';

rejects([
  {
    what: 'an open body with pages of 2013',
    file: list('trust'),
    change: line('status', 'status: open'),
    path: 'status',
    message: /dated 2014 or earlier.*"archive: true".*content\/services\/peer-mentoring\.mdx/,
  },
  {
    what: 'an open body without a reader of the forms',
    file: list('trust'),
    change: line('status', 'status: open'),
    path: 'forms.read_by',
    message: /with "status: open" name who reads the forms/,
  },
  {
    what: 'a site with requirements and no magistrates key',
    file: list('trust'),
    change: line('magistrates', ''),
    path: 'magistrates',
    message: /is missing, and there are pages for magistrates/,
  },
  {
    what: 'news that the home page has no heading for',
    file: list('home'),
    change: (text) => text.replace(/^ {2}news:.*\n/m, ''),
    path: 'headings.news',
    message: /is missing, and there is news/,
  },
]);

/** A file or folder to remove, and what an editor must then read. */
const removals: [string, RegExp][] = [
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

for (const [path, message] of removals) {
  test(`says what ${path} is for when it is missing`, async (t) => {
    const folder = await copyContent(t);
    await rm(join(folder, path), { recursive: true });

    const lines = await issueLines(folder);

    assert(
      lines.some((line) => message.test(line)),
      lines.join('\n'),
    );
  });
}
