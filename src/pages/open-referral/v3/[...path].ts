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

export const ALL = () => Response.json({ error: 'This can only be read: use GET.' }, { status: 405, headers: { Allow: 'GET, HEAD' } });
