import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handleDeliveryEvents } from '../../src/submissions/delivery-events.ts';
import { relayOutbox } from '../../src/submissions/relay.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { acceptSubmission, type SubmitOptions } from '../../src/submissions/submit.ts';
import { type Fixture, failure, submission, withDelivery } from './delivery-context.ts';

let visits = 0;
/** Another visit with the same answers: another id and reference, as of a page that was loaded again. */
function visit(over: Partial<Submission> = {}): Submission {
  visits += 1;
  return { ...submission, id: `visit ${visits}`, reference: `M-2222-${2222 + visits}`, ...over };
}
const newId = () => {
  const { id, reference, createdAt } = visit();
  return { id, reference, createdAt };
};

const send = ({ delivery }: Fixture, contents: Submission, o: SubmitOptions = {}) =>
  acceptSubmission(contents, delivery, { answersKeys: ['answers'], newId, ...o });
const referenceOf = async (result: ReturnType<typeof send>) => {
  const settled = await result;
  return settled.accepted ? settled.reference : assert.fail('it was not accepted');
};
const conflict = { ...failure, status: 409, retryable: false, name: 'invalid_idempotent_request' } as const;

test('the same answers of another visit are the same application for 24 hours, then another', async () => {
  await withDelivery(async (fixture) => {
    const first = visit();
    assert.deepEqual(await send(fixture, first), { accepted: true, reference: first.reference });
    for (const minutes of [0, 10, 23 * 60 + 49]) {
      fixture.later(minutes);
      assert.deepEqual(await send(fixture, visit()), { accepted: true, reference: first.reference, duplicate: true });
    }
    assert.equal(fixture.mails.length, 1);
    fixture.later(1);
    const next = visit();
    assert.equal(await referenceOf(send(fixture, next)), next.reference);
    assert.doesNotMatch(fixture.mails[1]?.text ?? '', /takes the place/);
  });
});

test('other answers are another application', async () => {
  await withDelivery(async (fixture) => {
    await send(fixture, visit());
    const other = visit();
    assert.equal(await referenceOf(send(fixture, other, { answersKeys: ['other answers'] })), other.reference);
  });
});

for (const [state, prepare] of [
  ['waits to be sent again', async () => {}],
  [
    'was delivered',
    async (fixture: Fixture) => handleDeliveryEvents(fixture.mails[0]?.idempotencyKey ?? '', ['delivered'], fixture.delivery),
  ],
  [
    'an operator has seen',
    async (fixture: Fixture, reference: string) => fixture.delivery.outbox.resolve(reference, fixture.delivery.now()),
  ],
  [
    'went to the fallback mailbox',
    async (fixture: Fixture) => handleDeliveryEvents(fixture.mails[0]?.idempotencyKey ?? '', ['bounced'], fixture.delivery),
  ],
] as const) {
  test(`the same answers are one application where that ${state}`, async () => {
    await withDelivery(async (fixture) => {
      if (state === 'waits to be sent again') fixture.next(failure);
      const first = visit();
      await send(fixture, first);
      await prepare(fixture, first.reference);
      assert.equal(await referenceOf(send(fixture, visit())), first.reference);
      assert.equal(fixture.mails.length, 1);
    });
  });
}

const undelivered: [string, (fixture: Fixture) => Promise<unknown>][] = [
  [
    'bounced, and there is no other mailbox',
    (fixture) => handleDeliveryEvents(fixture.mails[0]?.idempotencyKey ?? '', ['bounced'], fixture.delivery),
  ],
  [
    'bounced after it was delivered',
    (fixture) => handleDeliveryEvents(fixture.mails[0]?.idempotencyKey ?? '', ['delivered', 'bounced'], fixture.delivery),
  ],
];
for (const [what, happens] of undelivered) {
  test(`the same answers are a new application, whose mail names the other, once that ${what}`, async () => {
    await withDelivery(
      async (fixture) => {
        const first = visit();
        await send(fixture, first);
        await happens(fixture);
        const next = visit();
        assert.equal(await referenceOf(send(fixture, next)), next.reference);
        assert.match(
          fixture.mails[1]?.text ?? '',
          new RegExp(`\\nIt takes the place of ${first.reference}, which was not delivered\\.\\n`),
        );
        assert.match(fixture.mails[1]?.html ?? '', new RegExp(first.reference));
        // And that one is the one from now on.
        assert.equal(await referenceOf(send(fixture, visit())), next.reference);
        assert.equal(fixture.mails.length, 2);
      },
      { hasFallback: false },
    );
  });
}

test('the page of an application that failed makes a new one when it is sent again, with a reference of its own', async () => {
  await withDelivery(async (fixture) => {
    fixture.next(conflict);
    const first = visit({ revision: 2 });
    await send(fixture, first);
    const [one, two] = await Promise.all([referenceOf(send(fixture, first)), referenceOf(send(fixture, first))]);
    assert.equal(one, two);
    assert.notEqual(one, first.reference);
    assert.equal(fixture.mails.length, 2);
    assert.match(fixture.mails[1]?.text ?? '', new RegExp(`It takes the place of ${first.reference}`));
    assert.doesNotMatch(fixture.mails[1]?.text ?? '', /Version 2/);
  });
});

