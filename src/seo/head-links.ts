import catalogue from 'virtual:open-referral';
import { home, trust } from '../view-models/site-data.ts';

/** What the head of a page tells programs of: the same in another form, or a way to search. */
interface HeadLink {
  rel: 'alternate' | 'search';
  type: string;
  title: string;
  href: string;
}

const search: HeadLink = { rel: 'search', type: 'application/opensearchdescription+xml', title: trust.name, href: '/opensearch.xml' };
const news: HeadLink = { rel: 'alternate', type: 'application/rss+xml', title: 'News', href: '/news/feed.xml' };
const services = (id = ''): HeadLink => ({
  rel: 'alternate',
  type: 'application/json',
  title: 'Open Referral UK',
  href: `/open-referral/v3/services${id && `/${id}`}`,
});

const recordAt = new Map(catalogue.services.map(({ id, url }) => [new URL(url).pathname, id]));

/** Only where they are of use: each costs bytes before anything is seen. */
export function headLinks(path: string): HeadLink[] {
  // The home page has a heading for news where there is any: the content check sees to it.
  if (path === '/') return [search, ...(home.headings.news ? [news] : []), services()];
  if (path === '/search/') return [search];
  if (path.startsWith('/news/')) return [news];
  if (path === '/services/' || path === '/partnerships/') return [services()];
  const record = recordAt.get(path);
  return record ? [services(record)] : [];
}
