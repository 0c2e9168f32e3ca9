import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryTracked, readSettings, SettingsError, storeUrl } from '../src/settings.ts';

const sending = {
  RESEND_API_KEY: 're_test',
  MAIL_FROM: 'Website <forms@example.org>',
  MAIL_TO_MENTORS: 'mentors@example.org',
  MAIL_TO_REFERRALS: 'referrals@example.org, duty@example.org',
};

const faultsOf = (from: Record<string, string>): readonly string[] => {
  try {
    readSettings(from);
    return [];
  } catch (error) {
    assert(error instanceof SettingsError);
    return error.issues;
  }
};

test('with nothing set there is no fault', () => {
  assert.equal(readSettings({}).PORT, 4321);
  assert.equal(readSettings({ PORT: '' }).PORT, 4321);
});

test('a mailbox takes one address or several, and each service may have its own', () => {
  const { mailTo } = readSettings({ ...sending, MAIL_TO_JUST_WOMEN: 'women@example.org' });
  assert.deepEqual(mailTo, {
    mentors: ['mentors@example.org'],
    referrals: ['referrals@example.org', 'duty@example.org'],
    'just-women': ['women@example.org'],
  });
});

test('with a key, the sender and both mailboxes are needed, and all that is missing is said at once', () => {
  const said = faultsOf({ RESEND_API_KEY: 're_test' });
  for (const name of ['MAIL_FROM', 'MAIL_TO_MENTORS', 'MAIL_TO_REFERRALS'])
    assert(
      said.some((fault) => fault.startsWith(`${name} is missing`)),
      name,
    );
});

test('a mailbox that names no service is a fault that lists those there are', () => {
  const [said, ...more] = faultsOf({ ...sending, MAIL_TO_JUST_WOMAN: 'women@example.org' });
  assert.deepEqual(more, []);
  assert.match(said ?? '', /^MAIL_TO_JUST_WOMAN names no mailbox; there can be .*MAIL_TO_JUST_WOMEN/);
});

test('an address that is none is a fault, and is not repeated', () => {
  const [said] = faultsOf({ ...sending, MAIL_TO_REACH: 'reach@example.org, nobody' });
  assert.match(said ?? '', /^MAIL_TO_REACH is one address or several/);
  assert.doesNotMatch(said ?? '', /nobody/);
});

test('an address that is none is one fault, also when nothing else is wrong', () => {
  assert.deepEqual(faultsOf({ SITE_URL: 'example.org' }).length, 1);
});

test('a public address needs a seal key of its own', () => {
  assert.match(faultsOf({ SITE_URL: 'https://www.example.org' })[0] ?? '', /^SEAL_KEY is missing/);
  assert.deepEqual(faultsOf({ SITE_URL: 'http://localhost:4321' }), []);
});

const key = Buffer.alloc(32, 7).toString('base64url');

test('applications are kept in a file on Node, unless another store or none is named', () => {
  assert.equal(storeUrl(readSettings({})), 'file:var/outbox/outbox.db');
  assert.equal(storeUrl(readSettings({ STORE_URL: 'none' })), undefined);
  for (const store of ['file:/srv/outbox.db', 'libsql://trust.example.org', 'https://trust.example.org', 'http://127.0.0.1:8080'])
    assert.equal(storeUrl(readSettings({ STORE_URL: store })), store);
  for (const store of ['outbox.db', 'http://store.example.org', 'postgres://x', 'file:'])
    assert.match(faultsOf({ STORE_URL: store })[0] ?? '', /^STORE_URL is where applications are kept/, store);
});

test('a platform without a disk refuses a file, needs a provider and a key, and keeps nothing unless a store is named', () => {
  for (const PLATFORM of ['vercel', 'netlify', 'cloudflare']) {
    const said = faultsOf({ PLATFORM, STORE_URL: 'file:var/outbox.db' });
    for (const setting of ['STORE_URL is a file', 'RESEND_API_KEY is missing', 'SEAL_KEY is missing'])
      assert(
        said.some((fault) => fault.startsWith(setting)),
        `${PLATFORM}: ${setting}`,
      );
    assert.equal(storeUrl(readSettings({ ...sending, PLATFORM, SEAL_KEY: key })), undefined);
  }
  assert.match(faultsOf({ PLATFORM: 'heroku' })[0] ?? '', /^PLATFORM is where the site runs: node, vercel, netlify, cloudflare/);
});

test('delivery is watched where the provider can report, or may be asked', () => {
  assert.equal(deliveryTracked(readSettings(sending)), false);
  assert.equal(deliveryTracked(readSettings({ ...sending, RESEND_READ_KEY: 're_read' })), true);
  assert.equal(deliveryTracked(readSettings({ ...sending, RESEND_WEBHOOK_SECRET: 'whsec_AAAA' })), true);
  assert.equal(deliveryTracked(readSettings({ RESEND_WEBHOOK_SECRET: 'whsec_AAAA' })), false, 'mail goes into a folder');
});

test('secrets of the wrong shape are faults, and are not repeated', () => {
  for (const [setting, value] of [
    ['RESEND_WEBHOOK_SECRET', 'swordfish'],
    ['RESEND_READ_KEY', 'two words'],
    ['TASK_TOKEN', 'short'],
    ['STORE_TOKEN', 'two words'],
    ['ALERT_TO', 'nobody'],
    ['MAIL_TO_FALLBACK', 'nobody'],
  ] as const) {
    const [said = ''] = faultsOf({ [setting]: value });
    assert(said.startsWith(setting), said);
    assert(!said.includes(value), said);
  }
});
