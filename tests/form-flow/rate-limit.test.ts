import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  type RateLimitRefusal,
  type RateLimitStore,
  type RateLimits,
  type Reservation,
  rateLimitKey,
  reserveRateLimit,
} from '../../src/form-flow/rate-limit.ts';
import { createMemoryRateLimitStore } from '../../src/infrastructure/storage/rate-limit-memory.ts';

const keys = { current: new Uint8Array(randomBytes(32)) };
const minute = 60_000;
const noon = Date.parse('2026-11-21T12:00:00Z');

function rateLimiter(over: Partial<RateLimits> = {}) {
  const events: string[] = [];
  const rateLimits: RateLimits = {
    perAddress: 10,
    perHour: 60,
    store: createMemoryRateLimitStore(),
    onEvent: (event, scope) => events.push(scope ? `${event} ${scope}` : event),
    ...over,
  };
  const reserve = (id: string, clientIp: string | undefined = '192.0.2.1', now = noon, answers = {}, revision = 1) => {
    const state = { submissionId: { id, reference: 'M-2222-2222', createdAt: '' }, revision, answers };
    return reserveRateLimit(rateLimits, { state, clientIp, keys, now });
  };
  /** Reserves, and commits as for an accepted submission. */
  const send = async (...request: Parameters<typeof reserve>) => {
    const result = await reserve(...request);
    if (isReserved(result)) await result.commit();
    return result;
  };
  return { events, reserve, send };
}

const isReserved = (result: Reservation | RateLimitRefusal): result is Reservation => 'commit' in result;

test('one address may send ten times in ten minutes', async () => {
  const { send, events } = rateLimiter();
  for (let i = 0; i < 10; i += 1) assert(isReserved(await send(`${i}`, '192.0.2.1', noon + i * 1000)));
  assert.deepEqual(await send('11', '192.0.2.1', noon + minute), { limited: 'address', retryAfterMs: 9 * minute });
  assert.deepEqual(events, ['limited address']);
  assert(isReserved(await send('another', '192.0.2.2', noon + minute)));
  assert(isReserved(await send('11', '192.0.2.1', noon + 10 * minute)));
  assert.deepEqual(await send('12', '192.0.2.1', noon + 10 * minute), { limited: 'address', retryAfterMs: 1000 });
});

test('everybody together may send sixty times in an hour', async () => {
  const { send } = rateLimiter();
  for (let i = 0; i < 60; i += 1) assert(isReserved(await send(`${i}`, `192.0.2.${i}`)));
  for (const clientIp of ['198.51.100.1', undefined])
    assert.deepEqual(await send(`${clientIp}`, clientIp, noon + minute), { limited: 'hour', retryAfterMs: 59 * minute });
  assert(isReserved(await send('later', '198.51.100.1', noon + 60 * minute)));
});

test('half of the hourly limit is reported once, while there is still room', async () => {
  const { send, events } = rateLimiter();
  for (let i = 0; i < 29; i += 1) await send(`${i}`, `192.0.2.${i}`);
  assert.deepEqual(events, []);
  for (let i = 29; i < 60; i += 1) await send(`${i}`, `192.0.2.${i}`);
  assert.deepEqual(events, ['half_used']);
});

test('a request that was not accepted does not count', async () => {
  const { reserve, send } = rateLimiter({ perAddress: 1 });
  for (let i = 0; i < 20; i += 1) {
    const reservation = await reserve(`${i}`);
    assert(isReserved(reservation));
    await reservation.refund();
  }
  assert(isReserved(await send('good')));
});

test('an accepted request is a duplicate for 20 hours, and is neither limited nor counted', async () => {
  const { send } = rateLimiter({ perAddress: 2, perHour: 2 });
  await send('one');
  for (const after of [0, 5 * minute, 19 * 60 * minute])
    assert.deepEqual(await send('one', '192.0.2.1', noon + after), { duplicate: true });
  assert(isReserved(await send('two', '192.0.2.1', noon + 1)));
  assert.deepEqual(await send('one', '192.0.2.1', noon + 2), { duplicate: true });
});

