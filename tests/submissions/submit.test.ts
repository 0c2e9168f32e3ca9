import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendResult } from '../../src/submissions/mail-transport.ts';
import { acceptSubmission } from '../../src/submissions/submit.ts';
import { type Fixture, failure, noAnswer, submission, withDelivery } from './delivery-context.ts';

async function withoutStore(outcomes: SendResult[], then: (result: Awaited<ReturnType<typeof acceptSubmission>>, it: Fixture) => void) {
  await withDelivery(async (it) => {
    it.next(...outcomes);
    then(await acceptSubmission(submission, { ...it.delivery, outbox: undefined }), it);
  });
}

test('without a store an accepted mail is sent in one try', async () => {
  await withoutStore([], (result, { mails, logged }) => {
    assert.deepEqual(result, { taken: true });
    assert.equal(mails.length, 1);
    assert.deepEqual(
      logged.map(({ outcome }) => outcome),
      ['sent'],
    );
  });
});

test('without a store a second try carries the same key and the same bytes', async () => {
  await withoutStore([failure], (result, { mails }) => {
    assert.deepEqual(result, { taken: true });
    assert.equal(mails.length, 2);
    assert.deepEqual(mails[0], mails[1]);
  });
});

test('without a store there is no third try, and no second where it is useless or the wait is long', async () => {
  await withoutStore([failure, failure], (result, { mails }) => {
    assert.deepEqual(result, { taken: false, certain: true });
    assert.equal(mails.length, 2);
  });
  await withoutStore([{ ...failure, status: 401, retryable: false }], (_result, { mails, alerted }) => {
    assert.equal(mails.length, 1);
    assert.deepEqual(alerted, ['provider refuses M-7K4M-2XQ9']);
  });
  await withoutStore([{ ...failure, retryAfterMs: 60_000 }], (_result, { mails }) => assert.equal(mails.length, 1));
});

test('without a store one unanswered try is enough for "we cannot be sure"', async () => {
  await withoutStore([noAnswer, failure], (result) => assert.deepEqual(result, { taken: false, certain: false }));
});

test('with a store it is taken whatever the carrier answers, in one try, and waits', async () => {
  for (const outcome of [failure, noAnswer, { ...failure, status: 401, again: false }, { ...failure, wait: 60_000 }]) {
    await withDelivery(async ({ delivery, mails, next }) => {
      next(outcome);
      assert.deepEqual(await acceptSubmission(submission, delivery), { taken: true });
      assert.equal(mails.length, 1);
      assert.equal((await delivery.outbox.getEntry(submission.reference))?.state, 'waiting');
    });
  }
});

test('the same application pressed again and again is kept once and sent once, also when a press looked like a program', async () => {
  await withDelivery(async ({ delivery, mails }) => {
    const presses = [submission, submission, { ...submission, marks: ['it was fast'] }, { ...submission, notices: ['A LINE'] }];
    for (const press of presses) assert.deepEqual(await acceptSubmission(press, delivery), { taken: true });
    await Promise.all(presses.map((press) => acceptSubmission(press, delivery)));
    assert.equal(mails.length, 1);
  });
});

test('a corrected version of the same reference is another mail', async () => {
  await withDelivery(async ({ delivery, mails }) => {
    await acceptSubmission(submission, delivery);
    await acceptSubmission({ ...submission, revision: 2 }, delivery);
    assert.equal(mails.length, 2);
    assert.notEqual(mails[0]?.idempotencyKey, mails[1]?.idempotencyKey);
  });
});

test('where the store does not take it, nothing is sent and the page says so; it is certain only where the disk itself said no', async () => {
  for (const [error, certain] of [
    [Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR' }), true],
    [new TypeError('fetch failed'), false],
  ] as const) {
    await withDelivery(async ({ delivery, mails, alerted }) => {
      const keep = async () => {
        throw error;
      };
      assert.deepEqual(await acceptSubmission(submission, { ...delivery, outbox: { ...delivery.outbox, insert: keep } }), {
        taken: false,
        certain,
      });
      assert.equal(mails.length, 0);
      assert.deepEqual(alerted, ['not kept M-7K4M-2XQ9']);
    });
  }
});

test('over the hourly number it is kept and not yet sent', async () => {
  await withDelivery(async ({ delivery, mails }) => {
    assert.deepEqual(await acceptSubmission(submission, delivery, { overNumber: true }), { taken: true });
    assert.equal(mails.length, 0);
  });
});
