import { defineMiddleware } from 'astro:middleware';
import pageAddresses from 'virtual:page-addresses';
import type { APIContext } from 'astro';
import { noStoreHeaders, openDataHeaders, securityHeaders } from './hosting/headers.ts';
import { mistypedAddressFinder } from './http/mistyped-address.ts';
import { isClosedToRequest } from './http/reached-host.ts';
import { buildPlatform } from './infrastructure/environment.ts';

declare global {
  namespace App {
    interface Locals {
      /** Compresses a page. Set by the Node server when the client accepts gzip; platforms compress by themselves. */
      gzipPage?: ((page: Uint8Array) => Uint8Array<ArrayBuffer>) | undefined;
    }
  }
}

// Browsers fetch a module with high priority, as if the page could not be seen without it, and Astro's tag has no option for it.
const lowPriorityScripts = (page: string) =>
  page.replaceAll('<script type="module" src=', '<script type="module" fetchpriority="low" src=');

// Netlify and Cloudflare ask the function about every address that they have no file for, and send what it answers. The Node
// server does this itself; Vercel does it by its routes (hosting/host-config.ts), since it makes a 404 of what the function says.
const redirectsMistyped = ['netlify', 'cloudflare'].includes(buildPlatform() ?? '');
let findMistyped: ReturnType<typeof mistypedAddressFinder> | undefined;

/** The redirect from a mistyped address to the only page it can mean. */
function mistypedRedirect({ routePattern, request, url }: APIContext): Response | undefined {
  if (!redirectsMistyped || routePattern !== '/404' || !['GET', 'HEAD'].includes(request.method)) return undefined;
  findMistyped ??= mistypedAddressFinder(pageAddresses);
  const location = findMistyped(new URL(request.url).pathname);
  return location === undefined ? undefined : new Response(null, { status: 301, headers: { Location: location + url.search } });
}

// Forms close by themselves, so that what was typed stays on the page; /health/ says why, and a restart would not help.
const closesItself = /^\/(?:\[\.\.\.form\]\/|health)/;

const closedResponse = () =>
  new Response('This copy of the site is closed: it does not say who answers.\n', {
    status: 503,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });

/** Adds the security headers to what the function answers. Static pages get theirs from the server or the platform. */
export const onRequest = defineMiddleware(async (context, next) => {
  const closed = !context.isPrerendered && !closesItself.test(context.routePattern) && isClosedToRequest(context.request);
  // Astro's own endpoints (/_image, /_server-islands/, /_actions/), none of which this site uses. The one for images sends any
  // built file as any type. By the route and not the path, which has many ways to be written. Its empty 404 becomes the page.
  const unused = context.routePattern.startsWith('/_');
  const rendered = mistypedRedirect(context) ?? (unused ? new Response(null, { status: 404 }) : closed ? closedResponse() : await next());
  // In development Vite injects styles and scripts of its own, which the policy would refuse.
  if (import.meta.env.DEV) return rendered;
  const contentType = rendered.headers.get('Content-Type') ?? '';
  const isPage = contentType.startsWith('text/html');
  if (context.isPrerendered) return isPage ? new Response(lowPriorityScripts(await rendered.text()), rendered) : rendered;
  // Buffered, not streamed: an error halfway through a page would leave its reader waiting for the rest.
  // Without statusText, which Astro sets to "OK" on every page; the server adds the right one.
  const { status, headers } = rendered;
  const body = rendered.body && Buffer.from(await rendered.arrayBuffer());
  // latin1 maps each byte to one character and back; decoding as UTF-8 takes ten times as long.
  const page = body && isPage ? Buffer.from(lowPriorityScripts(body.toString('latin1')), 'latin1') : body;
  const compressed = page && (isPage || contentType.startsWith('application/json')) && context.locals.gzipPage?.(page);
  const response = new Response(compressed || page, { status, headers });
  const cacheHeaders = context.routePattern.startsWith('/open-referral/') ? openDataHeaders : noStoreHeaders;
  // Only the editor page brings a policy of its own.
  const ownPolicy = headers.get('Content-Security-Policy');
  for (const [name, value] of Object.entries({ ...securityHeaders, ...cacheHeaders })) response.headers.set(name, value);
  if (ownPolicy) response.headers.set('Content-Security-Policy', ownPolicy);
  if (contentType === 'text/html') response.headers.set('Content-Type', 'text/html; charset=utf-8');
  if (compressed) response.headers.set('Content-Encoding', 'gzip');
  return response;
});
