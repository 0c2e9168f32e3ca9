import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handleDeliveryEvents } from '../../src/submissions/delivery-events.ts';
import { relayOutbox, retryNow } from '../../src/submissions/relay.ts';
import { acceptSubmission } from '../../src/submissions/submit.ts';
import { type Fixture, failure, noAnswer, submission, withDelivery } from './delivery-context.ts';

const { reference } = submission;
const stateOf = async ({ delivery }: Fixture) => (await delivery.outbox.getEntry(reference))?.state;

/** Submits with a first attempt that gives these results. */
async function submit(fixture: Fixture, ...results: Parameters<Fixture['next']>) {
  fixture.next(...results);
  await acceptSubmission(submission, fixture.delivery);
}

/** Inserts an entry whose first attempt another process has started. */
const insertClaimed = ({ delivery: { outbox, now } }: Fixture) =>
  outbox.insert('key', { submission, mail: { idempotencyKey: 'k' } as never }, now(), { claim: 'a', overQuota: false });

test('a failed mail is retried after 1, 2, 5, 15 and 60 minutes, then hourly, with the same key and bytes', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture, ...new Array(8).fill(failure));
    for (const [index, minutes] of [1, 2, 5, 15, 60, 60, 60].entries()) {
      fixture.later(minutes - 0.01);
      await relayOutbox(fixture.delivery);
      assert.equal(fixture.mails.length, index + 1, `before ${minutes} minutes`);
      fixture.later(0.01);
      await relayOutbox(fixture.delivery);
      assert.equal(fixture.mails.length, index + 2, `after ${minutes} minutes`);
    }
    assert.equal(new Set(fixture.mails.map((mail) => JSON.stringify(mail))).size, 1);
    fixture.next();
    fixture.later(60);
    await relayOutbox(fixture.delivery);
    assert.equal(await stateOf(fixture), 'accepted');
  });
});

test('`all` sends what is not due yet', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture, failure);
    fixture.later(0.1);
    assert.deepEqual(await relayOutbox(fixture.delivery, { all: true }), { sent: 1, notSent: 0, looked: 0 });
  });
});

test('an entry claimed by one process is left to it until the claim expires', async () => {
  await withDelivery(async (fixture) => {
    await insertClaimed(fixture);
    assert.equal((await relayOutbox(fixture.delivery, { all: true })).sent, 0);
    fixture.later(1.01);
    assert.equal((await relayOutbox(fixture.delivery, { all: true })).sent, 1);
  });
});

test('after an unanswered attempt the bytes stay the same for 23.5 hours; then the mail says that it may be a second copy', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture, noAnswer, noAnswer, noAnswer);
    const moved = { ...fixture.delivery, addresses: () => ({ from: 'a@example.org', to: ['moved@example.org'] }) };
    fixture.later(60);
    await relayOutbox(moved);
    assert.deepEqual(fixture.mails[1], fixture.mails[0]);
    fixture.later(24 * 60);
    await relayOutbox(moved);
    assert.match(fixture.mails[2]?.text ?? '', /^THIS MAY BE A SECOND COPY \(Sunday, 22 November 2026/);
    assert.deepEqual(fixture.mails[2]?.to, ['moved@example.org']);
    assert.notEqual(fixture.mails[2]?.idempotencyKey, fixture.mails[0]?.idempotencyKey);
    // That copy went unanswered too, so its bytes stay in turn.
    fixture.later(60);
    await relayOutbox(moved);
    assert.deepEqual(fixture.mails[3], fixture.mails[2]);
  });
});

test('after an attempt that certainly failed the mail is rendered with the current addresses', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture, { ...failure, status: 422, retryable: false, name: 'validation_error' });
    const corrected = { ...fixture.delivery, addresses: () => ({ from: 'a@example.org', to: ['corrected@example.org'] }) };
    fixture.later(0.1);
    await relayOutbox(corrected, { all: true });
    assert.deepEqual(fixture.mails[1]?.to, ['corrected@example.org']);
    assert.doesNotMatch(fixture.mails[1]?.text ?? '', /SECOND COPY/);
    assert.deepEqual(fixture.alerted, [`provider_rejected ${reference}`]);
  });
});

