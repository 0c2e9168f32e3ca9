import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, WrongSettings } from '../../src/settings.ts';

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
    assert(error instanceof WrongSettings);
    return error.faults;
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

test('a public address needs a seal key of its own', () => {
  assert.match(faultsOf({ SITE_URL: 'https://www.example.org' })[0] ?? '', /^SEAL_KEY is missing/);
  assert.deepEqual(faultsOf({ SITE_URL: 'http://localhost:4321' }), []);
});