test('two tabs that send the same answers at once are one application', async () => {
  await withDelivery(async (fixture) => {
    const references = await Promise.all(Array.from({ length: 8 }, () => referenceOf(send(fixture, visit()))));
    assert.equal(new Set(references).size, 1);
    assert.equal(fixture.mails.length, 1);
  });
});

test('a correction that goes back to the first answers is a version of its own, and so are these answers on a new page', async () => {
  await withDelivery(async (fixture) => {
    const first = visit();
    await send(fixture, first);
    await send(fixture, { ...first, revision: 2 }, { answersKeys: ['corrected'] });
    assert.equal(await referenceOf(send(fixture, { ...first, revision: 3 })), first.reference);
    assert.equal(fixture.mails.length, 3);
    await send(fixture, { ...first, revision: 4 }, { answersKeys: ['corrected again'] });
    const next = visit();
    assert.equal(await referenceOf(send(fixture, next)), next.reference);
    // A press of the very page that was sent first changes nothing.
    assert.equal(await referenceOf(send(fixture, first)), first.reference);
    assert.equal(fixture.mails.length, 5);
  });
});

test('after a change of the key the same answers are still found', async () => {
  await withDelivery(async (fixture) => {
    const first = visit();
    await send(fixture, first, { answersKeys: ['with the old key'] });
    assert.equal(await referenceOf(send(fixture, visit(), { answersKeys: ['with the new key', 'with the old key'] })), first.reference);
  });
});

test("the site's own test, which always sends the same, is always another application", async () => {
  await withDelivery(async (fixture) => {
    for (const contents of [visit(), visit()])
      assert.equal(await referenceOf(send(fixture, contents, { answersKeys: undefined })), contents.reference);
    assert.equal(fixture.mails.length, 2);
  });
});

test('the hash of the answers is deleted after a day, and the network once nothing waits', async () => {
  await withDelivery(
    async (fixture) => {
      await send(fixture, visit(), { overQuota: true, network: ['network'] });
      const found = () => fixture.delivery.outbox.findSame({ sameAnswers: { keys: ['answers'], since: 0 } });
      assert(await found());
      fixture.later(24 * 60);
      await relayOutbox(fixture.delivery);
      assert.equal(await found(), undefined);
    },
    { maxPerHour: 60 },
  );
});

/** Stores `count` applications of a network for later. Returns how many were taken. */
async function storeForLater(fixture: Fixture, network: string[], count: number): Promise<number> {
  let taken = 0;
  for (let i = 0; i < count; i += 1) {
    const result = await send(fixture, visit({ sections: [], subject: `From ${network[0]}` }), {
      overQuota: true,
      network,
      answersKeys: [`${network[0]} ${i}`],
    });
    if (result.accepted) taken += 1;
    else assert.deepEqual(result, { accepted: false, queueFull: true });
  }
  return taken;
}

test('of what waits for a later hour one network has at most a fifth, across midnight too; all together 500', async () => {
  await withDelivery(async (fixture) => {
    assert.equal(await storeForLater(fixture, ['flood'], 120), 100);
    assert.equal(await storeForLater(fixture, ['flood today', 'flood'], 10), 0);
    assert.equal(await storeForLater(fixture, ['another'], 1), 1);
    assert.equal(await storeForLater(fixture, [], 150), 150, 'a sender whose network is not known is of no network');
    for (const network of ['b', 'c', 'd']) await storeForLater(fixture, [network], 100);
    assert.equal(await storeForLater(fixture, ['somebody else'], 1), 0);
  });
});

test('many at once of one network take no more than its fifth', async () => {
  await withDelivery(async (fixture) => {
    await storeForLater(fixture, ['flood'], 95);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => send(fixture, visit(), { overQuota: true, network: ['flood'], answersKeys: [`at once ${i}`] })),
    );
    assert.equal(results.filter(({ accepted }) => accepted).length, 5);
  });
});

test('what waits is sent in turns by network, however few the hour has room for', async () => {
  await withDelivery(
    async (fixture) => {
      await storeForLater(fixture, ['flood'], 60);
      fixture.later(1);
      await storeForLater(fixture, ['b'], 2);
      await storeForLater(fixture, ['c'], 1);
      for (let hours = 0; hours < 6; hours += 1) {
        await relayOutbox(fixture.delivery);
        if (hours === 2) await storeForLater(fixture, ['d'], 1);
        fixture.later(61);
      }
      assert.deepEqual(
        fixture.mails.map(({ subject }) => subject.split(' ')[1]),
        ['flood', 'b', 'c', 'flood', 'b', 'd'],
      );
    },
    { maxPerHour: 1 },
  );
});
