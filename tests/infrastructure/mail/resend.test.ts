import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { resendTransport } from '../../../src/infrastructure/mail/resend.ts';
import type { Mail } from '../../../src/submissions/mail.ts';
import type { SendResult } from '../../../src/submissions/mail-transport.ts';
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

const send = () => resendTransport({ apiKey: 're_test', baseUrl: provider.url }).send(mail);

test('sends one request with all recipients and the idempotency key, and nothing else', async () => {
  assert.deepEqual(await send(), { accepted: true, id: `id-of-${mail.idempotencyKey}` });
  assert.equal(provider.requests.length, 1);
  const [sent] = provider.requests;
  assert.equal(sent?.idempotencyKey, mail.idempotencyKey);
  assert.equal(sent?.authorization, 'Bearer re_test');
  const { from, to, subject, text, html } = mail;
  assert.deepEqual(sent?.body, { from, to, subject, text, html });
});

type Failure = Pick<Extract<SendResult, { accepted: false }>, 'retryable' | 'outcomeKnown'>;
const notAccepted: Failure = { retryable: true, outcomeKnown: true };
const rejected: Failure = { retryable: false, outcomeKnown: true };
const unknown: Failure = { retryable: true, outcomeKnown: false };

const expected: Record<Exclude<keyof typeof responses, 'accepted'>, Failure> = {
  'an empty object': unknown,
  null: unknown,
  'an empty id': unknown,
  'an id that is a number': unknown,
  'cut JSON': unknown,
  HTML: unknown,
  'nothing at all': unknown,
  '500 with null': unknown,
  '500': notAccepted,
  '502 of another shape': unknown,
  '503 with HTML': notAccepted,
  '400': rejected,
  '401': rejected,
  '403': rejected,
  '404': rejected,
  '405': rejected,
  '422': rejected,
  '409 concurrent': unknown,
  '409 other bytes': rejected,
  '429 wait 1 s': notAccepted,
  '429 wait 60 s': notAccepted,
  '429 day is full': rejected,
  'a reset before any answer': unknown,
  'a reset in the answer': unknown,
  'no answer': unknown,
  'a redirect to another host': unknown,
};

for (const [answer, want] of Object.entries(expected) as [keyof typeof responses, Failure][]) {
  test(`does not accept a mail when the provider answers with ${answer}`, async () => {
    provider.respondOnceWith(answer);
    const result = await send();
    assert(!result.accepted);
    assert.deepEqual({ retryable: result.retryable, outcomeKnown: result.outcomeKnown }, want);
    assert.doesNotMatch(JSON.stringify(result), /secret@/);
  });
}

test('does not accept a mail when the provider cannot be reached', async () => {
  const result = await resendTransport({ apiKey: 're_test', baseUrl: 'http://127.0.0.1:9' }).send(mail);
  assert(!result.accepted && result.retryable);
});

test('returns the pause that the provider asks for', async () => {
  provider.respondOnceWith('429 wait 60 s');
  const result = await send();
  assert(!result.accepted);
  assert.equal(result.retryAfterMs, 60_000);
});
