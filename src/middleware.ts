import { defineMiddleware } from 'astro:middleware';
import { noStoreHeaders, openDataHeaders, securityHeaders } from './hosting/headers.ts';

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

/** Adds the security headers to what the function answers. Static pages get theirs from the server or the platform. */
export const onRequest = defineMiddleware(async (context, next) => {
  const rendered = await next();
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
