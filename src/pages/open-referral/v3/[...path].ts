import catalogue from 'virtual:open-referral';
import type { APIContext } from 'astro';
import { handleRequest } from '../../../open-referral/api.ts';

export const prerender = false;

/** The services as open data, by the Open Referral UK standard. */
export function GET({ params, url }: APIContext) {
  const { status, body } = handleRequest(catalogue, params['path'] ?? '', url.searchParams);
  return Response.json(body, { status });
}

// Without this, Astro would send HEAD requests to ALL.
export const HEAD = GET;

const methods = 'GET, HEAD, OPTIONS';

/**
 * Answers the preflight of a page of another site, which asks before it sends a header of its own (Fetch §4.8). Every header may be
 * sent: none is read. `*` leaves out Authorization, which some clients send everywhere.
 */
export const OPTIONS = () =>
  new Response(null, {
    status: 204,
    headers: {
      Allow: methods,
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': '*, Authorization',
      'Access-Control-Max-Age': '86400',
    },
  });

export const ALL = () => Response.json({ error: 'This can only be read: use GET.' }, { status: 405, headers: { Allow: methods } });
