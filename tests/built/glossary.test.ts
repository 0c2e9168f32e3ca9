import { test } from 'node:test';
import { unexplained, unknownAcronyms } from '../../src/content-checks/glossary-checks.ts';
import { sentence } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { none, pages } from '../built.ts';
import { root } from '../serve.ts';

const { content } = await readContent(root);

test('every page for the public explains the words of the trade it uses', () => {
  none(unexplained(content, pages).map(sentence));
});

test('every acronym on a page is in the glossary', () => {
  none(unknownAcronyms(content, pages, (address) => address).map(sentence));
});
