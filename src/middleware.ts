import { defineMiddleware } from 'astro:middleware';
import { noStoreHeaders, openDataHeaders, securityHeaders } from './hosting/headers.ts';

declare global {
  namespace App {
    interface Locals {
      /** Makes gzip of a page, where our own server leaves that to us and whoever asked takes it. Platforms do it by themselves. */
      gzipPage?: ((page: Uint8Array) => Uint8Array<ArrayBuffer>) | undefined;
    }
  }
}

// Browsers take a module for urgent, as if the page could not be seen without it, and Astro's own tag cannot say otherwise.
const unhurried = (page: string) => page.replaceAll('<script type="module" src=', '<script type="module" fetchpriority="low" src=');

/** The security headers on pages the function makes; static pages get the same from whatever serves them. */
export const onRequest = defineMiddleware(async (context, next) => {
  const streamed = await next();
  // In development Vite injects its own styles and scripts, which the policy would rightly refuse.
  if (import.meta.env.DEV) return streamed;
  const type = streamed.headers.get('Content-Type') ?? '';
  const isPage = type.startsWith('text/html');
  if (context.isPrerendered) return isPage ? new Response(unhurried(await streamed.text()), streamed) : streamed;
  // Whole before any of it is sent: a fault halfway through a page would otherwise leave its reader waiting for the rest.
  // Its words for the status are left out, since Astro's are "OK" for every page: the server has the right ones.
  const { status, headers } = streamed;
  const body = streamed.body && Buffer.from(await streamed.arrayBuffer());
  // Latin letters stand for the bytes: reading them as UTF-8 would take ten times as long.
  const page = body && isPage ? Buffer.from(unhurried(body.toString('latin1')), 'latin1') : body;
  const squeezed = page && (isPage || type.startsWith('application/json')) && context.locals.gzipPage?.(page);
  const response = new Response(squeezed || page, { status, headers });
  const own = context.routePattern.startsWith('/open-referral/') ? openDataHeaders : noStoreHeaders;
  // The editor page brings a policy of its own; no other page does.
  const policy = headers.get('Content-Security-Policy');
  for (const [name, value] of Object.entries({ ...securityHeaders, ...own })) response.headers.set(name, value);
  if (policy) response.headers.set('Content-Security-Policy', policy);
  if (type === 'text/html') response.headers.set('Content-Type', 'text/html; charset=utf-8');
  if (squeezed) response.headers.set('Content-Encoding', 'gzip');
  return response;
});
