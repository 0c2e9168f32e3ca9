import type { APIContext } from 'astro';

/** Allows everything. Pages that must not be listed say so themselves (noindex), which a crawler has to read to know. */
export const GET = ({ site }: APIContext) =>
  new Response(`User-agent: *\nAllow: /\n\nSitemap: ${new URL('/sitemap-index.xml', site)}\n`, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
