import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Application } from '../../src/applications/application.ts';
import type { Mail } from '../../src/applications/mail.ts';
import { type Outcome, receive } from '../../src/applications/receive.ts';

const application: Application = {
  id: 'an-id',
  reference: 'M-7K4M-2XQ9',
  made: '2026-11-20T17:00:00Z',
  revision: 1,
  mailboxes: ['mentors'],
  formTitle: 'A form',
  formVersion: 1,
  subject: 'Mentor application',
  notices: [],
  warnings: [],
  first: [],
  sections: [],
};
const failure = { accepted: false, again: true, certain: true, status: 500, name: 'internal_server_error' } as const;

async function received(...outcomes: Outcome[]) {
  const mails: Mail[] = [];
  const post = {
    send: async (mail: Mail) => {
      mails.push(mail);
      return outcomes[mails.length - 1] ?? failure;
    },
  };
  return { result: await receive(application, { post, from: 'a@example.org', to: ['b@example.org'] }), mails };
}

test('an accepted mail is sent, in one try', async () => {
  const { result, mails } = await received({ accepted: true, id: 'abc' });
  assert.deepEqual(result, { sent: true, attempts: 1 });
  assert.equal(mails.length, 1);
});

test('a second try carries the same key and the same bytes', async () => {
  const { result, mails } = await received(failure, { accepted: true, id: 'abc' });
  assert.deepEqual(result, { sent: true, attempts: 2 });
  assert.deepEqual(mails[0], mails[1]);
});

test('there is no third try, and no second where it is useless or the wait is long', async () => {
  assert.equal((await received()).mails.length, 2);
  assert.equal((await received({ ...failure, again: false })).mails.length, 1);
  assert.equal((await received({ ...failure, wait: 60_000 })).mails.length, 1);
});

test('one unanswered try is enough for "we cannot be sure"', async () => {
  const { result } = await received({ ...failure, certain: false, status: null }, failure);
  assert(!result.sent && !result.certain);
});
