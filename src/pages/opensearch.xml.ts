import type { APIContext } from 'astro';
import { xml, xmlResponse } from '../seo/xml.ts';
import { trust, withClosedNotice } from '../view-models/site-data.ts';

/** The limit of OpenSearch 1.1; browsers refuse a file with a longer name. */
const maxShortName = 16;

/**
 * OpenSearch description: lets a browser search the site from its address bar. The query comes after a #, as it does from the
 * search box of a page, so it stays in the browser and out of every server log.
 */
export function GET({ site }: APIContext) {
  const absolute = (path: string) => new URL(path, site).href;
  const name = [trust.name, ...trust.name_lines].find((text) => text.length <= maxShortName) ?? 'Search this site';
  return xmlResponse(
    xml`<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${name}</ShortName>
  <Description>${withClosedNotice(`Search the site of ${trust.name}.`)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image type="image/svg+xml">${absolute('/favicon.svg')}</Image>
  <Url type="text/html" template="${absolute('/search/')}#q={searchTerms}" />
</OpenSearchDescription>`,
    'application/opensearchdescription+xml',
  );
}
