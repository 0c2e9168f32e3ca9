import type { ContentIssue } from '../content-files/content-issue.ts';
import { type Content, type LoadedContent, sourceFileLookup } from '../content-files/read-content.ts';
import type { BuiltPage } from './build-output.ts';
import { glossaryMatcher } from './glossary-checks.ts';
import { classesOf, type Element, innerText, normalizeSpace, queryAll, queryOne } from './html.ts';
import jargon from './jargon.json' with { type: 'json' };
import { isMostlyPassive } from './passive.ts';
import { splitSentences, splitWords } from './readability.ts';
import { createLocator } from './source-location.ts';

// Short sentences, people who do things, and no jargon: for every page. That terms of the glossary are
// explained is a rule for public pages alone (glossary-checks.ts).

const maxWords = 30;

export const longSentences = (text: string): string[] => splitSentences(text).filter((sentence) => splitWords(sentence).length > maxWords);

// jargon.json: words of probation, courts and forms that other people do not use, each with what to write instead. A page
// may only use one that is in the glossary, alone or in a longer term. Endings (-s, -ed, -ing) are found too.
const suggestions = new Map(Object.entries(jargon));
const anyJargon = new RegExp(
  `(?<![\\p{L}\\p{N}-])(${[...suggestions.keys()].sort((a, b) => b.length - a.length).join('|')})(?:s|es|d|ed|ing)?(?![\\p{L}\\p{N}-])`,
  'gu',
);

/** The jargon in a text that the glossary does not explain, as typed but in lower case. */
export function findJargon(text: string, glossary: Content['glossary']): { word: string; suggestion: string }[] {
  const { anyTerm } = glossaryMatcher({ glossary });
  const withoutTerms = normalizeSpace(text).toLowerCase().replaceAll(anyTerm, ' ');
  return [...withoutTerms.matchAll(anyJargon)].map(([word, entry = '']) => ({ word, suggestion: suggestions.get(entry) ?? '' }));
}

/** What is not plain in a paragraph. `excerpt` is the sentence, or the paragraph where the paragraph is at fault. */
export function plainEnglishIssues(text: string, glossary: Content['glossary']): { excerpt: string; message: string }[] {
  return [
    ...longSentences(text).map((excerpt) => ({
      excerpt,
      message: `has a sentence of ${splitWords(excerpt).length} words, more than ${maxWords}. Make two of it: ${excerpt}`,
    })),
    ...(isMostlyPassive(text)
      ? [{ excerpt: text, message: `has a paragraph where most sentences do not say who does it. Say who: ${text}` }]
      : []),
    ...splitSentences(text).flatMap((excerpt) =>
      findJargon(excerpt, glossary).map(({ word, suggestion }) => ({
        excerpt,
        message: `has "${word}", a word of the trade. Write ${suggestion}, or add it to content/glossary.yaml: ${excerpt}`,
      })),
    ),
  ];
}

const hasOnlyLinks = (element: Element) =>
  queryAll(element, 'a').length > 1 && /^[\s.,;]*$/.test(innerText(element, ({ tagName }) => tagName === 'a'));

/** Not sentences of the page: rows of links, titles of sources, the date of a citation, and the search words of the A to Z. */
const isNotSentence = (address: string) => (element: Element) =>
  ['nav', 'footer'].includes(element.tagName) ||
  hasOnlyLinks(element) ||
  (address === '/sources/' && element.tagName === 'dl') ||
  classesOf(element).some((name) => name === 'citation' || name === 'a-z');

const mainLines = ({ address, document }: BuiltPage): string[] =>
  innerText(queryOne(document, 'main'), isNotSentence(address)).split('\n').map(normalizeSpace).filter(Boolean);

/** What is not plain on any built page, each line once, with the file and line where an editor finds it. */
export function plainEnglishIssuesOnPages(
  pages: readonly BuiltPage[],
  { content, texts }: Pick<LoadedContent, 'content' | 'texts'>,
): ContentIssue[] {
  const sourceFile = sourceFileLookup(content);
  const locate = createLocator(texts);
  const checked = new Set<string>();
  return pages.flatMap((page) =>
    mainLines(page)
      .filter((line) => !checked.has(line) && checked.add(line))
      .flatMap((line) => plainEnglishIssues(line, content.glossary))
      .map(({ excerpt, message }) => {
        const pageFile = sourceFile(page.address);
        const location = locate(excerpt, pageFile);
        return { file: location?.file ?? pageFile, path: location ? `line ${location.line}` : '', message };
      }),
  );
}
