import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type FakeSite, openRaw, serveFake } from './fake-build.ts';

// What a body may add to public/: leaflets, photographs, recordings, under the names that people give files.

const types: Record<string, string> = {
  'leaflet.pdf': 'application/pdf',
  'form.doc': 'application/msword',
  'form.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'figures.xls': 'application/vnd.ms-excel',
  'figures.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'talk.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'form.odt': 'application/vnd.oasis.opendocument.text',
  'figures.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  'form.rtf': 'application/rtf',
  'figures.csv': 'text/csv; charset=utf-8',
  'notes.md': 'text/markdown; charset=utf-8',
  'book.epub': 'application/epub+zip',
  'photo.jpg': 'image/jpeg',
  'photo.JPG': 'image/jpeg',
  'photo.jpeg': 'image/jpeg',
  'photo.webp': 'image/webp',
  'photo.avif': 'image/avif',
  'photo.heic': 'image/heic',
  'moving.gif': 'image/gif',
  'drawing.svg': 'image/svg+xml',
  'scan.tiff': 'image/tiff',
  'talk.mp3': 'audio/mpeg',
  'talk.m4a': 'audio/mp4',
  'film.mp4': 'video/mp4',
  'film.webm': 'video/webm',
  'film.vtt': 'text/vtt; charset=utf-8',
  'visit.ics': 'text/calendar; charset=utf-8',
  'office.vcf': 'text/x-vcard; charset=utf-8',
  'all.zip': 'application/zip',
  'places.geojson': 'application/geo+json',
  'feed.rss': 'application/rss+xml; charset=utf-8',
  'data.json': 'application/json',
  'data.xml': 'application/xml; charset=utf-8',
  'page.html': 'text/html; charset=utf-8',
  'script.mjs': 'text/javascript; charset=utf-8',
  'letters.woff2': 'font/woff2',
  'icon.ico': 'image/vnd.microsoft.icon',
  CNAME: 'application/octet-stream',
  'strange.qqq': 'application/octet-stream',
};

/** Names as people give them, and how each may be asked for. */
const names: [string, string[]][] = [
  ['leaflet (2).pdf', ['/leaflet%20(2).pdf', '/leaflet%20%282%29.pdf']],
  ['café.jpg', ['/caf%C3%A9.jpg', '/caf%c3%a9.jpg', '/cafe%CC%81.jpg']],
  ['Bro\u0301d.pdf', ['/Br%C3%B3d.pdf', '/Bro%CC%81d.pdf']],
  ['ਪੰਜਾਬੀ.pdf', ['/%E0%A8%AA%E0%A9%B0%E0%A8%9C%E0%A8%BE%E0%A8%AC%E0%A9%80.pdf']],
  ['100% yours.pdf', ['/100%25%20yours.pdf']],
  ['why?.pdf', ['/why%3F.pdf']],
  ['no. #1.pdf', ['/no.%20%231.pdf']],
  ["the Trust's plan & budget.pdf", ["/the%20Trust's%20plan%20&%20budget.pdf", '/the%20Trust%27s%20plan%20%26%20budget.pdf']],
  ['a+b,c;d=e.pdf', ['/a+b,c;d=e.pdf', '/a%2Bb%2Cc%3Bd%3De.pdf']],
  ['old/plan a/one.pdf', ['/old/plan%20a/one.pdf']],
];

// A list from before UTF-8: é is one byte.
const latin1 = Buffer.from('Prénom;Nom\n', 'latin1');

let site: FakeSite;
before(async () => {
  const files = [...Object.keys(types), ...names.map(([name]) => name)].map((name) => [name, `of ${name}`]);
  site = await serveFake({ ...Object.fromEntries(files), 'old.csv': latin1, 'plan/index.html': '<h1>Plan</h1>' });
});
after(() => site.stop());

for (const [name, type] of Object.entries(types))
  test(`${name} is sent as ${type}`, async () => {
    const response = await fetch(`${site.url}/${name}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), type);
    assert.equal(await response.text(), `of ${name}`);
  });

for (const [name, paths] of names)
  for (const path of paths)
    test(`the file "${name}" is found at ${path}`, async () => {
      const connection = openRaw(site.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      await connection.ended;
      assert.match(connection.received(), /^HTTP\/1\.1 200 /);
      assert.equal(Buffer.from(connection.received().split('\r\n\r\n')[1] ?? '', 'latin1').toString(), `of ${name}`);
    });

test('text that is not UTF-8 is not said to be', async () => {
  const response = await fetch(`${site.url}/old.csv`);
  assert.equal(response.headers.get('content-type'), 'text/csv');
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), latin1);
});

test('no name leads out of the folder', async () => {
  for (const path of ['/../site.json', '/%2e%2e/site.json', '/..%2Fsite.json', '/plan/../../site.json', '/%2e%2e%5csite.json']) {
    const connection = openRaw(site.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    await connection.ended;
    assert.doesNotMatch(connection.received(), /securityHeaders/, path);
  }
});
