import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { resendTransport } from '../../../src/infrastructure/mail/resend.ts';
import type { Mail } from '../../../src/submissions/mail.ts';
import { createFakeResend, type FakeResend, type responses } from './fake-resend.ts';

const mail: Mail = {
  from: 'a@example.org',
  to: ['b@example.org', 'c@example.org'],
  subject: 'Mentor application M-7K4M-2XQ9',
  text: 'x',
  html: '<p>x</p>',
  idempotencyKey: 'M-7K4M-2XQ9/0123456789abcdef',
};
let provider: FakeResend;

before(async () => {
  provider = await createFakeResend();
});
after(() => provider.stop());
beforeEach(() => {
  provider.requests.length = 0;
});

const post = () => resendTransport({ key: 're_test', baseUrl: provider.url });

test('one mail is one request, with all recipients, the key, and nothing else', async () => {
  assert.deepEqual(await post().send(mail), { accepted: true, id: `id-of-${mail.idempotencyKey}` });
  assert.equal(provider.requests.length, 1);
  const [sent] = provider.requests;
  assert.equal(sent?.idempotencyKey, mail.idempotencyKey);
  assert.equal(sent?.authorization, 'Bearer re_test');
  const { from, to, subject, text, html } = mail;
  assert.deepEqual(sent?.body, { from, to, subject, text, html });
});

// again: worth a second try; certain: surely not accepted.
const expected: Record<Exclude<keyof typeof responses, 'accepted'>, { again: boolean; certain: boolean }> = {
  'an empty object': { again: true, certain: false },
  null: { again: true, certain: false },
  'an empty id': { again: true, certain: false },
  'an id that is a number': { again: true, certain: false },
  'cut JSON': { again: true, certain: false },
  HTML: { again: true, certain: false },
  'nothing at all': { again: true, certain: false },
  '500 with null': { again: true, certain: false },
  '500': { again: true, certain: true },
  '502 of another shape': { again: true, certain: false },
  '503 with HTML': { again: true, certain: true },
  '400': { again: false, certain: true },
  '401': { again: false, certain: true },
  '403': { again: false, certain: true },
  '404': { again: false, certain: true },
  '405': { again: false, certain: true },
  '422': { again: false, certain: true },
  '409 concurrent': { again: true, certain: false },
  '409 other bytes': { again: false, certain: true },
  '429 wait 1 s': { again: true, certain: true },
  '429 wait 60 s': { again: true, certain: true },
  '429 day is full': { again: false, certain: true },
  'a reset before any answer': { again: true, certain: false },
  'a reset in the answer': { again: true, certain: false },
  'no answer': { again: true, certain: false },
  'a redirect to another host': { again: true, certain: false },
};

for (const [answer, want] of Object.entries(expected) as [keyof typeof responses, { again: boolean; certain: boolean }][]) {
  test(`${answer} is not "sent"`, async () => {
    provider.respondOnceWith(answer);
    const outcome = await post().send(mail);
    assert(!outcome.accepted);
    assert.deepEqual({ again: outcome.retryable, certain: outcome.outcomeKnown }, want);
    assert.doesNotMatch(JSON.stringify(outcome), /secret@/);
  });
}

test('a provider that is not there is not "sent"', async () => {
  const outcome = await resendTransport({ key: 're_test', baseUrl: 'http://127.0.0.1:9' }).send(mail);
  assert(!outcome.accepted && outcome.retryable);
});

test('the wait a provider asks for is passed on', async () => {
  provider.respondOnceWith('429 wait 60 s');
  const outcome = await post().send(mail);
  assert(!outcome.accepted);
  assert.equal(outcome.retryAfterMs, 60_000);
});
