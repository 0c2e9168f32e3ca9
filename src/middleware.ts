import { defineMiddleware } from 'astro:middleware';
import { everywhere, onForms, onOpenData } from './platforms/headers.ts';

/** The security headers on pages the function makes; static pages get the same from whatever serves them. */
export const onRequest = defineMiddleware(async (context, next) => {
  const streamed = await next();
  // In development Vite injects its own styles and scripts, which the policy would rightly refuse.
  if (context.isPrerendered || import.meta.env.DEV) return streamed;
  // Whole before any of it is sent: a fault halfway through a page would otherwise leave its reader waiting for the rest.
  // Its words for the status are left out, since Astro's are "OK" for every page: the server has the right ones.
  const { status, headers } = streamed;
  const own = context.routePattern.startsWith('/open-referral/') ? onOpenData : onForms;
  const response = new Response(streamed.body && (await streamed.arrayBuffer()), { status, headers });
  for (const [name, value] of Object.entries({ ...everywhere, ...own })) response.headers.set(name, value);
  if (response.headers.get('Content-Type') === 'text/html') response.headers.set('Content-Type', 'text/html; charset=utf-8');
  return response;
});
