import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { forms } from '../../src/forms/forms.ts';
import { isClosedTo, isLoopbackHost } from '../../src/http/reached-host.ts';
import { headingOf } from '../form-flow/read-page.ts';
import { formValues, urlEncoded, validAnswers } from '../forms/answers.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

// Without a public SITE_URL the site is a try-out copy: it answers this machine, and closes to who reaches it by another name.

const ownNames = [
  'localhost',
  'localhost:4321',
  'LOCALHOST',
  'localhost.',
  'leics.localhost:80',
  '127.0.0.1',
  '127.8.9.1:4321',
  '[::1]',
  '[::1]:4321',
  '[::ffff:127.0.0.1]',
  '127.1',
  '2130706433',
];
const otherNames = [
  'www.example.org',
  '192.168.1.7:4321',
  '10.0.0.1',
  '[fe80::1]',
  '[2001:db8::1]:4321',
  '0.0.0.0:4321',
  'my-laptop.local:4321',
  'localhost.example.org',
  'notlocalhost',
  'localhost@evil.example',
  '127.0.0.1.nip.io',
  'site.test',
  'not a host',
  '',
];

for (const name of ownNames) test(`${name} is this machine`, () => assert.equal(isClosedTo(name, undefined), false));
for (const name of otherNames) test(`"${name}" is not this machine`, () => assert.equal(isClosedTo(name, 'http://localhost:4321'), true));
test('with a public address the site is open by every name', () => {
  for (const name of [...ownNames, ...otherNames]) assert.equal(isClosedTo(name, 'https://www.example.org'), false);
  assert.equal(isLoopbackHost('www.example.org'), false);
});

/** Asks with a Host header of one's own, which fetch does not let a caller set. */
const ask = (site: RunningSite, path: string, o: { host?: string; method?: string; body?: string } = {}) =>
  new Promise<{ status: number; html: string; cache: string | undefined }>((answered, failed) => {
    const { host = 'trust-laptop.local:4321', method = 'GET', body } = o;
    const headers = {
      Host: host,
      ...(body !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded', Origin: `http://${host}` }),
    };
    request(site.url + path, { method, headers, agent: false }, (response) => {
      let html = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        html += chunk;
      });
      response.on('end', () => answered({ status: response.statusCode ?? 0, html, cache: response.headers['cache-control'] }));
    })
      .on('error', failed)
      .end(body);
  });

const says = 'This copy is being reached as trust-laptop.local:4321. Set SITE_URL, so that who answers is named.';

test('a copy that is reached by another name closes its forms and its function; it says why once, and the rest of it is open', async () => {
  const site = await serve({ HOST: '0.0.0.0' });
  try {
    assert.doesNotMatch(site.output(), /being reached/);
    assert.equal((await ask(site, '/health/', { host: 'localhost' })).status, 200);
    for (const form of forms) {
      const content = urlEncoded(formValues({}, validAnswers(form)));
      for (const [path, o] of [
        ['', {}],
        ['check/', {}],
        ['send/', {}],
        ['sent/?r=nothing', {}],
        ['send/', { method: 'POST', body: 'state=a.b.c.d.e' }],
      ] as const) {
        const page = await ask(site, `/${form.address}/${path}`, o);
        assert.deepEqual([page.status, headingOf(page.html)], [503, 'This form is closed at the moment'], path);
        assert.equal(page.cache, 'no-store');
        assert.doesNotMatch(page.html, /trust-laptop/);
      }
      const page = await ask(site, `/${form.address}/check/`, { method: 'POST', body: content });
      assert.equal(page.status, 503);
      assert.match(page.html, /This form is closed at the moment/);
      assert.match(page.html, /Meera Patel/, 'what was typed is still there');
      // This machine's own name still tries it out.
      const host = `localhost:${new URL(site.url).port}`;
      assert.equal((await ask(site, `/${form.address}/`, { host })).status, 200);
      assert.equal((await ask(site, `/${form.address}/check/`, { host, method: 'POST', body: content })).status, 200);
    }
    for (const path of ['/open-referral/v3/services/', '/tasks/outbox/', '/tasks/delivery/M-2222-2222/', '/webhooks/resend/'])
      assert.equal((await ask(site, path)).status, 503, path);
    for (const path of ['/', '/help/urgent/', '/health/live/']) assert.equal((await ask(site, path)).status, 200, path);
    for (const host of ['localhost', 'trust-laptop.local:4321']) {
      const health = await ask(site, '/health/', { host });
      assert.equal(health.status, 503);
      assert(health.html.includes(says), health.html);
    }
    assert.equal(site.output().split(says).length, 2, site.output());
    assert.doesNotMatch(site.output(), /Meera|"outcome":"sent"/);
  } finally {
    await site.stop();
  }
});
