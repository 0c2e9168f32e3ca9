import assert from 'node:assert/strict';
import { request, STATUS_CODES } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

let site: RunningSite;
before(async () => {
  site = await serve();
});
after(() => site.stop());

const get = (path: string, init?: RequestInit) => fetch(site.url + path, { redirect: 'manual', ...init });

/** Sends bytes over a socket, for requests that fetch would correct or refuse. Returns everything the server sent. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(new URL(site.url).port), 'localhost', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

const securityHeaders = {
  'content-security-policy': /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'sha256-/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'strict-transport-security': /max-age=\d{8}/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
};

const responses: [string, string, RequestInit, number][] = [
  ['the home page', '/', {}, 200],
  ['a page', '/services/community-payback/', {}, 200],
  ['a page without its final slash', '/services/community-payback', {}, 301],
  ['an address that does not exist', '/nothing/here/', {}, 404],
  ['a file that does not exist', '/_astro/nothing.js', {}, 404],
  ['an empty form', '/become-a-mentor/apply/', {}, 200],
  ['a step of a form, opened directly', '/become-a-mentor/apply/check/', {}, 303],
  ['a step of a form that does not exist', '/become-a-mentor/constructor/check/', {}, 404],
  ['a receipt that was never issued', '/become-a-mentor/apply/sent/?r=M-2222-2222.AAAAAAAAAAAAAAAAAAAAAA', {}, 404],
  ['PUT', '/', { method: 'PUT' }, 405],
  ['OPTIONS', '/become-a-mentor/apply/check/', { method: 'OPTIONS' }, 405],
  ['a POST to a page', '/', { method: 'POST', body: 'a=b' }, 405],
  [
    'a POST to a form from another site',
    '/become-a-mentor/apply/check/',
    { method: 'POST', headers: { Origin: 'https://evil.example' }, body: new URLSearchParams({ a: 'b' }) },
    403,
  ],
];

for (const [name, path, init, status] of responses) {
  test(`${name} gets ${status} with every security header and no cookie`, async () => {
    const response = await get(path, init);
    assert.equal(response.status, status);
    assert.equal(response.statusText, STATUS_CODES[status]);
    for (const [header, value] of Object.entries(securityHeaders)) assert.match(response.headers.get(header) ?? '', value, header);
    assert.equal(response.headers.get('set-cookie'), null);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    const text = await response.text();
    if (status >= 400) {
      assert.match(text, /<h1[^>]*>/);
      assert.doesNotMatch(text, /at .+\.m?[jt]s:\d+|node_modules/);
    }
  });
}

test('a page has a strong ETag, and returns 304 without a body when If-None-Match matches it', async () => {
  for (const encoding of ['br', 'identity']) {
    const first = await get('/about/', { headers: { 'Accept-Encoding': encoding } });
    const etag = first.headers.get('etag') ?? '';
    assert.match(etag, /^"[\w-]+"$/);
    const second = await get('/about/', { headers: { 'Accept-Encoding': encoding, 'If-None-Match': etag } });
    assert.equal(second.status, 304);
    assert.equal(await second.text(), '');
  }
});

test('a page is sent as brotli to clients that accept it, and decodes to the original', async () => {
  const plain = await (await get('/about/', { headers: { 'Accept-Encoding': 'identity' } })).text();
  const compressed = await new Promise<Buffer>((resolve, reject) => {
    request(`${site.url}/about/`, { headers: { 'Accept-Encoding': 'br' } }, async (response) => {
      assert.equal(response.headers['content-encoding'], 'br');
      assert.equal(response.headers.vary, 'Accept-Encoding');
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve(Buffer.concat(chunks));
    })
      .on('error', reject)
      .end();
  });
  assert.equal(brotliDecompressSync(compressed).toString(), plain);
  assert(compressed.length < plain.length / 3);
});

test('HEAD returns the headers of GET and no body', async () => {
  const head = await get('/about/', { method: 'HEAD' });
  const full = await get('/about/');
  assert.equal(head.headers.get('content-type'), full.headers.get('content-type'));
  assert.equal(head.headers.get('etag'), full.headers.get('etag'));
  assert.equal(await head.text(), '');
});

test('files with a hash in their name are cached for a year, pages are revalidated and forms are never stored', async () => {
  const home = await (await get('/')).text();
  const file = /\/_astro\/[^"]+\.js/.exec(home)?.[0] ?? '';
  assert.match((await get(file)).headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
  assert.match((await get('/')).headers.get('cache-control') ?? '', /max-age=0/);
  const form = await get('/become-a-mentor/apply/');
  assert.equal(form.headers.get('cache-control'), 'no-store');
  assert.equal(form.headers.get('x-robots-tag'), 'noindex');
});

test('no path leads outside the built pages', async () => {
  const paths = [
    '//evil.example',
    '//',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%5c..%5cetc',
    '/site.json',
    '/404.html',
    '/405/',
    '/500.html',
    '/__proto__',
    '/%',
    '/%00',
  ];
  for (const path of paths) {
    const response = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    assert.match(response, /^HTTP\/1\.1 (404|400) /, path);
    assert.doesNotMatch(response, /root:/, path);
  }
});

test('the redirect to the final slash keeps the query and stays on the site', async () => {
  const response = await get('/search?q=tag');
  assert.equal(response.status, 301);
  assert.equal(response.headers.get('location'), '/search/?q=tag');
});

test('a request that is not HTTP gets 400 with the same headers', async () => {
  const response = await raw('BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  assert.match(response, /^HTTP\/1\.1 400 /);
  assert.match(response, /Content-Security-Policy: default-src 'none'/);
});

test('a request with a forged Host gets a page without that host', async () => {
  const response = await get('/', { headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' } });
  assert.doesNotMatch(await response.text(), /evil\.example/);
});

test('a server stopped with SIGTERM exits with 0', async () => {
  const other = await serve();
  assert.equal((await fetch(`${other.url}/`)).status, 200);
  assert.equal(await other.stop(), 0);
});

test('wrong settings stop the start, with one sentence each, no secret and no stack trace', async () => {
  const wrong = { PORT: 'many', SEAL_KEY: 'short-secret', RESEND_API_KEY: 're_a\nb', SITE_URL: 'example.org', RESEND_DEBUG: 'true' };
  await assert.rejects(serve(wrong), (error: Error) => {
    for (const name of Object.keys(wrong)) assert.match(error.message, new RegExp(`  ${name} `));
    assert.doesNotMatch(error.message, /short-secret|re_a|at .+\.ts:\d+/);
    return true;
  });
});
