import type { APIContext } from 'astro';

/** Everything may be read. What is not to be listed says so on the page itself, which a program must read to know. */
export const GET = ({ site }: APIContext) =>
  new Response(`User-agent: *\nAllow: /\n\nSitemap: ${new URL('/sitemap-index.xml', site)}\n`, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
