import assert from 'node:assert/strict';

const wanted = {
  'content-security-policy': /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'sha256-/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'strict-transport-security': /^max-age=\d{8}/,
  'permissions-policy': /^camera=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
};

/** Every security header, once each, and no cookie. */
export function assertSecurityHeaders(response: Response): void {
  for (const [header, value] of Object.entries(wanted)) assert.match(response.headers.get(header) ?? '', value, header);
  assert.doesNotMatch(response.headers.get('x-frame-options') ?? '', /,/);
  assert.equal(response.headers.get('set-cookie'), null);
}

/** The same, and nothing that lets another site read the answer. */
export function assertPageHeaders(response: Response): void {
  assertSecurityHeaders(response);
  assert.equal(response.headers.get('access-control-allow-origin'), null);
}

/** A form post, as a browser sends it. */
export const formPost = (content: string, headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  body: content,
});
