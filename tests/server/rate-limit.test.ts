import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientIp } from '../../src/server/http-server.ts';
import { formClient } from '../form-flow/form-client.ts';
import { createFakeResend, type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

type Visit = ReturnType<typeof formClient>;

async function serving(settings: Record<string, string>, tried: (visit: Visit, provider: FakeResend, site: RunningSite) => Promise<void>) {
  const provider = await createFakeResend();
  try {
    // Without a store, where what is over the number of an hour is refused and not kept for later.
    const site = await serve({ ...resendSettings(provider), STORE_URL: 'none', ...settings });
    try {
      await tried(formClient(site.url), provider, site);
    } finally {
      await site.stop();
    }
  } finally {
    await provider.stop();
  }
}

/** One whole visit that is surely asked about, on a slow machine too; `headers` come with its last press. */
async function sends(visit: Visit, headers: Record<string, string> = {}) {
  const { state } = await visit.sendOnce((await visit.fillIn({ leave_empty: 'x' })).state);
  return visit.post('send', `state=${state}`, headers);
}

test('by default one IP may send ten forms; the eleventh gets 429 with Retry-After and every answer kept', async () => {
  await serving({ SENDS_PER_ADDRESS: '', SENDS_PER_HOUR: '' }, async (visit, provider, site) => {
    // Errors, kind pages and failures before it do not count.
    for (let i = 0; i < 11; i += 1) await visit.fillIn({ name: '' });
    provider.respondOnceWith('401');
    assert.equal((await sends(visit)).status, 503);
    const first = (await visit.fillIn()).state;
    assert.equal((await visit.send(first)).status, 303);
    for (let i = 0; i < 9; i += 1) assert.equal((await sends(visit)).status, 303);

    const checked = (await visit.fillIn()).state;
    const response = await fetch(`${site.url}/become-a-mentor/apply/send/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: site.url },
      body: `state=${checked}`,
    });
    assert.equal(response.status, 429);
    const seconds = Number(response.headers.get('retry-after'));
    assert(Number.isInteger(seconds) && seconds > 0 && seconds <= 600, String(seconds));
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const html = await response.text();
    for (const words of ['Too many forms', 'Meera Patel', 'I speak Gujarati', 'Try again', '/help/today/', 'did not send your answers'])
      assert(html.includes(words), words);
    assert.match(html, /name="state" value="[^"]{100,}"/);

    // What was accepted stays so, however often it is pressed.
    assert.equal((await visit.send(first)).status, 303);
    assert.equal(provider.delivered.size, 10);
    const lines = site
      .output()
      .split('\n')
      .filter((line) => line.includes('"event":"rate_limit"'));
    assert.deepEqual(
      lines.map((line) => Object.keys(JSON.parse(line))),
      [['time', 'event', 'outcome', 'limit']],
    );
    assert.doesNotMatch(site.output(), /127\.0\.0\.1[^:]|::1/);
  });
});

test('ignores client addresses that the sender writes', async () => {
  await serving({ SENDS_PER_ADDRESS: '2' }, async (visit) => {
    const forged = (i: number) => ({
      'X-Forwarded-For': `203.0.113.${i}`,
      'X-Site-Client': `203.0.113.${i}`,
      'X-Real-IP': `203.0.113.${i}`,
    });
    assert.deepEqual([(await sends(visit, forged(1))).status, (await sends(visit, forged(2))).status], [303, 303]);
    assert.equal((await sends(visit, forged(3))).status, 429);
  });
});

test('uses the right-most trusted X-Forwarded-For entry and ignores entries to its left', async () => {
  await serving({ SENDS_PER_ADDRESS: '1', TRUST_PROXY: '1' }, async (visit) => {
    const from = (...chain: string[]) => sends(visit, { 'X-Forwarded-For': chain.join(', ') }).then(({ status }) => status);
    assert.equal(await from('198.51.100.1'), 303);
    assert.equal(await from('203.0.113.9', '198.51.100.1'), 429);
    assert.equal(await from('198.51.100.1', '198.51.100.2'), 303);
    // One network of IPv6, and IPv4 as a server for both kinds writes it.
    assert.equal(await from('2001:db8:1:2::1'), 303);
    assert.equal(await from('2001:db8:1:2:ffff::9'), 429);
    assert.equal(await from('2001:db8:1:3::1'), 303);
    assert.equal(await from('::ffff:198.51.100.2'), 429);
  });
});

test('returns 429 to everyone once the hourly quota is used', async () => {
  await serving({ SENDS_PER_HOUR: '1', TRUST_PROXY: '1' }, async (visit) => {
    assert.equal((await sends(visit, { 'X-Forwarded-For': '198.51.100.1' })).status, 303);
    const page = await sends(visit, { 'X-Forwarded-For': '198.51.100.2' });
    assert.equal(page.status, 429);
    assert.match(page.html, /in the last hour/);
  });
});

test('of 20 concurrent sends from one IP exactly SENDS_PER_ADDRESS succeed', async () => {
  await serving({ SENDS_PER_ADDRESS: '5' }, async (visit, provider) => {
    // Each is asked first, so that all twenty are ready at the same time.
    const trapped = await Promise.all(Array.from({ length: 20 }, () => visit.fillIn({ leave_empty: 'x' })));
    const asked = await Promise.all(trapped.map(({ state }) => visit.sendOnce(state)));
    const sent = await Promise.all(asked.map(({ state }) => visit.sendOnce(state)));
    assert.equal(sent.filter(({ status }) => status === 303).length, 5);
    assert.equal(sent.filter(({ status }) => status === 429).length, 15);
    assert.equal(provider.delivered.size, 5);
  });
});

test('a suspected program is asked "really you?", keeps the answers and sends on one press', async () => {
  await serving({}, async (visit, provider) => {
    const page = await visit.sendOnce((await visit.fillIn({ leave_empty: 'https://spam.example' })).state);
    assert.equal(page.status, 200);
    assert.match(page.title, /^Check this is really you/);
    for (const words of ['Nothing is wrong', 'Meera Patel', 'I speak Gujarati', 'have not been sent yet'])
      assert(page.html.includes(words), words);
    assert.equal(provider.requests.length, 0);
    assert.equal((await visit.sendOnce(page.state)).status, 303);
    assert.equal(provider.delivered.size, 1);
    const text = String(provider.requests[0]?.body['text']);
    assert.match(text, /\nMarked \[check\]: .*\n/);
    assert.doesNotMatch(text, /spam\.example/);
  });
});

const socket = { remoteAddress: '192.0.2.7' };
const named: [string | undefined, number, string][] = [
  [undefined, 1, '192.0.2.7'],
  ['198.51.100.1', 0, '192.0.2.7'],
  ['198.51.100.1', 1, '198.51.100.1'],
  ['203.0.113.1, 198.51.100.1 , 10.0.0.1', 2, '198.51.100.1'],
  // Fewer names than servers: it did not come through all of them.
  ['203.0.113.1', 2, '192.0.2.7'],
  ['not an address', 1, '192.0.2.7'],
  ['', 1, '192.0.2.7'],
  ['198.51.100.1:5000', 1, '198.51.100.1'],
  ['[2001:db8::1]:5000', 1, '2001:db8::1'],
  ['2001:db8::1', 1, '2001:db8::1'],
];
for (const [header, servers, client] of named) {
  test(`with ${servers} trusted proxies, X-Forwarded-For "${header ?? 'not sent'}" is a request of ${client}`, () => {
    assert.equal(clientIp({ headers: header === undefined ? {} : { 'x-forwarded-for': header }, socket }, servers), client);
  });
}
