/**
 * For an endpoint's `ALL`: refuses every method that it does not export. Without it Astro answers 404 and writes a warning that is
 * not JSON, for each request of anybody. An endpoint with GET must then export HEAD too, since Astro would give it to `ALL`.
 */
export const methodNotAllowed = (allow: string) => () =>
  new Response(`This address takes ${allow}.\n`, { status: 405, headers: { Allow: allow, 'Content-Type': 'text/plain; charset=utf-8' } });
