import type { APIContext } from 'astro';
import { addressOf } from '../../content-files/read-content.ts';
import { xml, xmlResponse } from '../../seo/xml.ts';
import { getNews } from '../../view-models/collections.ts';
import { trust, withClosedNotice } from '../../view-models/site-data.ts';

/** /news/feed.xml, where there is news. */
export const getStaticPaths = async () => ((await getNews()).length > 0 ? [{ params: { file: 'feed' } }] : []);

/** The news as RSS 2.0. Feed readers show items one by one, so each item says that the organisation has closed. */
export async function GET({ site }: APIContext) {
  const absolute = (path: string) => new URL(path, site).href;
  const items = (await getNews()).map(({ id, data }) => {
    const link = absolute(addressOf('news', id));
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
    <link>${absolute('/news/')}</link>
    <description>${withClosedNotice('News kept with its dates.')}</description>
    <language>en-gb</language>
    <atom:link rel="self" type="application/rss+xml" href="${absolute('/news/feed.xml')}" />${items}
  </channel>
</rss>`,
    'application/rss+xml',
  );
}
