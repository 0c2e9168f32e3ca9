import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { plainEnglishIssuesOnPages } from '../../src/content-checks/plain-english.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { assertNone, errorPages, pages } from './build-output.ts';

// Words that stand in code are placed in their file too: those of forms, of components and of pages made by code.
const read = await readContent(root);
const texts = new Map(read.texts);
for (const entry of await readdir(join(root, 'src'), { recursive: true }))
  if (/\.(ts|astro)$/.test(entry)) texts.set(`src/${entry}`, await readFile(join(root, 'src', entry), 'utf8'));

test('no page has a sentence over the limit, a mostly passive paragraph or jargon that the glossary lacks', () => {
  assertNone(plainEnglishIssuesOnPages([...pages, ...errorPages], { content: read.content, texts }).map(formatIssue));
});
