import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { gzipPage } from '../../src/server/gzip-cached-head.ts';
import { formValues, urlEncoded } from '../forms/answers.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

const style = `<style>${'p{color:#123}'.repeat(3000)}</style>`;
const page = (title: string, words: string, styles = style) =>
  `<!doctype html><html><head><title>${title}</title>${styles}</head><body>${words}</body></html>`;

const pages: [string, string][] = [
  ['a page', page('One', 'words')],
  ['the same page again', page('One', 'words')],
  ['a page of another title', page('Two', 'words')],
  ['a page with one style more', page('One', 'words', `${style}<style>b{color:red}</style>`)],
  ['a page without styles', page('One', 'words', '')],
  ['a page whose words look like its parts', page('One', '</head><style>not one</style></head>')],
  ['a page with words of many alphabets', page('ગુજરાતી', '👨‍👩‍👧‍👦 ›​ Ω'.repeat(100))],
  ['words that are no page', 'Nothing of the kind'],
  ['only the end of a head', '</head><style>'],
  ['nothing', ''],
];

for (const [name, html] of pages) {
  test(`${name}: what is unpacked is what was squeezed`, () => {
    const bytes = new TextEncoder().encode(html);
    assert.equal(gunzipSync(gzipPage(bytes)).toString(), html);
    // Also where the bytes lie within others.
    const within = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]).subarray(6, 6 + bytes.length);
    assert.equal(gunzipSync(gzipPage(within)).toString(), html);
  });
}

test('a thousand different heads are squeezed well too', () => {
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

/** The check page as it came over the wire. fetch would unpack it. */
function checkPage(encoding: string): Promise<{ headers: Record<string, unknown>; bytes: Buffer }> {
  return new Promise((done, failed) => {
    request(
      `${site.url}/become-a-mentor/apply/check/`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: site.url, 'Accept-Encoding': encoding },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        done({ headers: response.headers, bytes: Buffer.concat(chunks) });
      },
    )
      .on('error', failed)
      .end(urlEncoded(formValues()));
  });
}

test('a page of the function is squeezed for who takes gzip, plain for who does not, and the same page', async () => {
  // Each has a seal of its own, and nothing else differs.
  const unsealed = (html: string) => html.replace(/name="state" value="[^"]*"/g, '');
  const plain = await checkPage('identity');
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const encoding of ['gzip', 'gzip, deflate, br, zstd']) {
    const squeezed = await checkPage(encoding);
    assert.equal(squeezed.headers['content-encoding'], 'gzip');
    assert.equal(squeezed.headers['vary'], 'Accept-Encoding');
    assert(squeezed.bytes.length < plain.bytes.length / 4);
    assert.equal(unsealed(gunzipSync(squeezed.bytes).toString()), unsealed(plain.bytes.toString()));
  }
});
