import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BuiltPage } from '../../src/content-checks/build-output.ts';
import { parseHtml } from '../../src/content-checks/html.ts';
import { isMostlyPassive, isPassive } from '../../src/content-checks/passive.ts';
import { findJargon, longSentences, plainEnglishIssuesOnPages } from '../../src/content-checks/plain-english.ts';
import { createLocator } from '../../src/content-checks/source-location.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';

const { content } = await readContent(root);
const words = (count: number) => `Word${' word'.repeat(count - 1)}.`;

test('allows sentences of up to thirty words', () => {
  assert.deepEqual(longSentences(words(30)), []);
  assert.deepEqual(longSentences(`${words(3)} ${words(31)}`), [words(31)]);
});

for (const sentence of [
  'The report was written by hand.',
  'You get told what to do.',
  'It has not been fully checked.',
  'They are being held here.',
  'The rules were rewritten.',
  "It isn't kept.",
]) {
  test(`“${sentence}” is passive`, () => assert(isPassive(sentence)));
}

for (const sentence of [
  'The Trust wrote the report.',
  'Many people are worried about this.',
  'The Trust is closed.',
  'They had kept the rules.',
  'She is in need of help.',
]) {
  test(`“${sentence}” is not passive`, () => assert(!isPassive(sentence)));
}

test('a paragraph is mostly passive when more than half of two or more sentences are', () => {
  const [done, does] = ['The report was written.', 'A worker wrote the report.'];
  assert(isMostlyPassive(`${done} ${done}`));
  assert(isMostlyPassive(`${done} ${does} ${done}`));
  assert(!isMostlyPassive(`${done} ${does}`));
  assert(!isMostlyPassive(done));
});

test('finds jargon with its endings, unless it is in the glossary, alone or in a longer term', () => {
  const found = (text: string, glossary = content.glossary) => findJargon(text, glossary).map(({ word }) => word);
  assert.deepEqual(found('Two cohorts commenced.'), ['cohorts', 'commenced']);
  assert.deepEqual(found('They wrote to the Prisons and Probation Ombudsman about liaison and diversion.'), []);
  assert.deepEqual(found('They were in liaison with others.'), ['liaison']);
  assert.deepEqual(found('On supervision.', {}), ['supervision']);
});

const pageOf = (html: string): BuiltPage => ({
  address: '/help/',
  html,
  document: parseHtml(`<main>${html}</main>`),
  indexable: true,
});

test('reports the file and line of an issue, even where a component adds words', () => {
  const texts = new Map([
    ['content/other.yaml', 'one\ntwo'],
    ['content/pages/help.mdx', 'title: Help\n\nWe wrote to <Figure id="x" /> in a first <Term id="y">cohort</Term> of women.'],
  ]);
  const found = plainEnglishIssuesOnPages([pageOf('<p>We wrote to 20 people (2013) in a first cohort of women.</p>')], { content, texts });
  assert.deepEqual(
    found.map(({ file, path }) => [file, path]),
    [['content/pages/help.mdx', 'line 3']],
  );
});

test('reports the page for words that no file contains', () => {
  assert.equal(
    createLocator(new Map([['content/home.yaml', 'heading: People can change.']]))('Nobody typed these words here.', ''),
    undefined,
  );
  const [found] = plainEnglishIssuesOnPages([pageOf('<p>A new cohort.</p>')], { content, texts: new Map() });
  assert.deepEqual([found?.file, found?.path], ['content/pages/help.mdx', '']);
});

test('ignores links, titles of sources in the footer and the search words of the A to Z', () => {
  const html = '<nav>A cohort.</nav><footer>A cohort.</footer><ul class="a-z"><li>A cohort.</li></ul>';
  assert.deepEqual(plainEnglishIssuesOnPages([pageOf(html)], { content, texts: new Map() }), []);
});
