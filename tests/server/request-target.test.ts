import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type FakeSite, openRaw, serveFake } from './fake-build.ts';

// What a request names: its target and its host (RFC 9112 §3.2).

let site: FakeSite;
before(async () => {
  site = await serveFake({ 'about/index.html': '<h1>About</h1>', 'search/index.html': '<h1>Search</h1>' });
});
after(() => site.stop());

async function raw(bytes: string): Promise<{ status: number; head: string; body: string }> {
  const connection = openRaw(site.port, bytes);
  await connection.ended;
  const [head = '', body = ''] = connection.received().split('\r\n\r\n', 2);
  return { status: Number(head.split(' ')[1]), head, body };
}
const get = (target: string, host = 'localhost') => raw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

for (const target of [
  'http://localhost/about/',
  'HTTP://localhost/about/',
  'http://www.example.org:8080/about/',
  'https://[::1]/about/?a=b',
])
  test(`the target ${target} leads to the page, as a proxy sends it`, async () => {
    assert.match((await get(target)).body, /About/);
  });

for (const target of ['http://localhost', 'http://localhost/'])
  test(`the target ${target} is the home page`, async () => {
    assert.match((await get(target)).body, /Home/);
  });

test('of a whole address as target the host counts, and the Host header does not', async () => {
  const { body } = await get('http://one.example:81/function/?a=b', 'two.example');
  assert.deepEqual(JSON.parse(body), { method: 'GET', url: '/function/?a=b', host: 'one.example:81', bytes: 0, padding: '' });
});

for (const host of [
  'localhost',
  'LOCALHOST:4321',
  'www.example.org',
  'www.example.org.',
  'a_b.example',
  '127.0.0.1',
  '[::1]:4321',
  'xn--caf-dma.example',
  'localhost:',
  '',
])
  test(`the Host "${host}" is one`, async () => {
    assert.equal((await get('/about/', host)).status, 200);
    const { url } = JSON.parse((await get('/function/', host)).body);
    assert.equal(url, '/function/');
  });

const notHosts = [
  'u:p@localhost',
  'localhost/health/live/?',
  'localhost?',
  'localhost#',
  'local host',
  'localhost, localhost',
  'localhost\\evil',
  'http://localhost',
  '[::1',
  'localhost:99999',
  'localhost:port',
  'a%zz',
  '<script>',
  '/',
];
for (const host of notHosts)
  test(`the Host "${host}" is none: 400 in words, for pages and for the function`, async () => {
    for (const path of ['/about/', '/function/', '/nothing']) {
      const { status, head, body } = await get(path, host);
      assert.equal(status, 400, path);
      assert.match(head, /^X-Test: on$/im);
      assert.match(body, /could not read that request/);
    }
  });

test('two hosts, or none with HTTP/1.1, are 400 in words', async () => {
  for (const headers of ['Host: localhost\r\nHost: localhost\r\n', 'Host: localhost\r\nhost: evil.example\r\n', '']) {
    const { status, body } = await raw(`GET /about/ HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
    assert.equal(status, 400);
    assert.match(body, /could not read that request/);
  }
});

test('a program that speaks HTTP/1.0 and names no host is answered', async () => {
  assert.match((await raw('GET /about/ HTTP/1.0\r\n\r\n')).body, /About/);
  assert.equal(JSON.parse((await raw('GET /function/ HTTP/1.0\r\n\r\n')).body).host, null);
});

test('an offer to speak HTTP/2 is passed over', async () => {
  const bytes =
    'GET /about/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n';
  assert.match((await raw(bytes)).body, /About/);
});

for (const query of ['q=why?&for=Public', 'q=?', '?', 'q=a?b?c', 'q=%3F', 'q=1#2', ''])
  test(`the redirect to the final slash keeps the query "${query}" whole`, async () => {
    const { status, head } = await get(`/search?${query}`);
    assert.equal(status, 301);
    assert.equal(/^Location: (.*)$/im.exec(head)?.[1], `/search/?${query}`);
  });

test('the function gets its query whole', async () => {
  assert.equal(JSON.parse((await get('/function/?q=why?&for=Public?')).body).url, '/function/?q=why?&for=Public?');
});
