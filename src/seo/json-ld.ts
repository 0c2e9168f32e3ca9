import type { BreadcrumbList, NewsArticle, Organization, Service, Thing } from 'schema-dts';
import type { Source } from '../schemas/index.ts';
import type { PageInfo } from '../view-models/pages.ts';
import { closedTrust, home, trust, withClosedNotice } from '../view-models/site-data.ts';

// What search engines are told about a page, in the vocabulary of schema.org. No offers, hours, phone numbers or prices: the
// sources give none, and a search engine would show them as current.

/** The organisation, with the day it closed. */
export const organization = (site: URL | undefined): Organization => ({
  '@type': 'Organization',
  '@id': new URL('/#body', site).href,
  name: trust.name,
  description: closedTrust ? withClosedNotice(closedTrust.notice.text) : home.lead,
  url: new URL('/', site).href,
  areaServed: trust.area,
  foundingDate: trust.opened_on,
  ...(closedTrust && { dissolutionDate: closedTrust.closed_on }),
});

/** A service or a partnership project. */
export const service = (
  { title, description, key_facts }: { title: string; description: string; key_facts: { who: string } },
  path: string,
  site: URL | undefined,
): Service => ({
  '@type': 'Service',
  name: title,
  description: withClosedNotice(description),
  url: new URL(path, site).href,
  audience: { '@type': 'Audience', audienceType: key_facts.who },
  provider: organization(site),
});

export const newsArticle = (
  { title, description, date, last_reviewed }: { title: string; description: string; date: string; last_reviewed: string },
  sources: readonly Source[],
  path: string,
  site: URL | undefined,
): NewsArticle => ({
  '@type': 'NewsArticle',
  headline: title,
  description: withClosedNotice(description),
  url: new URL(path, site).href,
  datePublished: date,
  dateModified: last_reviewed,
  inLanguage: 'en-GB',
  isBasedOn: sources.map(({ name, by, web }) => ({
    '@type': 'CreativeWork',
    name,
    publisher: { '@type': 'Organization', name: by },
    ...(web[0] && { url: web[0] }),
  })),
});

/** The way to a page, from the home page down to the page itself. */
export const breadcrumbList = (
  ancestors: readonly Pick<PageInfo, 'path' | 'shortTitle'>[],
  page: { path: string; title: string },
  site: URL | undefined,
): BreadcrumbList => ({
  '@type': 'BreadcrumbList',
  itemListElement: [...ancestors.map(({ path, shortTitle }) => ({ path, title: shortTitle })), page].map(({ path, title }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name: title,
    item: new URL(path, site).href,
  })),
});

/** JSON-LD for a script element. `<` is escaped, so that no text can end the element. */
export const serializeJsonLd = (things: readonly Thing[]): string =>
  JSON.stringify({ '@context': 'https://schema.org', '@graph': things }).replaceAll('<', '\\u003c');