test('an idempotency conflict is dead-lettered with an alert, and an operator can send it again', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture, { ...failure, status: 409, retryable: false, name: 'invalid_idempotent_request' });
    assert.equal(await stateOf(fixture), 'failed');
    assert.deepEqual(fixture.alerted, [`dead_lettered ${reference}`]);
    fixture.later(1.01);
    assert.equal((await relayOutbox(fixture.delivery, { all: true })).sent, 0);
    assert.equal(await retryNow(reference, fixture.delivery), true);
    assert.equal(await stateOf(fixture), 'accepted');
  });
});

test('the payload is deleted on delivery and not before; reference, message id, state and times stay for 90 days', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture);
    const { outbox } = fixture.delivery;
    const [{ idempotencyKey: key = '' } = {}] = fixture.mails;
    assert.equal((await outbox.openPayloads(reference))?.length, 1);
    assert.deepEqual(await handleDeliveryEvents(key, ['delivered'], fixture.delivery), []);
    assert.equal(await outbox.openPayloads(reference), undefined);
    const { state, messageId, deliveredAt } = (await outbox.getEntry(reference)) ?? {};
    assert.deepEqual([state, messageId, deliveredAt], ['delivered', key, fixture.delivery.now()]);
    fixture.later(91 * 24 * 60);
    await relayOutbox(fixture.delivery);
    assert.equal(await outbox.getEntry(reference), undefined);
  });
});

test('an event that arrives before the acceptance is recorded is applied', async () => {
  await withDelivery(async (fixture) => {
    const transport = { send: async () => ({ accepted: true, id: 'early' }) as const };
    await fixture.delivery.outbox.recordEvent('event', 'early', 'delivered', fixture.delivery.now());
    await acceptSubmission(submission, { ...fixture.delivery, transport });
    assert.equal(await stateOf(fixture), 'delivered');
  });
});

test('the next run applies an event after a process stopped between the acceptance and the event', async () => {
  await withDelivery(async (fixture) => {
    const { outbox, now } = fixture.delivery;
    await insertClaimed(fixture);
    await outbox.recordEvent('event', 'mail', 'delivered', now());
    await outbox.markAccepted('key', 'mail', now(), { deliveryTracked: true, nextPollAt: 0 });
    assert.equal(await stateOf(fixture), 'accepted');
    await relayOutbox(fixture.delivery);
    assert.equal(await stateOf(fixture), 'delivered');
  });
});

for (const event of ['bounced', 'suppressed', 'complained', 'failed'] as const) {
  test(`a mail that is ${event} goes once to the fallback mailbox with a notice and a new key, then fails`, async () => {
    await withDelivery(async (fixture) => {
      await submit(fixture);
      assert.deepEqual(await handleDeliveryEvents(fixture.mails[0]?.idempotencyKey ?? '', [event, event], fixture.delivery), [reference]);
      assert.equal(await retryNow(reference, fixture.delivery), true);
      const [first, second] = fixture.mails;
      assert.deepEqual(second?.to, ['fallback@example.org']);
      assert.match(second?.text ?? '', /^THE USUAL MAILBOX DID NOT TAKE THIS MAIL/);
      assert.notEqual(second?.idempotencyKey, first?.idempotencyKey);
      assert.deepEqual(fixture.alerted, [`not_delivered ${reference}`]);
      await handleDeliveryEvents(second?.idempotencyKey ?? '', [event], fixture.delivery);
      assert.equal(await stateOf(fixture), 'failed');
      assert.equal((await relayOutbox(fixture.delivery, { all: true })).sent, 0);
    });
  });
}

test('without a fallback mailbox a mail that was not delivered fails, and an operator can resolve it', async () => {
  await withDelivery(
    async (fixture) => {
      await submit(fixture);
      assert.deepEqual(await handleDeliveryEvents(fixture.mails[0]?.idempotencyKey ?? '', ['bounced'], fixture.delivery), []);
      assert.equal(await stateOf(fixture), 'failed');
      assert.equal((await fixture.delivery.outbox.resolve(reference, fixture.delivery.now()))?.state, 'released');
      assert.equal(await fixture.delivery.outbox.openPayloads(reference), undefined);
    },
    { hasFallback: false },
  );
});

