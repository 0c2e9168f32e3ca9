import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { after, before, test } from 'node:test';
import { formValues, urlEncoded, validMentor } from '../../forms/answers.ts';
import { createFakeResend, type FakeResend, resendSettings } from '../../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../../site-under-test/serve.ts';
import { documentedServerBlock, freePort, startNginx } from './nginx.ts';

// The README's nginx, in front of the Node server; BUILT is a build for https://www.example.org.

const SITE_URL = 'https://www.example.org';
let provider: FakeResend;
const started: { stop: () => Promise<unknown> }[] = [];
/** One nginx in front of a server, and two in a row. */
let one: number;
let two: number;
before(async () => {
  provider = await createFakeResend();
  const site = async (hops: number): Promise<RunningSite> => {
    const settings = { ...resendSettings(provider), SITE_URL, SEAL_KEY: Buffer.alloc(32, 3).toString('base64url'), STORE_URL: 'none' };
    const served = await serve({ ...settings, TRUST_PROXY: String(hops), SENDS_PER_ADDRESS: '2' }, undefined, process.env['BUILT']);
    started.push(served);
    return served;
  };
  const behindOne = Number(new URL((await site(1)).url).port);
  const behindTwo = Number(new URL((await site(2)).url).port);
  const inner = await freePort();
  [one, two] = [await freePort(), await freePort()];
  started.push(
    await startNginx(
      async (folder) => `${await documentedServerBlock({ port: one, behind: behindOne, folder })}
${await documentedServerBlock({ port: two, behind: inner, folder })}
server { listen 127.0.0.1:${inner}; location / { proxy_pass http://127.0.0.1:${behindTwo}; proxy_set_header Host $host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; } }`,
    ),
  );
});
after(async () => {
  for (const each of started.toReversed()) await each.stop();
  await provider?.stop();
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  html: string;
}

/** Asks by https, from one address of this machine. */
const ask = (port: number, path: string, o: { from?: string; content?: string; headers?: Record<string, string> } = {}) =>
  new Promise<Answer>((done, failed) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path,
      method: o.content === undefined ? 'GET' : 'POST',
      localAddress: o.from ?? '127.0.0.1',
      servername: 'www.example.org',
      // The certificate is made for this run, by nobody a machine would trust.
      rejectUnauthorized: false,
      headers: {
        Host: 'www.example.org',
        ...(o.content !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded', Origin: SITE_URL }),
        ...o.headers,
      },
    });
    asked.on('error', failed);
    asked.on('response', async (response) => {
      let html = '';
      for await (const chunk of response) html += chunk;
      done({ status: response.statusCode ?? 0, headers: response.headers, html });
    });
    asked.end(o.content);
  });

/** One whole application; the status that its last press was answered with. */
async function apply(port: number, from: string, headers: Record<string, string> = {}): Promise<number> {
  const at = '/become-a-mentor/apply';
  let page = await ask(port, `${at}/check/`, { from, headers, content: urlEncoded(formValues({}, validMentor)) });
  assert.equal(page.status, 200);
  for (let press = 0; press < 2 && page.status === 200; press += 1) {
    const state = encodeURIComponent(/name="state" value="([^"]*)"/.exec(page.html)?.[1] ?? '');
    page = await ask(port, `${at}/send/`, { from, headers, content: `state=${state}` });
  }
  return page.status;
}

test('behind nginx with TLS a page has each header of the site once', async () => {
  const page = await ask(one, '/about/');
  assert.equal(page.status, 200);
  assert.match(String(page.headers['content-security-policy']), /^default-src 'none'[^,]*$/);
  assert.match(page.headers['strict-transport-security'] ?? '', /^max-age=\d{8}[^,]*$/);
  assert.equal((await ask(one, '/about')).headers.location, '/about/');
  assert.equal((await ask(one, '/nothing/')).status, 404);
});

test('behind nginx a form is accepted from the public origin only', async () => {
  const content = urlEncoded(formValues({}, validMentor));
  assert.equal((await ask(one, '/become-a-mentor/apply/check/', { content })).status, 200);
  for (const Origin of ['http://www.example.org', 'https://evil.example', `https://127.0.0.1:${one}`])
    assert.equal((await ask(one, '/become-a-mentor/apply/check/', { content, headers: { Origin } })).status, 403, Origin);
});

for (const [name, port] of [
  ['one proxy', () => one],
  ['two proxies', () => two],
] as const) {
  test(`behind ${name} each client address is counted by itself and cannot be forged`, async () => {
    const forged = (address: string) => ({ 'X-Forwarded-For': `${address}, ${address}`, 'X-Real-IP': address, 'X-Site-Client': address });
    assert.deepEqual(
      [await apply(port(), '127.0.0.2'), await apply(port(), '127.0.0.2'), await apply(port(), '127.0.0.2')],
      [303, 303, 429],
    );
    assert.equal(await apply(port(), '127.0.0.2', forged('198.51.100.7')), 429);
    assert.equal(await apply(port(), '127.0.0.3', forged('127.0.0.2')), 303);
  });
}
