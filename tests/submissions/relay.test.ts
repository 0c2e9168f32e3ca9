import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handleDeliveryEvents } from '../../src/submissions/delivery-events.ts';
import { relayOutbox, retryNow } from '../../src/submissions/relay.ts';
import { acceptSubmission } from '../../src/submissions/submit.ts';
import { type Fixture, failure, noAnswer, submission, withDelivery } from './delivery-context.ts';

const { reference } = submission;
const stateOf = async ({ delivery }: Fixture) => (await delivery.outbox.getEntry(reference))?.state;

/** Kept, with a first try that ended as told. */
async function kept(it: Fixture, ...outcomes: Parameters<Fixture['next']>) {
  it.next(...outcomes);
  await acceptSubmission(submission, it.delivery);
}

test('what failed is tried after 1, 2, 5, 15 and 60 minutes, then hourly, with the same key and bytes', async () => {
  await withDelivery(async (it) => {
    await kept(it, ...new Array(8).fill(failure));
    for (const [index, minutes] of [1, 2, 5, 15, 60, 60, 60].entries()) {
      it.later(minutes - 0.01);
      await relayOutbox(it.delivery);
      assert.equal(it.mails.length, index + 1, `before ${minutes} minutes`);
      it.later(0.01);
      await relayOutbox(it.delivery);
      assert.equal(it.mails.length, index + 2, `after ${minutes} minutes`);
    }
    assert.equal(new Set(it.mails.map((mail) => JSON.stringify(mail))).size, 1);
    it.next();
    it.later(60);
    await relayOutbox(it.delivery);
    assert.equal(await stateOf(it), 'accepted');
  });
});

test('a person, or a start, need not wait for the time', async () => {
  await withDelivery(async (it) => {
    await kept(it, failure);
    it.later(0.1);
    assert.deepEqual(await relayOutbox(it.delivery, { all: true }), { sent: 1, notSent: 0, looked: 0 });
  });
});

test('what is being sent by one process is left alone by another until its claim ends', async () => {
  await withDelivery(async (it) => {
    await it.delivery.outbox.insert('row', { submission: submission, mail: { key: 'k' } as never }, it.delivery.now(), {
      claim: 'a',
      overNumber: false,
    });
    assert.equal((await relayOutbox(it.delivery, { all: true })).sent, 0);
    it.later(1.01);
    assert.equal((await relayOutbox(it.delivery, { all: true })).sent, 1);
  });
});

