export const prerender = false;

/** For restarts and load balancers: true while the process answers, whatever else is wrong. */
export const GET = () => new Response('The site answers.\n', { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
