import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Catalogue, ServiceSummary } from '../../src/open-referral/catalogue.ts';
import { pages } from '../built/build-output.ts';
import { assertSecurityHeaders } from '../hosting/serverless/security-headers.ts';
import { schemaIssues } from '../open-referral/hsds-uk-schemas.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

// The services as programs of others fetch them, from the running server.

let site: RunningSite;
before(async () => {
  site = await serve();
});
after(() => site.stop());

const ask = (path: string, init?: RequestInit) => fetch(`${site.url}/open-referral/v3${path}`, { redirect: 'manual', ...init });
const json = async <T>(path: string) => (await (await ask(path)).json()) as T;
const listOf = (path: string) => json<{ contents: ServiceSummary[]; total_items: number }>(path);

const answers: [string, RequestInit, number][] = [
  ['', {}, 200],
  ['/', {}, 200],
  ['/services', {}, 200],
  ['/services/', {}, 200],
  ['/services?page=2&per_page=5', {}, 200],
  ['/service_at_locations?postcode=LE1+1AA', {}, 200],
  ['/taxonomies', {}, 200],
  ['/taxonomy_terms', {}, 200],
  ['/services', { method: 'HEAD' }, 200],
  ['/services?page=none', {}, 400],
  ['/services/none', {}, 404],
  ['/nothing/here', {}, 404],
  ['/services', { method: 'POST', body: '{}' }, 405],
];
for (const [path, init, status] of answers) {
  test(`${init.method ?? 'GET'} /open-referral/v3${path} answers ${status} in JSON, with every security header, to any site`, async () => {
    const response = await ask(path, init);
    assert.equal(response.status, status);
    assert.equal(response.headers.get('content-type'), 'application/json');
    assertSecurityHeaders(response);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=300');
    const text = await response.text();
    if (init.method === 'HEAD') assert.equal(text, '');
    else assert.equal(typeof JSON.parse(text).error, status === 200 ? 'undefined' : 'string');
  });
}

test('the list and every service conform to HSDS-UK', async () => {
  const { contents, total_items } = await listOf('/services?per_page=100');
  assert.equal(contents.length, total_items);
  for (const entry of contents) {
    assert.deepEqual(schemaIssues('service_list', entry), [], entry.name);
    assert.deepEqual(schemaIssues('service', await json(`/services/${entry.id}`)), [], entry.name);
  }
});

test('the API root names the standard and says that the organisation has closed', async () => {
  const { notice, version, profile, openapi_url } = await json<Catalogue['about']>('/');
  assert.equal(version, 'HSDS-UK-3.0');
  for (const address of [profile, openapi_url]) assert.equal(new URL(address).protocol, 'https:');
  assert.match(notice ?? '', /closed on/);
});

test('every service links to its page, and the head of that page links back', async () => {
  const { contents } = await listOf('/services?per_page=100');
  assert.deepEqual(
    contents.map(({ id, url }) => {
      const page = pages.find(({ address }) => address === new URL(url).pathname);
      return page?.html.includes(`type="application/json" title="Open Referral UK" href="/open-referral/v3/services/${id}"`) ? [] : url;
    }),
    contents.map(() => []),
  );
});

test('only open data may be read by pages of other sites', async () => {
  for (const path of ['/', '/services/', '/health/live/', '/site.json', '/search/instant-index.json', '/become-a-mentor/apply/'])
    assert.equal((await fetch(site.url + path)).headers.get('access-control-allow-origin'), null, path);
});
