import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendResult } from '../../src/submissions/mail-transport.ts';
import { acceptSubmission } from '../../src/submissions/submit.ts';
import { type Fixture, failure, noAnswer, submission, withDelivery } from './delivery-context.ts';

async function withoutStore(
  results: SendResult[],
  check: (result: Awaited<ReturnType<typeof acceptSubmission>>, fixture: Fixture) => void,
) {
  await withDelivery(async (fixture) => {
    fixture.next(...results);
    check(await acceptSubmission(submission, { ...fixture.delivery, outbox: undefined }), fixture);
  });
}

test('without a store, an accepted mail takes one attempt', async () => {
  await withoutStore([], (result, { mails, logged }) => {
    assert.deepEqual(result, { accepted: true });
    assert.equal(mails.length, 1);
    assert.deepEqual(
      logged.map(({ outcome }) => outcome),
      ['sent'],
    );
  });
});

test('without a store, a second attempt sends the same key and the same bytes', async () => {
  await withoutStore([failure], (result, { mails }) => {
    assert.deepEqual(result, { accepted: true });
    assert.equal(mails.length, 2);
    assert.deepEqual(mails[0], mails[1]);
  });
});

test('without a store there is no third attempt, and no second one when it cannot help or the wait is long', async () => {
  await withoutStore([failure, failure], (result, { mails }) => {
    assert.deepEqual(result, { accepted: false, outcomeKnown: true });
    assert.equal(mails.length, 2);
  });
  await withoutStore([{ ...failure, status: 401, retryable: false }], (_result, { mails, alerted }) => {
    assert.equal(mails.length, 1);
    assert.deepEqual(alerted, ['provider_rejected M-7K4M-2XQ9']);
  });
  await withoutStore([{ ...failure, retryAfterMs: 60_000 }], (_result, { mails }) => assert.equal(mails.length, 1));
});

test('without a store, one unanswered attempt makes the outcome unknown', async () => {
  await withoutStore([noAnswer, failure], (result) => assert.deepEqual(result, { accepted: false, outcomeKnown: false }));
});

test('with a store, a submission is accepted after one attempt and stays pending, whatever the provider answers', async () => {
  for (const result of [failure, noAnswer, { ...failure, status: 401, retryable: false }, { ...failure, retryAfterMs: 60_000 }]) {
    await withDelivery(async ({ delivery, mails, next }) => {
      next(result);
      assert.deepEqual(await acceptSubmission(submission, delivery), { accepted: true });
      assert.equal(mails.length, 1);
      assert.equal((await delivery.outbox.getEntry(submission.reference))?.state, 'pending');
    });
  }
});

test('repeated presses, also with other spam signals, store and send a submission once', async () => {
  await withDelivery(async ({ delivery, mails }) => {
    const presses = [submission, submission, { ...submission, spamSignals: ['it was fast'] }, { ...submission, notices: ['A LINE'] }];
    for (const press of presses) assert.deepEqual(await acceptSubmission(press, delivery), { accepted: true });
    await Promise.all(presses.map((press) => acceptSubmission(press, delivery)));
    assert.equal(mails.length, 1);
  });
});

test('a corrected version with the same reference is another mail', async () => {
  await withDelivery(async ({ delivery, mails }) => {
    await acceptSubmission(submission, delivery);
    await acceptSubmission({ ...submission, revision: 2 }, delivery);
    assert.equal(mails.length, 2);
    assert.notEqual(mails[0]?.idempotencyKey, mails[1]?.idempotencyKey);
  });
});

test('when the store fails nothing is sent, and the outcome is known only if SQLite itself refused', async () => {
  for (const [error, outcomeKnown] of [
    [Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR' }), true],
    [new TypeError('fetch failed'), false],
  ] as const) {
    await withDelivery(async ({ delivery, mails, alerted }) => {
      const insert = async () => {
        throw error;
      };
      const broken = { ...delivery, outbox: { ...delivery.outbox, insert } };
      assert.deepEqual(await acceptSubmission(submission, broken), { accepted: false, outcomeKnown });
      assert.equal(mails.length, 0);
      assert.deepEqual(alerted, ['store_write_failed M-7K4M-2XQ9']);
    });
  }
});

test('over the hourly quota a submission is stored and not sent yet', async () => {
  await withDelivery(async ({ delivery, mails }) => {
    assert.deepEqual(await acceptSubmission(submission, delivery, { overQuota: true }), { accepted: true });
    assert.equal(mails.length, 0);
  });
});
