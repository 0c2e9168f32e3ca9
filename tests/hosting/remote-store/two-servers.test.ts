import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formClient } from '../../form-flow/form-client.ts';
import { createFakeResend, type FakeResend, trackedResendSettings } from '../../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../../site-under-test/serve.ts';
import { type LibsqlServer, startLibsqlServer } from '../libsql-server.ts';

// Two servers of one site, as on two machines, with one libSQL server between them.

let store: LibsqlServer;
let provider: FakeResend;
let sites: [RunningSite, RunningSite];
const settings = () => ({
  ...trackedResendSettings(provider),
  SEAL_KEY: Buffer.alloc(32, 3).toString('base64url'),
  STORE_URL: store.url,
  SENDS_PER_ADDRESS: '3',
});
before(async () => {
  [store, provider] = await Promise.all([startLibsqlServer(), createFakeResend()]);
  sites = await Promise.all([serve(settings()), serve(settings())]);
});
after(async () => {
  await Promise.all((sites ?? []).map((site) => site.stop()));
  await provider?.stop();
  await store?.stop();
});

/** A page that only waits for its press, made by the first server: both open its seal. */
const ready = async () => {
  const visit = formClient(sites[0].url);
  return (await visit.sendOnce((await visit.fillIn({ leave_empty: 'x' })).state)).state;
};

test('a submission sent to both servers at once is one mail and one reference', async () => {
  const state = await ready();
  const pages = await Promise.all(sites.flatMap(({ url }) => [formClient(url).sendOnce(state), formClient(url).sendOnce(state)]));
  assert.deepEqual(
    pages.map(({ status }) => status),
    [303, 303, 303, 303],
  );
  assert.equal(new Set(pages.map(({ location }) => location?.split('.')[0])).size, 1);
  assert.equal(provider.delivered.size, 1);
});

test('with the store down the page says "cannot be sure" and keeps the answers; once back, the same press is accepted once', async () => {
  const state = await ready();
  await store.kill();
  const page = await formClient(sites[0].url).sendOnce(state);
  assert.equal(page.status, 503);
  assert.match(page.html, /We cannot be sure/);
  assert.match(page.html, /Meera Patel/);
  assert.match(page.html, /Try again/);
  const health = await fetch(`${sites[0].url}/health/`);
  assert.equal(health.status, 503);
  assert.match(await health.text(), /The store cannot be written to/);
  assert.equal((await fetch(`${sites[0].url}/health/live/`)).status, 200);
  const mails = provider.delivered.size;
  await store.start();
  assert.equal((await formClient(sites[1].url).sendOnce(page.state)).status, 303);
  assert.equal(provider.delivered.size, mails + 1);
  assert.equal((await fetch(`${sites[0].url}/health/`)).status, 200);
});

test('the limit of one address is counted over both servers', async () => {
  const state = await ready();
  assert.equal((await formClient(sites[1].url).sendOnce(state)).status, 303);
  const page = await formClient(sites[0].url).sendOnce(await ready());
  assert.equal(page.status, 429);
  // What was taken stays so, whichever server is asked.
  assert.equal((await formClient(sites[0].url).sendOnce(state)).status, 303);
});