test('other answers or another revision of the same visit are another request', async () => {
  const { send } = rateLimiter({ perAddress: 3 });
  assert(isReserved(await send('one', undefined, noon, { area: 'Oadby' })));
  assert(isReserved(await send('one', '192.0.2.1', noon, { area: 'Wigston' })));
  assert(isReserved(await send('one', '192.0.2.1', noon, { area: 'Wigston' }, 2)));
});

test('concurrent requests cannot both take the last slot, and a double press takes one', async () => {
  const { reserve } = rateLimiter({ perAddress: 1 });
  const results = await Promise.all([reserve('one'), reserve('one'), reserve('two')]);
  assert.deepEqual(results.map(isReserved), [true, true, false]);
});

test('a double press of which one fails and one is accepted counts once', async () => {
  const { reserve } = rateLimiter({ perAddress: 1 });
  const [failing, good] = await Promise.all([reserve('one'), reserve('one')]);
  assert(failing && good && isReserved(failing) && isReserved(good));
  await failing.refund();
  await good.commit();
  assert.deepEqual(await reserve('one'), { duplicate: true });
  assert.deepEqual(await reserve('two'), { limited: 'address', retryAfterMs: 10 * minute });
});

test('an address is limited across midnight, though its key changes', async () => {
  const { send } = rateLimiter({ perAddress: 1 });
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  await send('before', '192.0.2.1', midnight - minute);
  assert.deepEqual(await send('after', '192.0.2.1', midnight + minute), { limited: 'address', retryAfterMs: 8 * minute });
});

test('the store sees no address, and another key for it two days later', async () => {
  const calls: string[] = [];
  const store: RateLimitStore = {
    ...createMemoryRateLimitStore(),
    consume: async (request, limits) => {
      calls.push(JSON.stringify([request, limits]));
      return { allowed: true };
    },
  };
  const { reserve } = rateLimiter({ store });
  await reserve('one', '192.0.2.1', noon, { name: 'Meera Patel' });
  await reserve('one', '192.0.2.1', noon + 48 * 60 * minute);
  assert.doesNotMatch(calls.join(), /192\.0\.2|Meera/);
  const addressKeys = calls.map((call) => JSON.parse(call)[1][0].keys as string[]);
  assert.equal(new Set(addressKeys.flat()).size, 4);
});

test('limits fail open when the store fails, with one event for each press', async () => {
  const down = async () => {
    throw new Error('no store');
  };
  const allDown = rateLimiter({ store: { peek: down, consume: down, commit: down, refund: down } });
  for (let i = 0; i < 20; i += 1) assert(isReserved(await allDown.send(`${i}`)));
  assert.deepEqual(allDown.events, new Array(20).fill('count_failed'));
  const commitDown = rateLimiter({ store: { ...createMemoryRateLimitStore(), commit: down } });
  assert(isReserved(await commitDown.send('one')));
  assert.deepEqual(commitDown.events, ['count_failed']);
});

const addresses: [string, string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:201', '192.0.2.1'],
  ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['not an address', 'not an address'],
];
for (const [address, key] of addresses) {
  test(`the rate-limit key of ${address} is ${key}`, () => assert.equal(rateLimitKey(address), key));
}

test('the memory store removes what no limit counts any more', async () => {
  const store = createMemoryRateLimitStore();
  const limit = { scope: 'hour', keys: ['everybody'], limit: 100_000, windowMs: 60 * minute } as const;
  for (let i = 0; i < 20_000; i += 1) await store.commit(`${i}`, [limit], noon);
  const tomorrow = noon + 24 * 60 * minute;
  assert.deepEqual(await store.consume('0', [{ ...limit, limit: 3 }], tomorrow), { allowed: true });
  assert.deepEqual(await store.consume('1', [{ ...limit, limit: 1 }], tomorrow), { limited: 'hour', retryAfterMs: 60 * minute });
});
