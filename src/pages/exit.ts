export const prerender = false;

/**
 * Answers the ping of "Exit this page", which a Chromium without script sends: 204. Its back/forward cache would show the
 * form again, with what was typed in it, for three minutes. It drops every page with `no-store` when a cookie of the site
 * changes that scripts cannot read, so this one is set and deleted at once. Measured: `Clear-Site-Data: "cache"` drops the
 * pages before, but not the page that was left if the answer comes before the other site has; browsers show nothing of
 * it without this cache.
 */
export const POST = () => {
  const response = new Response(null, { status: 204 });
  const attributes = 'Path=/; HttpOnly; SameSite=Strict';
  response.headers.append('Set-Cookie', `exit=1; Max-Age=60; ${attributes}`);
  response.headers.append('Set-Cookie', `exit=; Max-Age=0; ${attributes}`);
  return response;
};
