import { buildInstantIndex, type PagefindFragment } from '../../src/search/build/instant-index.ts';

/** A page as Pagefind reads it, with defaults for what a test does not care about. */
export const samplePage = (
  url: string,
  title: string,
  more: Partial<PagefindFragment> & { description?: string; words?: string } = {},
): PagefindFragment => ({
  id: `en_${url.replaceAll('/', '')}`,
  url,
  content: '',
  filters: { audience: ['Members of the public'] },
  anchors: [],
  ...more,
  meta: { title, description: more.description ?? '', ...(more.words && { words: more.words }), ...more.meta },
});

/** A site small enough to see why a page comes first. */
export const samplePages: PagefindFragment[] = [
  samplePage('/help/urgent/', 'Urgent help', { meta: { kind: 'Help' } }),
  samplePage('/services/community-payback/', 'Community Payback', {
    description: 'Work that helps local people.',
    content: 'Community Payback. People clear paths and paint fences. A court decides.',
    anchors: [
      { element: 'h2', id: 'how-long', text: 'How long' },
      { element: 'h2', id: 'what-the-work-is', text: 'What the work is' },
    ],
    meta: { kind: 'Service', year: '2013' },
  }),
  samplePage('/magistrates/requirements/curfew/', 'Curfew requirement', {
    words: 'Electronic monitoring | Home, at night',
    content: 'A person stays at home. People wear a tag.',
    filters: { audience: ['Magistrates and courts'] },
    meta: { kind: 'Requirement', year: '2013' },
  }),
  samplePage('/news/curfew/', 'Curfew requirement in the news', {
    content: 'The court and the curfew.',
    meta: { kind: 'News', year: '2014' },
  }),
  samplePage('/a-z/', 'A to Z', { anchors: [{ element: 'h2', id: 'letter-c', text: 'C' }], content: 'Curfew' }),
];

export const buildSampleIndex = (
  bestBets: Record<string, string[]> = {},
  crisisTerms: Record<string, string[]> = { samaritans: ['suicide', 'want to die'], police: ['hits me'], childline: ['dad hits me'] },
  pages = samplePages,
  synonyms: Record<string, string[]> = {},
) => buildInstantIndex(pages, { known_acronyms: {}, best_bets: bestBets, crisis_terms: crisisTerms, synonyms }, '/help/urgent/');
