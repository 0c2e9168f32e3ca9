import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content } from '../content-files/read-content.ts';
import type { BuiltPage } from './build-output.ts';
import { getAttribute, innerText, normalizeSpace, queryAll, queryOne } from './html.ts';
import { paragraphsOf } from './prose.ts';

const normalize = (text: string) => normalizeSpace(text).toLowerCase();

/** The terms of the glossary, and a pattern that finds any form of them in normalized text. */
export function glossaryMatcher({ glossary }: Pick<Content, 'glossary'>) {
  const terms = Object.entries(glossary).map(([id, term]) => ({ id, ...term }));
  const idByForm = new Map(
    terms.flatMap(({ id, term, alternative_names }) => [term, ...alternative_names].map((form): [string, string] => [normalize(form), id])),
  );
  // The longest first: "community order requirement" is one term, and not three.
  const longestFirst = [...idByForm.keys()].sort((a, b) => b.length - a.length).map(RegExp.escape);
  const anyTerm = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${longestFirst.join('|') || '(?!)'})(?![\\p{L}\\p{N}-])`, 'gu');
  return { terms, anyTerm, idOf: (form: string) => idByForm.get(form) ?? '' };
}

/** Jargon of the glossary that a public page uses without explaining it or linking to an explanation. */
export function unexplainedJargon(content: Content, pages: readonly BuiltPage[]): ContentIssue[] {
  const { terms, anyTerm, idOf } = glossaryMatcher(content);
  // A line for magistrates, who know the probation officer in their court.
  const lineForMagistrates = normalizeSpace(content.trust.magistrates?.ask ?? '');
  const builtPages = new Map(pages.map((page) => [page.address, page]));
  const publicPages = (['services', 'partnerships', 'news', 'pages'] as const).flatMap((collection) =>
    content[collection]
      .filter(({ data }) => data.audience.includes('public'))
      .map(({ id, file }) => ({ file, address: addressOf(collection, id) })),
  );
  return publicPages.flatMap(({ file, address }) => {
    const document = builtPages.get(address)?.document;
    if (!document || address === '/glossary/') return [];
    const linked = new Set(queryAll(queryOne(document, 'main'), 'a').map((link) => getAttribute(link, 'href')));
    // A term inside a link is explained where the link leads.
    const paragraphs = paragraphsOf(document, ({ tagName }) => tagName === 'a').filter((paragraph) => paragraph !== lineForMagistrates);
    const used = new Set([...normalize(paragraphs.join('\n')).matchAll(anyTerm)].map(([form]) => idOf(form)));
    return terms
      .filter(({ id, kind, page }) => kind === 'trade' && used.has(id) && page?.replace(/#.*/, '') !== address)
      .filter(({ id, page }) => !linked.has(`/glossary/#${id}`) && !linked.has(page))
      .map(({ id, term }) => ({
        file,
        path: term,
        message: `is a word of the trade that the page does not explain. Write <Term id="${id}">…</Term> where it is first used`,
      }));
  });
}

/** Acronyms on a page that are neither in the glossary nor among `known_acronyms`. */
export function unknownAcronyms(content: Content, pages: readonly BuiltPage[], sourceFile: (address: string) => string): ContentIssue[] {
  const { anyTerm } = glossaryMatcher(content);
  const known = content.search?.known_acronyms ?? {};
  return pages.flatMap(({ address, document }) => {
    const main = innerText(queryOne(document, 'main'), ({ tagName }) => tagName === 'nav' || tagName === 'footer');
    const text = normalizeSpace(main).replaceAll(/\S+@\S+/g, '');
    const terms = [...normalize(text).matchAll(anyTerm)].map(({ index, 0: form }) => [index, index + form.length] as const);
    const unknown = [...text.matchAll(/(?<![\p{L}\p{N}])(\p{Lu}{2,})s?(?![\p{L}\p{N}])/gu)]
      .filter(([, acronym = '']) => !Object.hasOwn(known, acronym))
      .filter(({ index }) => !terms.some(([start, end]) => index >= start && index < end))
      .map(([, acronym = '']) => acronym);
    return [...new Set(unknown)].map((acronym) => ({
      file: sourceFile(address),
      path: acronym,
      message: 'is not in content/glossary.yaml. Add it there, write it out, or list it under "known_acronyms" in content/search.yaml',
    }));
  });
}