test('without delivery tracking a submission is released on acceptance', async () => {
  await withDelivery(
    async (fixture) => {
      await submit(fixture);
      assert.equal(await stateOf(fixture), 'released');
      assert.equal(await fixture.delivery.outbox.openPayloads(reference), undefined);
    },
    { deliveryTracked: false },
  );
});

test('the provider is asked about a mail after 1, 2, 5, 15 and 60 minutes, then hourly', async () => {
  const polled: string[] = [];
  await withDelivery(async (fixture) => {
    await submit(fixture);
    const transport = {
      ...fixture.delivery.transport,
      getDeliveryEvent: async (messageId: string) => {
        polled.push(messageId);
        return polled.length === 3 ? ('delivered' as const) : undefined;
      },
    };
    for (const [index, minutes] of [1, 2, 5].entries()) {
      await relayOutbox({ ...fixture.delivery, transport });
      assert.equal(polled.length, index);
      fixture.later(minutes);
      await relayOutbox({ ...fixture.delivery, transport });
      assert.equal(polled.length, index + 1);
    }
    assert.equal(await stateOf(fixture), 'delivered');
  });
});

test('submissions over the hourly quota are sent, the oldest first, when the hour has room', async () => {
  await withDelivery(
    async (fixture) => {
      await submit(fixture);
      for (const id of ['1', '2', '3']) {
        fixture.later(0.1);
        await acceptSubmission({ ...submission, id, reference: `M-2222-222${id}` }, fixture.delivery, { overQuota: true });
      }
      assert.equal((await relayOutbox(fixture.delivery)).sent, 1);
      assert.equal((await relayOutbox(fixture.delivery)).sent, 0);
      fixture.later(59.8);
      assert.equal((await relayOutbox(fixture.delivery)).sent, 1);
      assert.deepEqual(
        fixture.mails.map(({ subject }) => subject.slice(-11)),
        ['M-7K4M-2XQ9', 'M-2222-2221', 'M-2222-2222'],
      );
    },
    { maxPerHour: 2 },
  );
});

test('an overdue submission alerts after 15 minutes and each day, and is removed with an alert after 14 days', async () => {
  await withDelivery(async (fixture) => {
    await submit(fixture, ...new Array(500).fill(failure));
    for (let hours = 0; hours < 15 * 24; hours += 1) {
      fixture.later(60);
      await relayOutbox(fixture.delivery);
    }
    const overdue = fixture.alerted.filter((alert) => alert === `delivery_overdue ${reference}`).length;
    assert(overdue >= 13 && overdue <= 15, String(overdue));
    assert.equal(fixture.alerted.at(-1), `expired_unsent ${reference}`);
    assert.equal(await fixture.delivery.outbox.openPayloads(reference), undefined);
  });
});

test('a provider that asks for a long pause ends the run; the rest stays pending', async () => {
  await withDelivery(async (fixture) => {
    for (let index = 0; index < 12; index += 1)
      await acceptSubmission({ ...submission, id: `${index}`, reference: `M-2222-22${index + 22}` }, fixture.delivery, { overQuota: true });
    fixture.next({ ...failure, status: 429, name: 'rate_limit_exceeded', retryAfterMs: 60_000 });
    const { sent, notSent } = await relayOutbox(fixture.delivery);
    assert.deepEqual([sent, notSent], [4, 1]);
  });
});

test('two processes that relay at the same time send each submission once', async () => {
  await withDelivery(async (fixture) => {
    fixture.next(...new Array(20).fill(failure));
    for (let index = 0; index < 20; index += 1)
      await acceptSubmission({ ...submission, id: `${index}`, reference: `M-2222-22${index + 22}` }, fixture.delivery);
    fixture.next();
    const before = fixture.mails.length;
    fixture.later(2);
    await Promise.all([relayOutbox(fixture.delivery), relayOutbox(fixture.delivery)]);
    assert.equal(fixture.mails.length - before, 20);
  });
});
