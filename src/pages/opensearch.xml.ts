import type { APIContext } from 'astro';
import { xml, xmlResponse } from '../seo/xml.ts';
import { trust, withClosedNotice } from '../view-models/site-data.ts';

/** The most that OpenSearch gives a name; browsers refuse the file otherwise. */
const longest = 16;

/**
 * Lets a browser search here from its own address bar. What is looked for stands behind #, as it does when the search
 * box of a page is used: it stays in the browser, and so in no server's log.
 */
export function GET({ site }: APIContext) {
  const at = (path: string) => new URL(path, site).href;
  const name = [trust.name, ...trust.name_lines].find((text) => text.length <= longest) ?? 'Search this site';
  return xmlResponse(
    xml`<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${name}</ShortName>
  <Description>${withClosedNotice(`Search the site of ${trust.name}.`)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image type="image/svg+xml">${at('/favicon.svg')}</Image>
  <Url type="text/html" template="${at('/search/')}#q={searchTerms}" />
</OpenSearchDescription>`,
    'application/opensearchdescription+xml',
  );
}
