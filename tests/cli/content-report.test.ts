import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { BuiltPage } from '../../src/content-checks/build-output.ts';
import { parseHtml } from '../../src/content-checks/html.ts';
import { brokenFragments, orphanPages } from '../../src/content-checks/links.ts';
import { reviewOverdue } from '../../src/content-checks/warnings.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { copyProject } from '../site-under-test/project-copy.ts';
import { root } from '../site-under-test/serve.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-report-'));
  await copyProject(folder);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Runs `npm run content` in the copy. */
function report() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'src/cli/content-report.ts')], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, output: stdout + stderr };
}

const contact = 'content/pages/contact.mdx';
const typed = await readFile(join(root, contact), 'utf8');
const withText = (text: string, matter = (text: string) => text) => writeFile(join(folder, contact), `${matter(typed)}\n${text}\n`);

test('reports errors alone, each with its file, and exits with 1', async () => {
  await withText('See [help](/help/nowhere/).');
  const { status, output } = report();
  assert.equal(status, 1);
  assert.match(
    output,
    /^1 error\. The site cannot be built until they are corrected:\n {2}content\/pages\/contact\.mdx: "\/help\/nowhere\/" is not/,
  );
});

test('a link to a missing heading is an error', async () => {
  await withText('See [help](/help/#nowhere).');
  const { status, output } = report();
  assert.equal(status, 1);
  assert.match(
    output,
    /content\/pages\/contact\.mdx: "\/help\/#nowhere" leads to a part of \/help\/ that is not there: no heading there is "nowhere"/,
  );
});

test('an unclosed component is an error with its file and line', async () => {
  await withText('<Note>\n\nMind the step.');
  const { status, output } = report();
  assert.equal(status, 1);
  assert.match(output, /content\/pages\/contact\.mdx: line \d+ cannot be read: Expected a closing tag for `<Note>`/);
});

test('reports warnings by kind, each with its file and what to do, and exits with 0', async () => {
  const hard = 'The administration of rehabilitative interventions necessitates comprehensive multidisciplinary collaboration. ';
  await withText(`${hard.repeat(15)}Ask the XQZ about your custody plus. See [elsewhere](https://elsewhere.example/).`, (file) =>
    file.replace(/^last_reviewed: .*$/m, 'last_reviewed: 2020-01-01'),
  );
  await appendFile(
    join(folder, 'content/glossary.yaml'),
    '\ncustody-plus:\n  term: custody plus\n  definition: Prison, then help.\n  kind: trade\n',
  );
  await writeFile(
    join(folder, 'content/pages/alone.mdx'),
    '---\ntitle: Alone\ndescription: A page that no page leads to.\nsources: [S1]\nlast_reviewed: 2026-11-21\naudience: [public]\nunlisted: true\n---\n\nNobody comes here at all.\n',
  );
  const { status, output } = report();
  assert.equal(status, 0, output);
  assert.match(output, /No errors: the site can be built/);
  assert.match(
    output,
    /too long \(1\):\n {2}content\/pages\/contact\.mdx: "last_reviewed" is 2020-01-01, more than 12 months ago\. Compare the page with its sources/,
  );
  assert.match(
    output,
    /not explained \(1\):\n {2}content\/pages\/contact\.mdx: "custody plus" is a word of the trade.*<Term id="custody-plus">/,
  );
  assert.match(output, /glossary \(1\):\n {2}content\/pages\/contact\.mdx: "XQZ" is not in content\/glossary\.yaml/);
  assert.match(output, /no other page leads to \(1\):\n {2}content\/pages\/alone\.mdx: is shown at \/alone\//);
  assert.match(output, /https:\/\/elsewhere\.example\/\n {4}in content\/pages\/contact\.mdx/);
  assert.deepEqual(await readdir(join(folder, 'var')), [], 'the pages that were built for the report are put away');
});

const page = (address: string, main: string): BuiltPage => {
  const html = `<body><main>${main}</main></body>`;
  return { address, html, document: parseHtml(html), indexable: true };
};

test('resolves a fragment on the page of the link, with or without an address', () => {
  const pages = [
    page('/a/', '<h2 id="one">One</h2><a href="#one">1</a><a href="#two">2</a><a href="/b/#three">3</a>'),
    page('/b/', '<p id="four">4</p>'),
  ];
  assert.deepEqual(
    brokenFragments(pages, (address) => address).map(({ file, path }) => [file, path]),
    [
      ['/a/', '#two'],
      ['/a/', '/b/#three'],
    ],
  );
});

test('a page that only links to itself is an orphan', () => {
  assert.deepEqual(orphanPages([page('/', '<a href="/a/">a</a>'), page('/a/', ''), page('/b/', '<a href="/b/">b</a>')]), ['/b/']);
});

test('a page is due for review a year after last_reviewed, and not a day earlier', async () => {
  const { content } = await readContent(root);
  const [latest = ''] = [...content.services, ...content.pages]
    .map(({ data }) => data.last_reviewed)
    .sort()
    .reverse();
  const inAYear = `${Number(latest.slice(0, 4)) + 1}${latest.slice(4)}`;
  const due = (today: string) => reviewOverdue(content, today).map(formatIssue);
  assert.deepEqual(due(latest), []);
  assert(due('2031-01-01').length > 50);
  assert(due(inAYear).length < due('2031-01-01').length);
  assert.match(due('2019-01-01')[0] ?? '', /is \d{4}-\d\d-\d\d, a day that is still to come/);
});
