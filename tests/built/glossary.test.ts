import { test } from 'node:test';
import { addressOf, readContent } from '../../src/content/read.ts';
import { all, attribute, none, one, pageAt, pages, textOf, tidy } from '../built.ts';
import { paragraphsOf } from '../prose.ts';
import { root } from '../serve.ts';

const { content } = await readContent(root);
const terms = Object.entries(content.glossary).map(([id, term]) => ({ id, ...term }));

const plain = (text: string) => tidy(text).toLowerCase();
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const forms = new Map(terms.flatMap(({ id, term, also }) => [term, ...also].map((form): [string, string] => [plain(form), id])));
// The longest first: "community order requirement" is one term, and not three.
const longestFirst = [...forms.keys()].sort((one, other) => other.length - one.length).map(escaped);
const anyTerm = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}-])`, 'gu');

const termsIn = (text: string) => new Set([...plain(text).matchAll(anyTerm)].map(([form]) => forms.get(form) ?? ''));

const forPublic = (['services', 'partnerships', 'news', 'pages'] as const).flatMap((collection) =>
  content[collection]
    .filter(({ data }) => data.audience.includes('public'))
    .map(({ id, file }) => ({ file, ...pageAt(addressOf(collection, id)) })),
);

/** Said to magistrates, who know the officer in their court. */
const toMagistrates = tidy(content.trust.magistrates.ask);

test('every page for the public explains the words of the trade it uses', () => {
  none(
    forPublic
      .filter(({ address }) => address !== '/glossary/')
      .flatMap(({ address, file, document }) => {
        const linked = new Set(all(one(document, 'main'), 'a').map((link) => attribute(link, 'href')));
        // A word is explained in the glossary or on its own page; one inside a link, where the link leads.
        const words = paragraphsOf(document, ({ tagName }) => tagName === 'a').filter((paragraph) => paragraph !== toMagistrates);
        const used = termsIn(words.join('\n'));
        return terms
          .filter(
            ({ id, kind, page }) =>
              kind === 'trade' &&
              used.has(id) &&
              page?.replace(/#.*/, '') !== address &&
              !linked.has(`/glossary/#${id}`) &&
              !linked.has(page),
          )
          .map(({ id, term }) => `${file} uses "${term}" and does not explain it. Write <Term id="${id}">…</Term> where it is first used`);
      }),
  );
});

/** Capitals that need no entry in the glossary, each with the reason. */
const wellKnown: Record<string, string> = {
  UK: 'everybody knows it',
  NHS: 'everybody knows it',
  BBC: 'everybody knows it',
  GP: 'stands in brackets after "doctor", for those who say it',
  AA: 'a level of the accessibility guidelines, and the page says what they are',
  HM: 'part of the name of a public body',
  LEAF: 'the name of a team, and the next sentence says what it stands for',
  STOP: 'how a service writes its own name',
  SAMARITANS: 'a line of a postal address, as the post asks for it',
  LETTERS: 'a line of a postal address, as the post asks for it',
  PB: 'the number of an official paper, on the list of sources',
  PO: 'a line of a postal address, as the post asks for it',
  EXAMPLE: 'the first word of a paper form that nobody reads, in capitals so that nobody fills it in',
  FOPP: 'the name a publisher goes by, on the list of sources',
  GDPR: 'a word people look the page on privacy up by, in the A to Z',
  PI: 'the number of an official paper, on the list of sources',
  PSI: 'the number of an official paper, on the list of sources',
};

test('every acronym on a page is in the glossary', () => {
  none(
    pages.flatMap(({ address, document }) => {
      const text = tidy(textOf(one(document, 'main'), ({ tagName }) => tagName === 'nav' || tagName === 'footer')).replaceAll(
        /\S+@\S+/g,
        '',
      );
      const acronyms = [...text.matchAll(/(?<![\p{L}\p{N}])(\p{Lu}{2,})s?(?![\p{L}\p{N}])/gu)].filter(
        ([, acronym = '']) => !(acronym in wellKnown),
      );
      const explained = [...plain(text).matchAll(anyTerm)].map(({ index, 0: form }) => [index, index + form.length] as const);
      const unknown = acronyms.filter(({ index }) => !explained.some(([start, end]) => index >= start && index < end));
      return [...new Set(unknown.map(([, acronym]) => `${address} uses ${acronym}`))];
    }),
  );
});
