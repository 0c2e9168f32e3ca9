import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content } from '../content-files/read-content.ts';
import type { BuiltPage } from './build-output.ts';
import { getAttribute, innerText, normalizeSpace, queryAll, queryOne } from './html.ts';
import { paragraphsOf } from './prose.ts';

// Words of the trade: that each is explained where a page uses it.

const plain = (text: string) => normalizeSpace(text).toLowerCase();
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The terms of the glossary, and how they are found in a text. */
export function glossaryMatcher({ glossary }: Pick<Content, 'glossary'>) {
  const terms = Object.entries(glossary).map(([id, term]) => ({ id, ...term }));
  const forms = new Map(
    terms.flatMap(({ id, term, alternative_names }) => [term, ...alternative_names].map((form): [string, string] => [plain(form), id])),
  );
  // The longest first: "community order requirement" is one term, and not three.
  const longestFirst = [...forms.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const anyTerm = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${longestFirst.join('|') || '(?!)'})(?![\\p{L}\\p{N}-])`, 'gu');
  return { terms, anyTerm, idOf: (form: string) => forms.get(form) ?? '' };
}

/** Words of the glossary that a page for the public uses and does not explain. */
export function unexplainedJargon(content: Content, pages: readonly BuiltPage[]): ContentIssue[] {
  const { terms, anyTerm, idOf } = glossaryMatcher(content);
  // Said to magistrates, who know the officer in their court.
  const toMagistrates = normalizeSpace(content.trust.magistrates?.ask ?? '');
  const built = new Map(pages.map((page) => [page.address, page]));
  const forPublic = (['services', 'partnerships', 'news', 'pages'] as const).flatMap((collection) =>
    content[collection]
      .filter(({ data }) => data.audience.includes('public'))
      .map(({ id, file }) => ({ file, address: addressOf(collection, id) })),
  );
  return forPublic.flatMap(({ file, address }) => {
    const document = built.get(address)?.document;
    if (!document || address === '/glossary/') return [];
    const linked = new Set(queryAll(queryOne(document, 'main'), 'a').map((link) => getAttribute(link, 'href')));
    // A word is explained in the glossary or on its own page; one inside a link, where the link leads.
    const words = paragraphsOf(document, ({ tagName }) => tagName === 'a').filter((paragraph) => paragraph !== toMagistrates);
    const used = new Set([...plain(words.join('\n')).matchAll(anyTerm)].map(([form]) => idOf(form)));
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

/** Acronyms on a page that the glossary does not have, and that not everybody knows. */
export function unknownAcronyms(content: Content, pages: readonly BuiltPage[], fileOf: (address: string) => string): ContentIssue[] {
  const { anyTerm } = glossaryMatcher(content);
  const known = content.search?.known_acronyms ?? {};
  return pages.flatMap(({ address, document }) => {
    const text = normalizeSpace(
      innerText(queryOne(document, 'main'), ({ tagName }) => tagName === 'nav' || tagName === 'footer'),
    ).replaceAll(/\S+@\S+/g, '');
    const acronyms = [...text.matchAll(/(?<![\p{L}\p{N}])(\p{Lu}{2,})s?(?![\p{L}\p{N}])/gu)].filter(
      ([, acronym = '']) => !Object.hasOwn(known, acronym),
    );
    const explained = [...plain(text).matchAll(anyTerm)].map(({ index, 0: form }) => [index, index + form.length] as const);
    const unknown = acronyms.filter(({ index }) => !explained.some(([start, end]) => index >= start && index < end));
    return [...new Set(unknown.map(([, acronym = '']) => acronym))].map((acronym) => ({
      file: fileOf(address),
      path: acronym,
      message: 'is not in content/glossary.yaml. Add it there, write it out, or list it under "known_acronyms" in content/search.yaml',
    }));
  });
}
