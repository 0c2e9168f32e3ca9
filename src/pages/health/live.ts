export const prerender = false;

/** Liveness, for restarts and load balancers: 200 while the process answers, whatever else is wrong. */
export const GET = () => new Response('The site answers.\n', { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
