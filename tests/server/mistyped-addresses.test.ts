import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { mistypedAddressFinder } from '../../src/http/mistyped-address.ts';
import { type FakeSite, serveFake } from './fake-build.ts';

// Addresses as people type them from paper, and as programs make links of them.

let site: FakeSite;
before(async () => {
  site = await serveFake({
    'help/urgent/index.html': '<h1>Urgent help</h1>',
    'become-a-mentor/index.html': '<h1>Become a mentor</h1>',
    'a-z/index.html': '<h1>A to Z</h1>',
    'leaflet (2).pdf': '%PDF',
    'Form.docx': 'PK',
    'form.docx': 'PK',
    '_astro/page.A1b2.css': 'p{}',
  });
});
after(() => site.stop());

/** With the path as it is: fetch would correct it. */
const ask = (path: string, method = 'GET') =>
  new Promise<{ status: number; location: string | undefined; text: string }>((done, failed) => {
    const asked = request({ port: site.port, host: '127.0.0.1', path, method }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      done({ status: response.statusCode ?? 0, location: response.headers.location, text });
    });
    asked.on('error', failed);
    asked.end();
  });

const urgent = [
  '/Help/Urgent/',
  '/HELP/URGENT',
  '/help/urgent',
  '/help//urgent/',
  '//help/urgent/',
  '/help/urgent//',
  '/help/urgent/index.html',
  '/help/urgent/INDEX.HTM',
  '/help/urgent.html',
  '/%68elp/urgent/',
  '/help%2Furgent/',
  '/%2568elp/urgent/',
  '/help/urgent/.',
  '/help/urgent.',
  '/help/urgent/...',
  '/help/urgent/,',
  '/help/urgent,',
  '/help/urgent/;',
  '/help/urgent/:',
  '/help/urgent/!',
  '/help/urgent/)',
  '/help/urgent/).',
  '/help/urgent/]',
  '/help/urgent/%3E',
  '/help/urgent/%22',
  '/help/urgent/%E2%80%9D',
  '/help/urgent/%E2%80%99',
  '/help/urgent/%C2%BB',
  '/help/urgent/%E2%80%A6',
  '/help/urgent/%E3%80%82',
  '/help/urgent/%20',
  '/help/urgent%20',
  '/%20help/urgent/',
  '/help/%20urgent/',
  '/help/urgent/%C2%A0',
  '/help/urgent/%E2%80%8B',
  '/help/urgent%EF%BB%BF',
  '/help/urgent/%E2%81%A0',
  '/help/ur%C2%ADgent/',
  '/help/urgent/%0A',
  '/help/urgent/*',
  '/help/urgent/_',
  '/help/urgent/%5C',
  '/help%5Curgent',
  '/(help/urgent/)',
  '/help/./urgent/',
  '/help/x/../urgent/',
  '/help/urgent/%23who',
  '/%EF%BD%88elp/urgent/',
  '/h%C3%A9lp/urgent/',
];
for (const path of urgent)
  test(`${path} is led to /help/urgent/ by one redirect`, async () => {
    assert.deepEqual(await ask(path), { status: 301, location: '/help/urgent/', text: '' });
    assert.equal((await ask('/help/urgent/')).status, 200);
  });

const others: [string, string][] = [
  ['/Help/Urgent/?a=b?&c', '/help/urgent/?a=b?&c'],
  ['/help/urgent/%3Futm_source=letter', '/help/urgent/?utm_source=letter'],
  ['/help/urgent/%3Fa=b%20c?d=e', '/help/urgent/?a=b%20c&d=e'],
  ['/Help/urgent&utm_source=letter', '/help/urgent/?utm_source=letter'],
  ['/index.html', '/'],
  ['/Index.html?a=b', '/?a=b'],
  ['/become%E2%80%93a%E2%80%93mentor/', '/become-a-mentor/'],
  ['/become_a_mentor/', '/become-a-mentor/'],
  ['/becomeamentor', '/become-a-mentor/'],
  ['/become-a-%20mentor/', '/become-a-mentor/'],
  ['/Leaflet%20(2).PDF', '/leaflet%20(2).pdf'],
  ['/leaflet%202.pdf', '/leaflet%20(2).pdf'],
  ['/leaflet%20(2).pdf.', '/leaflet%20(2).pdf'],
];
for (const [path, location] of others)
  test(`${path} is led to ${location}`, async () => {
    assert.deepEqual(await ask(path), { status: 301, location, text: '' });
  });

const nowhere = [
  '/help/urgen/',
  '/help/',
  '//',
  '/.',
  '/%',
  '/%00',
  '/...',
  '/%E2%80%8B',
  '/404',
  '/404.html',
  '/405/',
  '/500',
  '/FORM.docx',
  '/_ASTRO/page.a1b2.css',
  '//evil.example',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/%FF',
];
for (const path of nowhere)
  test(`${path} could be any page or none, and is led nowhere`, async () => {
    const { status, location } = await ask(path);
    assert.equal(location, undefined);
    // The function of this test answers everything; the site's own has a page for what it does not know.
    assert.equal(status, 200);
  });

test('a form that is posted to a mistyped address is not led away, which would lose it', async () => {
  assert.equal((await ask('/Help/Urgent/', 'POST')).location, undefined);
});

test('two addresses that differ by letter case alone are each found, and neither is guessed', () => {
  const find = mistypedAddressFinder(['/Form.docx', '/form.docx', '/a/']);
  assert.equal(find('/FORM.docx'), undefined);
  assert.equal(find('/Form.docx'), undefined);
  assert.equal(find('/A'), '/a/');
});

test('no address is led to itself', () => {
  const addresses = ['/', '/a-z/', '/leaflet (2).pdf', '/café/'];
  const find = mistypedAddressFinder(addresses);
  for (const address of addresses) assert.equal(find(address), undefined, address);
});
