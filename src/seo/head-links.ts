import catalogue from 'virtual:open-referral';
import { home, trust } from '../view-models/site-data.ts';

/** A `link` element for programs: the page in another format, or a way to search the site. */
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

const serviceIds = new Map(catalogue.services.map(({ id, url }) => [new URL(url).pathname, id]));

/** The links in the head of a page, only where they are useful: each one costs bytes before the page is seen. */
export function headLinks(path: string): HeadLink[] {
  // The content check makes sure that the home page has a heading for news whenever there is news.
  if (path === '/') return [search, ...(home.headings.news ? [news] : []), services()];
  if (path === '/search/') return [search];
  if (path.startsWith('/news/')) return [news];
  if (path === '/services/' || path === '/partnerships/') return [services()];
  const id = serviceIds.get(path);
  return id ? [services(id)] : [];
}
