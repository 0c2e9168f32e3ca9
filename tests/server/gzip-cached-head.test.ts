import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { gzipPage } from '../../src/server/gzip-cached-head.ts';
import { formValues, urlEncoded } from '../forms/answers.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

const style = `<style>${'p{color:#123}'.repeat(3000)}</style>`;
const page = (title: string, text: string, styles = style) =>
  `<!doctype html><html><head><title>${title}</title>${styles}</head><body>${text}</body></html>`;

const pages: [string, string][] = [
  ['a page', page('One', 'words')],
  ['the same page again', page('One', 'words')],
  ['a page with another title', page('Two', 'words')],
  ['a page with a second style', page('One', 'words', `${style}<style>b{color:red}</style>`)],
  ['a page without styles', page('One', 'words', '')],
  ['a page whose text looks like its parts', page('One', '</head><style>not one</style></head>')],
  ['a page in several scripts', page('ગુજરાતી', '👨‍👩‍👧‍👦 ›​ Ω'.repeat(100))],
  ['text that is no page', 'Nothing of the kind'],
  ['only the end of a head', '</head><style>'],
  ['nothing', ''],
];

for (const [name, html] of pages) {
  test(`${name} decompresses to the original`, () => {
    const bytes = new TextEncoder().encode(html);
    assert.equal(gunzipSync(gzipPage(bytes)).toString(), html);
    // Also as a view into a larger buffer.
    const view = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]).subarray(6, 6 + bytes.length);
    assert.equal(gunzipSync(gzipPage(view)).toString(), html);
  });
}

test('a page decompresses to the original when the cache is full', () => {
  for (let count = 0; count < 1000; count += 1) {
    const html = page(`Title ${count}`, 'words', `<style>b{order:${count}}</style>`);
    assert.equal(gunzipSync(gzipPage(Buffer.from(html))).toString(), html);
  }
});

let site: RunningSite;
before(async () => {
  site = await serve();
});
after(() => site.stop());

/** The check page as sent over the wire, where fetch would decompress it. */
function checkPage(encoding: string): Promise<{ headers: Record<string, unknown>; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    request(
      `${site.url}/become-a-mentor/apply/check/`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: site.url, 'Accept-Encoding': encoding },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ headers: response.headers, bytes: Buffer.concat(chunks) });
      },
    )
      .on('error', reject)
      .end(urlEncoded(formValues()));
  });
}

test('a rendered page is sent as gzip to clients that accept it, and uncompressed to others', async () => {
  // Only the sealed state differs from one response to the next.
  const withoutState = (html: string) => html.replace(/name="state" value="[^"]*"/g, '');
  const plain = await checkPage('identity');
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const encoding of ['gzip', 'gzip, deflate, br, zstd']) {
    const compressed = await checkPage(encoding);
    assert.equal(compressed.headers['content-encoding'], 'gzip');
    assert.equal(compressed.headers['vary'], 'Accept-Encoding');
    assert(compressed.bytes.length < plain.bytes.length / 4);
    assert.equal(withoutState(gunzipSync(compressed.bytes).toString()), withoutState(plain.bytes.toString()));
  }
});
