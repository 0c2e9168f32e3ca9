import { test } from 'node:test';
import { unexplainedJargon, unknownAcronyms } from '../../src/content-checks/glossary-checks.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { assertNone, pages } from './build-output.ts';

const { content } = await readContent(root);

test('every page for the public explains the jargon it uses', () => {
  assertNone(unexplainedJargon(content, pages).map(formatIssue));
});

test('every acronym on a page is in the glossary', () => {
  assertNone(unknownAcronyms(content, pages, (address) => address).map(formatIssue));
});
