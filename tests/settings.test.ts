import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serviceOptions } from '../src/schemas/referral-services.ts';
import { deliveryTracked, readSettings, SettingsError, storeUrl } from '../src/settings.ts';

const mailSettings = {
  RESEND_API_KEY: 're_test',
  MAIL_FROM: 'Website <forms@example.org>',
  MAIL_TO_MENTORS: 'mentors@example.org',
  MAIL_TO_REFERRALS: 'referrals@example.org, duty@example.org',
};

const issuesOf = (env: Record<string, string>): readonly string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    assert(error instanceof SettingsError);
    return error.issues;
  }
};

test('no setting is required, and an empty one counts as not set', () => {
  assert.equal(readSettings({}).PORT, 4321);
  assert.equal(readSettings({ PORT: '' }).PORT, 4321);
});

test('a mailbox can have several addresses, and a service can have its own mailbox', () => {
  const { mailTo } = readSettings({ ...mailSettings, MAIL_TO_JUST_WOMEN: 'women@example.org' });
  assert.deepEqual(mailTo, {
    mentors: ['mentors@example.org'],
    referrals: ['referrals@example.org', 'duty@example.org'],
    'just-women': ['women@example.org'],
  });
});

test('every service that the referral form offers can have a mailbox', () => {
  for (const service of Object.keys(serviceOptions)) {
    const setting = `MAIL_TO_${service.toUpperCase().replaceAll('-', '_')}`;
    assert.deepEqual(readSettings({ [setting]: 'team@example.org' }).mailTo, { [service]: ['team@example.org'] });
  }
});

test('RESEND_API_KEY requires a sender and both main mailboxes, and all that are missing are named at once', () => {
  const issues = issuesOf({ RESEND_API_KEY: 're_test' });
  for (const name of ['MAIL_FROM', 'MAIL_TO_MENTORS', 'MAIL_TO_REFERRALS'])
    assert(
      issues.some((issue) => issue.startsWith(`${name} is missing`)),
      name,
    );
});

test('MAIL_TO_ with an unknown service is refused with a list of the mailboxes', () => {
  const issues = issuesOf({ ...mailSettings, MAIL_TO_JUST_WOMAN: 'women@example.org' });
  assert.equal(issues.length, 1);
  assert.match(issues[0] ?? '', /^MAIL_TO_JUST_WOMAN names no mailbox; there can be .*MAIL_TO_JUST_WOMEN/);
});

test('an invalid e-mail address is refused and not repeated', () => {
  const [issue = ''] = issuesOf({ ...mailSettings, MAIL_TO_REACH: 'reach@example.org, nobody' });
  assert.match(issue, /^MAIL_TO_REACH is one address or several/);
  assert.doesNotMatch(issue, /nobody/);
});

test('a SITE_URL that is no URL is one issue, without one about SEAL_KEY', () => {
  assert.equal(issuesOf({ SITE_URL: 'example.org' }).length, 1);
});

test('a public SITE_URL requires SEAL_KEY', () => {
  assert.match(issuesOf({ SITE_URL: 'https://www.example.org' })[0] ?? '', /^SEAL_KEY is missing/);
  assert.deepEqual(issuesOf({ SITE_URL: 'http://localhost:4321' }), []);
});

const key = Buffer.alloc(32, 7).toString('base64url');

test('submissions are kept in a file on Node, unless STORE_URL is another store or none', () => {
  assert.equal(storeUrl(readSettings({})), 'file:var/outbox/outbox.db');
  assert.equal(storeUrl(readSettings({ STORE_URL: 'none' })), undefined);
  for (const store of ['file:/srv/outbox.db', 'libsql://trust.example.org', 'https://trust.example.org', 'http://127.0.0.1:8080'])
    assert.equal(storeUrl(readSettings({ STORE_URL: store })), store);
  for (const store of ['outbox.db', 'http://store.example.org', 'postgres://x', 'file:'])
    assert.match(issuesOf({ STORE_URL: store })[0] ?? '', /^STORE_URL is where submissions are kept/, store);
});

test('a platform refuses a file store, requires RESEND_API_KEY and SEAL_KEY, and has no default store', () => {
  for (const PLATFORM of ['vercel', 'netlify', 'cloudflare']) {
    const issues = issuesOf({ PLATFORM, STORE_URL: 'file:var/outbox.db' });
    for (const expected of ['STORE_URL is a file', 'RESEND_API_KEY is missing', 'SEAL_KEY is missing'])
      assert(
        issues.some((issue) => issue.startsWith(expected)),
        `${PLATFORM}: ${expected}`,
      );
    assert.equal(storeUrl(readSettings({ ...mailSettings, PLATFORM, SEAL_KEY: key })), undefined);
  }
  assert.match(issuesOf({ PLATFORM: 'heroku' })[0] ?? '', /^PLATFORM is where the site runs: node, vercel, netlify, cloudflare/);
});

test('delivery is tracked with a webhook or a read key, and only when mail goes to the provider', () => {
  assert.equal(deliveryTracked(readSettings(mailSettings)), false);
  assert.equal(deliveryTracked(readSettings({ ...mailSettings, RESEND_READ_KEY: 're_read' })), true);
  assert.equal(deliveryTracked(readSettings({ ...mailSettings, RESEND_WEBHOOK_SECRET: 'whsec_AAAA' })), true);
  assert.equal(deliveryTracked(readSettings({ RESEND_WEBHOOK_SECRET: 'whsec_AAAA' })), false, 'mail goes to a folder');
});

test('a secret or address of the wrong shape is refused and not repeated', () => {
  for (const [setting, value] of [
    ['RESEND_WEBHOOK_SECRET', 'swordfish'],
    ['RESEND_READ_KEY', 'two words'],
    ['TASK_TOKEN', 'short'],
    ['STORE_TOKEN', 'two words'],
    ['ALERT_TO', 'nobody'],
    ['MAIL_TO_FALLBACK', 'nobody'],
  ] as const) {
    const [issue = ''] = issuesOf({ [setting]: value });
    assert(issue.startsWith(setting), issue);
    assert(!issue.includes(value), issue);
  }
});