test('while a try is unanswered the bytes stay, whatever a setting says; after the provider forgets, the mail says it may be a copy', async () => {
  await withDelivery(async (it) => {
    await kept(it, noAnswer, noAnswer, noAnswer);
    const moved = { ...it.delivery, addresses: () => ({ from: 'a@example.org', to: ['moved@example.org'] }) };
    it.later(60);
    await relayOutbox(moved);
    assert.deepEqual(it.mails[1], it.mails[0]);
    it.later(24 * 60);
    await relayOutbox(moved);
    assert.match(it.mails[2]?.text ?? '', /^THIS MAY BE A SECOND COPY \(Sunday, 22 November 2026/);
    assert.deepEqual(it.mails[2]?.to, ['moved@example.org']);
    assert.notEqual(it.mails[2]?.idempotencyKey, it.mails[0]?.idempotencyKey);
    // And so it stays while that one is unanswered.
    it.later(60);
    await relayOutbox(moved);
    assert.deepEqual(it.mails[3], it.mails[2]);
  });
});

test('a try that surely failed is written afresh, since a person may have mended the address', async () => {
  await withDelivery(async (it) => {
    await kept(it, { ...failure, status: 422, retryable: false, name: 'validation_error' });
    const mended = { ...it.delivery, addresses: () => ({ from: 'a@example.org', to: ['mended@example.org'] }) };
    it.later(0.1);
    await relayOutbox(mended, { all: true });
    assert.deepEqual(it.mails[1]?.to, ['mended@example.org']);
    assert.doesNotMatch(it.mails[1]?.text ?? '', /SECOND COPY/);
    assert.deepEqual(it.alerted, [`provider refuses ${reference}`]);
  });
});

test('other bytes under the same key are put aside with an alert, and a person can send them again', async () => {
  await withDelivery(async (it) => {
    await kept(it, { ...failure, status: 409, retryable: false, name: 'invalid_idempotent_request' });
    assert.equal(await stateOf(it), 'stuck');
    assert.deepEqual(it.alerted, [`put aside ${reference}`]);
    it.later(1.01);
    assert.equal((await relayOutbox(it.delivery, { all: true })).sent, 0);
    assert.equal(await retryNow(reference, it.delivery), true);
    assert.equal(await stateOf(it), 'accepted');
  });
});

test('it is let go when delivered and not before; the ledger keeps reference, id, state and times', async () => {
  await withDelivery(async (it) => {
    await kept(it);
    const { outbox } = it.delivery;
    const [{ idempotencyKey = '' } = {}] = it.mails;
    assert.equal((await outbox.openPayloads(reference))?.length, 1);
    assert.deepEqual(await handleDeliveryEvents(idempotencyKey, ['delivered'], it.delivery), []);
    assert.equal(await outbox.openPayloads(reference), undefined);
    const { state, messageId, deliveredAt } = (await outbox.getEntry(reference)) ?? {};
    assert.deepEqual([state, messageId, deliveredAt], ['delivered', idempotencyKey, it.delivery.now()]);
    it.later(91 * 24 * 60);
    await relayOutbox(it.delivery);
    assert.equal(await outbox.getEntry(reference), undefined);
  });
});

test('a report that comes before we know that the mail was accepted is not lost', async () => {
  await withDelivery(async (it) => {
    const early = { ...it.delivery, post: { send: async () => ({ accepted: true, id: 'early' }) as const } };
    await it.delivery.outbox.recordEvent('event', 'early', 'delivered', it.delivery.now());
    await acceptSubmission(submission, early);
    assert.equal(await stateOf(it), 'delivered');
  });
});

test('a stop between the acceptance and the report on it is made up for in the next round', async () => {
  await withDelivery(async (it) => {
    await it.delivery.outbox.insert('row', { submission: submission, mail: { key: 'k' } as never }, it.delivery.now(), {
      claim: 'a',
      overNumber: false,
    });
    await it.delivery.outbox.recordEvent('event', 'mail', 'delivered', it.delivery.now());
    await it.delivery.outbox.markAccepted('row', 'mail', it.delivery.now(), { watched: true, nextLook: 0 });
    assert.equal(await stateOf(it), 'accepted');
    await relayOutbox(it.delivery);
    assert.equal(await stateOf(it), 'delivered');
  });
});

for (const report of ['bounced', 'suppressed', 'complained', 'failed'] as const) {
  test(`${report}: it goes once to the other mailbox, with a line that says so and a new key; then a person is asked`, async () => {
    await withDelivery(async (it) => {
      await kept(it);
      assert.deepEqual(await handleDeliveryEvents(it.mails[0]?.idempotencyKey ?? '', [report, report], it.delivery), [reference]);
      assert.equal(await retryNow(reference, it.delivery), true);
      const [first, second] = it.mails;
      assert.deepEqual(second?.to, ['fallback@example.org']);
      assert.match(second?.text ?? '', /^THE USUAL MAILBOX DID NOT TAKE THIS MAIL/);
      assert.notEqual(second?.idempotencyKey, first?.idempotencyKey);
      assert.deepEqual(it.alerted, [`not delivered ${reference}`]);
      await handleDeliveryEvents(second?.idempotencyKey ?? '', [report], it.delivery);
      assert.equal(await stateOf(it), 'stuck');
      assert.equal((await relayOutbox(it.delivery, { all: true })).sent, 0);
    });
  });
}

test('without another mailbox what was not delivered waits for a person, who can send it again or say that they have seen it', async () => {
  await withDelivery(
    async (it) => {
      await kept(it);
      assert.deepEqual(await handleDeliveryEvents(it.mails[0]?.idempotencyKey ?? '', ['bounced'], it.delivery), []);
      assert.equal(await stateOf(it), 'stuck');
      assert.equal((await it.delivery.outbox.resolve(reference, it.delivery.now()))?.state, 'let go');
      assert.equal(await it.delivery.outbox.openPayloads(reference), undefined);
    },
    { hasFallback: false },
  );
});

test('where delivery is not watched it is let go when accepted', async () => {
  await withDelivery(
    async (it) => {
      await kept(it);
      assert.equal(await stateOf(it), 'let go');
      assert.equal(await it.delivery.outbox.openPayloads(reference), undefined);
    },
    { deliveryTracked: false },
  );
});

test('where the provider may be asked, it is asked after 1, 2, 5, 15 and 60 minutes, then hourly', async () => {
  const asked: string[] = [];
  await withDelivery(async (it) => {
    await kept(it);
    const post = {
      ...it.delivery.transport,
      look: async (id: string) => {
        asked.push(id);
        return asked.length === 3 ? ('delivered' as const) : undefined;
      },
    };
    for (const [index, minutes] of [1, 2, 5].entries()) {
      await relayOutbox({ ...it.delivery, transport: post });
      assert.equal(asked.length, index);
      it.later(minutes);
      await relayOutbox({ ...it.delivery, transport: post });
      assert.equal(asked.length, index + 1);
    }
    assert.equal(await stateOf(it), 'delivered');
  });
});

test('what came over the hourly number goes out when the hour has room, the oldest first', async () => {
  await withDelivery(
    async (it) => {
      await kept(it);
      for (const id of ['1', '2', '3']) {
        it.later(0.1);
        await acceptSubmission({ ...submission, id, reference: `M-2222-222${id}` }, it.delivery, { overNumber: true });
      }
      assert.equal((await relayOutbox(it.delivery)).sent, 1);
      assert.equal((await relayOutbox(it.delivery)).sent, 0);
      it.later(59.8);
      assert.equal((await relayOutbox(it.delivery)).sent, 1);
      assert.deepEqual(
        it.mails.map(({ subject }) => subject.slice(-11)),
        ['M-7K4M-2XQ9', 'M-2222-2221', 'M-2222-2222'],
      );
    },
    { maxPerHour: 2 },
  );
});

test('nothing is held without an alert: once after 15 minutes, then each day, and after 14 days it is removed with one', async () => {
  await withDelivery(async (it) => {
    await kept(it, ...new Array(500).fill(failure));
    for (let hours = 0; hours < 15 * 24; hours += 1) {
      it.later(60);
      await relayOutbox(it.delivery);
    }
    const held = it.alerted.filter((alert) => alert === `still held ${reference}`).length;
    assert(held >= 13 && held <= 15, String(held));
    assert.equal(it.alerted.at(-1), `removed unread ${reference}`);
    assert.equal(await it.delivery.outbox.openPayloads(reference), undefined);
  });
});

test('a provider that asks to be left alone for long ends the round; the rest waits', async () => {
  await withDelivery(async (it) => {
    for (let index = 0; index < 12; index += 1)
      await acceptSubmission({ ...submission, id: `${index}`, reference: `M-2222-22${index + 22}` }, it.delivery, { overNumber: true });
    it.next({ ...failure, status: 429, name: 'rate_limit_exceeded', retryAfterMs: 60_000 });
    const round = await relayOutbox(it.delivery);
    assert.deepEqual([round.sent, round.notSent], [4, 1]);
  });
});

test('two processes that send at the same time send each application once', async () => {
  await withDelivery(async (it) => {
    it.next(...new Array(20).fill(failure));
    for (let index = 0; index < 20; index += 1)
      await acceptSubmission({ ...submission, id: `${index}`, reference: `M-2222-22${index + 22}` }, it.delivery);
    it.next();
    const before = it.mails.length;
    it.later(2);
    await Promise.all([relayOutbox(it.delivery), relayOutbox(it.delivery)]);
    assert.equal(it.mails.length - before, 20);
  });
});
