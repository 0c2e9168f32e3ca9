import { courtReport, laterRequirement, orderRule, requirement } from './law.ts';
import { news, page, service, value } from './pages.ts';
import { chart, contact, event, figure, partner, place, source, term } from './reference.ts';
import { home, navigation, searchTerms, trust } from './site.ts';

// What each file of content/ may say, by the name of its folder or file.

/** Collections of MDX files, one file per entry. */
export const mdxCollections = {
  values: value,
  services: service,
  partnerships: service,
  requirements: requirement,
  news,
  pages: page,
} as const;

/** Collections in one YAML file each, by id. */
export const yamlCollections = {
  figures: figure,
  charts: chart,
  glossary: term,
  partners: partner,
  places: place,
  contacts: contact,
  sources: source,
  timeline: event,
  'order-rules': orderRule,
  'later-requirements': laterRequirement,
  'court-reports': courtReport,
} as const;

/** YAML files that are a single object. */
export const singletons = { trust, navigation, home, search: searchTerms } as const;

export { type Limit, purposes, type Requirement, statuses, suits } from './law.ts';
export { audiences, topics } from './pages.ts';
export { type Chart, type Contact, certainties, eventKinds, type Figure, type Place, type Source } from './reference.ts';
export type { Home, Navigation, SearchTerms, Trust } from './site.ts';
