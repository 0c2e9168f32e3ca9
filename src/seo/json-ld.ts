import type { BreadcrumbList, NewsArticle, Organization, Service, Thing } from 'schema-dts';
import type { Source } from '../schemas/index.ts';
import type { PageInfo } from '../view-models/pages.ts';
import { closedTrust, home, trust, withClosedNotice } from '../view-models/site-data.ts';

// What a page is about, in the words of schema.org, for search engines. No offers, hours, phones or prices: the sources
// give none, and a search engine would show them as if they held today.

/** The body itself, with the day it closed. */
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

/** Where a page stands in the site, from the top down to itself. */
export const breadcrumbList = (
  above: readonly Pick<PageInfo, 'path' | 'shortTitle'>[],
  own: { path: string; title: string },
  site: URL | undefined,
): BreadcrumbList => ({
  '@type': 'BreadcrumbList',
  itemListElement: [...above.map(({ path, shortTitle }) => ({ path, title: shortTitle })), own].map(({ path, title }, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name: title,
    item: new URL(path, site).href,
  })),
});

/** As it stands in a page: with < written so that no text in it can end the element. */
export const serializeJsonLd = (things: readonly Thing[]): string =>
  JSON.stringify({ '@context': 'https://schema.org', '@graph': things }).replaceAll('<', '\\u003c');
