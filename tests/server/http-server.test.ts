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

/** Sends bytes as they are, for what fetch would mend or refuse; gives back everything the server answered. */
function raw(bytes: string): Promise<string> {
  return new Promise((done, failed) => {
    let got = '';
    const socket = connect(Number(new URL(site.url).port), 'localhost', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      got += chunk;
    });
    socket.on('close', () => done(got));
    socket.on('error', failed);
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

const answers: [string, string, RequestInit, number][] = [
  ['the home page', '/', {}, 200],
  ['a page', '/services/community-payback/', {}, 200],
  ['a page without its last slash', '/services/community-payback', {}, 301],
  ['an address that does not exist', '/nothing/here/', {}, 404],
  ['an address with a file that does not exist', '/_astro/nothing.js', {}, 404],
  ['an empty form', '/become-a-mentor/apply/', {}, 200],
  ['a step of a form, opened by its address', '/become-a-mentor/apply/check/', {}, 303],
  ['a step of a form that does not exist', '/become-a-mentor/constructor/check/', {}, 404],
  ['a receipt nobody was given', '/become-a-mentor/apply/sent/?r=M-2222-2222.AAAAAAAAAAAAAAAAAAAAAA', {}, 404],
  ['a method that is not used', '/', { method: 'PUT' }, 405],
  ['OPTIONS', '/become-a-mentor/apply/check/', { method: 'OPTIONS' }, 405],
  ['a post to a page', '/', { method: 'POST', body: 'a=b' }, 405],
  [
    'a post to a form from another site',
    '/become-a-mentor/apply/check/',
    { method: 'POST', headers: { Origin: 'https://evil.example' }, body: new URLSearchParams({ a: 'b' }) },
    403,
  ],
];

for (const [name, path, init, status] of answers) {
  test(`${name} answers ${status}, with every security header and no cookie`, async () => {
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

test('a page is one request away for whoever has it: its tag is strong, and 304 has no body', async () => {
  for (const encoding of ['br', 'identity']) {
    const first = await get('/about/', { headers: { 'Accept-Encoding': encoding } });
    const tag = first.headers.get('etag') ?? '';
    assert.match(tag, /^"[\w-]+"$/);
    const again = await get('/about/', { headers: { 'Accept-Encoding': encoding, 'If-None-Match': tag } });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
  }
});

test('text is squeezed with brotli for who takes it, and the same words come out', async () => {
  const plain = await (await get('/about/', { headers: { 'Accept-Encoding': 'identity' } })).text();
  const squeezed = await new Promise<Buffer>((done, failed) => {
    request(`${site.url}/about/`, { headers: { 'Accept-Encoding': 'br' } }, async (response) => {
      assert.equal(response.headers['content-encoding'], 'br');
      assert.equal(response.headers.vary, 'Accept-Encoding');
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      done(Buffer.concat(chunks));
    })
      .on('error', failed)
      .end();
  });
  assert.equal(brotliDecompressSync(squeezed).toString(), plain);
  assert(squeezed.length < plain.length / 3);
});

test('HEAD has the headers of GET and no body', async () => {
  const head = await get('/about/', { method: 'HEAD' });
  const whole = await get('/about/');
  assert.equal(head.headers.get('content-type'), whole.headers.get('content-type'));
  assert.equal(head.headers.get('etag'), whole.headers.get('etag'));
  assert.equal(await head.text(), '');
});

test('files with a hash in their name stay for a year, pages are asked for again, forms are never stored', async () => {
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
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (404|400) /, path);
    assert.doesNotMatch(answer, /root:/, path);
  }
});

test('a redirect to the slash keeps the question and stays on the site', async () => {
  const response = await get('/search?q=tag');
  assert.equal(response.status, 301);
  assert.equal(response.headers.get('location'), '/search/?q=tag');
});

test('what is not HTTP is answered 400, with the same headers', async () => {
  const answer = await raw('BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.match(answer, /Content-Security-Policy: default-src 'none'/);
});

test('a browser that takes nothing compressed, and one that names another host, get the same page', async () => {
  const response = await get('/', { headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' } });
  assert.doesNotMatch(await response.text(), /evil\.example/);
});

test('a stop lets a form that is being sent finish, and ends with 0', async () => {
  const other = await serve();
  assert.equal((await fetch(`${other.url}/`)).status, 200);
  assert.equal(await other.stop(), 0);
});

test('wrong settings stop the start, each in one sentence, without a secret and without a stack', async () => {
  const wrong = { PORT: 'many', SEAL_KEY: 'short-secret', RESEND_API_KEY: 're_a\nb', SITE_URL: 'example.org', RESEND_DEBUG: 'true' };
  await assert.rejects(serve(wrong), (error: Error) => {
    for (const name of Object.keys(wrong)) assert.match(error.message, new RegExp(`  ${name} `));
    assert.doesNotMatch(error.message, /short-secret|re_a|at .+\.ts:\d+/);
    return true;
  });
});
