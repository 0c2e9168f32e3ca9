import { getCollection } from 'astro:content';
import type { APIContext } from 'astro';
import { addressOf } from '../../content-files/read-content.ts';
import { xml, xmlResponse } from '../../seo/xml.ts';
import { trust, withClosedNotice } from '../../view-models/site-data.ts';

/** No news, no feed. */
export const getStaticPaths = async () => ((await getCollection('news')).length > 0 ? [{ params: { file: 'feed' } }] : []);

/** The news as RSS 2.0. Readers show items one by one, so each says by itself that the body has closed. */
export async function GET({ site }: APIContext) {
  const at = (path: string) => new URL(path, site).href;
  const news = (await getCollection('news')).sort((one, other) => other.data.date.localeCompare(one.data.date));
  const items = news.map(({ id, data }) => {
    const link = at(addressOf('news', id));
    return xml`
    <item>
      <title>${data.title}</title>
      <link>${link}</link>
      <guid>${link}</guid>
      <pubDate>${new Date(data.date).toUTCString()}</pubDate>
      <description>${withClosedNotice(data.description)}</description>
    </item>`;
  });
  return xmlResponse(
    xml`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>News - ${trust.name}</title>
    <link>${at('/news/')}</link>
    <description>${withClosedNotice('News kept with its dates.')}</description>
    <language>en-gb</language>
    <atom:link rel="self" type="application/rss+xml" href="${at('/news/feed.xml')}" />${items}
  </channel>
</rss>`,
    'application/rss+xml',
  );
}
