import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

// In which coding a client gets its bytes (RFC 9110 §12.5.3), of a file and of a page of the function; and when it gets none.

let site: RunningSite;
before(async () => {
  site = await serve();
});
after(() => site.stop());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((done, failed) => {
    const asked = request(site.url + path, { headers, method }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      done({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) });
    });
    asked.on('error', failed);
    asked.end();
  });
const decoded = ({ headers, bytes }: Answer) => {
  const coding = headers['content-encoding'];
  return (coding === 'br' ? brotliDecompressSync(bytes) : coding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
};

/** The header; the coding of a file; the coding of a page of the function, which has no brotli. */
const headers: [string | undefined, string | undefined, string | undefined][] = [
  [undefined, undefined, undefined],
  ['', undefined, undefined],
  ['identity', undefined, undefined],
  ['deflate', undefined, undefined],
  ['br', 'br', undefined],
  ['gzip', 'gzip', 'gzip'],
  ['x-gzip', 'gzip', 'gzip'],
  ['GZIP', 'gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br', 'gzip'],
  ['gzip,deflate,br', 'br', 'gzip'],
  ['gzip, br;q=0', 'gzip', 'gzip'],
  ['gzip, br;q=0.0', 'gzip', 'gzip'],
  ['br;q=0', undefined, undefined],
  ['br; q=0, gzip; q=0', undefined, undefined],
  ['br, gzip;q=0', 'br', undefined],
  ['br;q=0.5, gzip;q=0.8', 'gzip', 'gzip'],
  ['gzip;q=0.1, br;q=1.0', 'br', 'gzip'],
  ['identity;q=1, br;q=0.5, gzip;q=0.5', undefined, undefined],
  ['*', 'br', 'gzip'],
  ['br;q=0, *', 'gzip', 'gzip'],
  ['*;q=0', undefined, undefined],
  ['gzip, *;q=0', 'gzip', 'gzip'],
  ['identity;q=0', undefined, undefined],
  ['brotli', undefined, undefined],
  [', ,gzip', 'gzip', 'gzip'],
];
for (const [header, file, page] of headers) {
  test(`Accept-Encoding "${header}": a file comes as ${file ?? 'it is'}, a page of the function as ${page ?? 'it is'}`, async () => {
    const accept: Record<string, string> = header === undefined ? {} : { 'Accept-Encoding': header };
    for (const [path, coding] of [
      ['/about/', file],
      ['/search/first-layer.json', file],
      ['/nothing/here/', file],
      ['/become-a-mentor/apply/sent/?r=M-2222-2222.AAAAAAAAAAAAAAAAAAAAAA', page],
    ] as const) {
      const answer = await ask(path, accept);
      assert.equal(answer.headers['content-encoding'], coding, path);
      assert.match(String(answer.headers['vary']), /Accept-Encoding/);
      assert.match(decoded(answer), /^<!DOCTYPE html>|^\{/i);
      if (coding) assert(answer.bytes.length < decoded(answer).length / 2);
    }
  });
}

test('each coding of a file has its own strong ETag, and all are the same text', async () => {
  const answers = await Promise.all(['br', 'gzip', 'identity'].map((coding) => ask('/about/', { 'Accept-Encoding': coding })));
  assert.equal(new Set(answers.map(decoded)).size, 1);
  const etags = answers.map(({ headers }) => String(headers['etag']));
  assert.equal(new Set(etags).size, 3);
  for (const etag of etags) assert.match(etag, /^"[\w-]+"$/);
});

test('an image is sent as it is to everybody', async () => {
  const { headers } = await ask('/apple-touch-icon.png', { 'Accept-Encoding': 'gzip, br' });
  assert.equal(headers['content-type'], 'image/png');
  assert.equal(headers['content-encoding'], undefined);
});

const conditions: [string, (etag: string) => Record<string, string>, number][] = [
  ['its ETag', (etag) => ({ 'If-None-Match': etag }), 304],
  ['its ETag made weak, as a CDN does', (etag) => ({ 'If-None-Match': `W/${etag}` }), 304],
  ['its ETag among others', (etag) => ({ 'If-None-Match': `"a", ${etag},"b"` }), 304],
  ['any', () => ({ 'If-None-Match': '*' }), 304],
  ['another ETag', () => ({ 'If-None-Match': '"another"' }), 200],
  ['an ETag that has its ETag within', (etag) => ({ 'If-None-Match': `"x${etag.slice(1)}` }), 200],
  ['its ETag without quotes', (etag) => ({ 'If-None-Match': etag.replaceAll('"', '') }), 200],
  ['nothing', () => ({ 'If-None-Match': '' }), 200],
  ['its ETag, past all caches', (etag) => ({ 'If-None-Match': etag, 'Cache-Control': 'no-cache' }), 304],
  ['a day', () => ({ 'If-Modified-Since': new Date().toUTCString() }), 200],
];
for (const [what, condition, status] of conditions)
  test(`a page asked for again with ${what} is ${status}`, async () => {
    const accept = { 'Accept-Encoding': 'gzip' };
    const etag = String((await ask('/about/', accept)).headers['etag']);
    const again = await ask('/about/', { ...accept, ...condition(etag) });
    assert.equal(again.status, status);
    assert.equal(again.bytes.length === 0, status === 304);
    assert.equal(again.headers['etag'], etag);
  });
