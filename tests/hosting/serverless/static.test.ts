import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { forms } from '../../../src/forms/forms.ts';
import { type HostedSite, platform, startHostedSite } from './host.ts';
import { assertPageHeaders } from './security-headers.ts';

// The static pages of one platform's build. On Cloudflare its own server serves them; on the others ours does, by the
// rules that the build wrote down for the platform (platform-emulator.ts).

let site: HostedSite;
before(async () => {
  site = await startHostedSite({ RESEND_BASE_URL: 'http://127.0.0.1:9' });
});
after(() => site?.stop());

const get = (path: string) => fetch(site.url + path, { redirect: 'manual' });

test(`${platform}: serves every page of the sitemap with every header`, async () => {
  const map = await (await get('/sitemap-0.xml')).text();
  const addresses = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => new URL(address).pathname);
  assert(addresses.length > 50);
  for (const address of addresses) {
    const response = await get(address);
    assert.equal(response.status, 200, address);
    assert.match(response.headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/, address);
    assert.match(await response.text(), /<h1/, address);
    assertPageHeaders(response);
  }
});

test(`${platform}: an empty form is no-store and noindex, with and without its trailing slash`, async () => {
  for (const { address } of forms) {
    for (const path of [`/${address}/`, `/${address}`]) {
      const first = await get(path);
      const response = first.status === 200 ? first : await get(new URL(first.headers.get('location') ?? '', site.url).pathname);
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get('cache-control'), 'no-store', path);
      assert.equal(response.headers.get('x-robots-tag'), 'noindex', path);
      assertPageHeaders(response);
    }
  }
});

test(`${platform}: finds a page without its trailing slash`, async () => {
  const response = await get('/services/victims');
  if (response.status === 200) assert.equal(platform, 'netlify');
  else {
    assert([301, 307, 308].includes(response.status), String(response.status));
    assert.equal(new URL(response.headers.get('location') ?? '', site.url).pathname, '/services/victims/');
  }
});

test(`${platform}: caches hashed files for a year and serves the search index`, async () => {
  const home = await (await get('/')).text();
  const file = /\/_astro\/[^"]+\.js/.exec(home)?.[0] ?? '';
  const response = await get(file);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assertPageHeaders(response);
  for (const path of ['/pagefind/pagefind.js', '/pagefind/pagefind-entry.json']) {
    const found = await get(path);
    assert.equal(found.status, 200, path);
    assertPageHeaders(found);
  }
});

test(`${platform}: serves no setting and no source map`, async () => {
  for (const path of ['/site.json', '/_headers', '/.env', '/.dev.vars', '/wrangler.json', '/server/entry.mjs', '/entry.mjs.map'])
    if (!(path === '/_headers' && platform === 'netlify')) assert.equal((await get(path)).status, 404, path);
});

test(`${platform}: csp_evaluator finds nothing serious in the CSP`, async () => {
  const policy = (await get('/')).headers.get('content-security-policy') ?? '';
  const fromPlatforms = createRequire(join(import.meta.dirname, '../package.json'));
  const { CspEvaluator } = fromPlatforms('csp_evaluator');
  const { CspParser } = fromPlatforms('csp_evaluator/dist/parser.js');
  const { Severity } = fromPlatforms('csp_evaluator/dist/finding.js');
  const findings: { severity: number; directive: string; description: string }[] = new CspEvaluator(new CspParser(policy).csp).evaluate();
  const serious = new Set([Severity.HIGH, Severity.MEDIUM, Severity.HIGH_MAYBE]);
  assert.deepEqual(
    findings.filter(({ severity }) => serious.has(severity)),
    [],
  );
});
