import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../src/submissions/mail-transport.ts';
import { receive } from '../../src/submissions/submit.ts';
import { application, failure, noAnswer, type Tried, trying } from './delivery-context.ts';

async function withoutStore(outcomes: Outcome[], then: (result: Awaited<ReturnType<typeof receive>>, it: Tried) => void) {
  await trying(async (it) => {
    it.next(...outcomes);
    then(await receive(application, { ...it.delivery, outbox: undefined }), it);
  });
}

test('without a store an accepted mail is sent in one try', async () => {
  await withoutStore([], (result, { mails, told }) => {
    assert.deepEqual(result, { taken: true });
    assert.equal(mails.length, 1);
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
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
  await withoutStore([{ ...failure, status: 401, again: false }], (_result, { mails, alerted }) => {
    assert.equal(mails.length, 1);
    assert.deepEqual(alerted, ['provider refuses M-7K4M-2XQ9']);
  });
  await withoutStore([{ ...failure, wait: 60_000 }], (_result, { mails }) => assert.equal(mails.length, 1));
});

test('without a store one unanswered try is enough for "we cannot be sure"', async () => {
  await withoutStore([noAnswer, failure], (result) => assert.deepEqual(result, { taken: false, certain: false }));
});

test('with a store it is taken whatever the carrier answers, in one try, and waits', async () => {
  for (const outcome of [failure, noAnswer, { ...failure, status: 401, again: false }, { ...failure, wait: 60_000 }]) {
    await trying(async ({ delivery, mails, next }) => {
      next(outcome);
      assert.deepEqual(await receive(application, delivery), { taken: true });
      assert.equal(mails.length, 1);
      assert.equal((await delivery.outbox.known(application.reference))?.state, 'waiting');
    });
  }
});

test('the same application pressed again and again is kept once and sent once, also when a press looked like a program', async () => {
  await trying(async ({ delivery, mails }) => {
    const presses = [application, application, { ...application, marks: ['it was fast'] }, { ...application, notices: ['A LINE'] }];
    for (const press of presses) assert.deepEqual(await receive(press, delivery), { taken: true });
    await Promise.all(presses.map((press) => receive(press, delivery)));
    assert.equal(mails.length, 1);
  });
});

test('a corrected version of the same reference is another mail', async () => {
  await trying(async ({ delivery, mails }) => {
    await receive(application, delivery);
    await receive({ ...application, revision: 2 }, delivery);
    assert.equal(mails.length, 2);
    assert.notEqual(mails[0]?.key, mails[1]?.key);
  });
});

test('where the store does not take it, nothing is sent and the page says so; it is certain only where the disk itself said no', async () => {
  for (const [error, certain] of [
    [Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR' }), true],
    [new TypeError('fetch failed'), false],
  ] as const) {
    await trying(async ({ delivery, mails, alerted }) => {
      const keep = async () => {
        throw error;
      };
      assert.deepEqual(await receive(application, { ...delivery, outbox: { ...delivery.outbox, keep } }), { taken: false, certain });
      assert.equal(mails.length, 0);
      assert.deepEqual(alerted, ['not kept M-7K4M-2XQ9']);
    });
  }
});

test('over the hourly number it is kept and not yet sent', async () => {
  await trying(async ({ delivery, mails }) => {
    assert.deepEqual(await receive(application, delivery, { overNumber: true }), { taken: true });
    assert.equal(mails.length, 0);
  });
});
