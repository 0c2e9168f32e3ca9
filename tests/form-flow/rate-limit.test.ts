import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  type RateLimitDecision,
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

function limitsOf(over: Partial<RateLimits> = {}) {
  const reported: string[] = [];
  const limits: RateLimits = {
    perAddress: 10,
    perHour: 60,
    store: createMemoryRateLimitStore(),
    onEvent: (what) => reported.push(what),
    ...over,
  };
  const take = (id: string, client: string | undefined = '192.0.2.1', now = noon, answers = {}, revision = 1) =>
    reserveRateLimit(limits, {
      state: { submissionId: { id, reference: 'M-2222-2222', made: '' }, revision, answers },
      clientIp: client,
      keys,
      now,
    });
  /** A send that the carrier accepts, and what it found. */
  const send = async (...given: Parameters<typeof take>) => {
    const place = await take(...given);
    if (isHeld(place)) await place.commit();
    return place;
  };
  return { limits, reported, take, send };
}

const isHeld = (place: Reservation | Exclude<RateLimitDecision, 'free' | 'half full'>): place is Reservation =>
  typeof place === 'object' && 'accept' in place;

test('ten sends of one address in ten minutes go on; the eleventh waits until the first is ten minutes old', async () => {
  const { send, reported } = limitsOf();
  for (let i = 0; i < 10; i += 1) assert(isHeld(await send(`${i}`, '192.0.2.1', noon + i * 1000)));
  assert.deepEqual(await send('11', '192.0.2.1', noon + minute), { full: 'address', wait: 9 * minute });
  assert.deepEqual(reported, ['address']);
  assert(isHeld(await send('another', '192.0.2.2', noon + minute)));
  assert(isHeld(await send('11', '192.0.2.1', noon + 10 * minute)));
  assert.deepEqual(await send('12', '192.0.2.1', noon + 10 * minute), { full: 'address', wait: 1000 });
});

test('sixty sends of everybody in an hour go on; the next waits, whoever it is and wherever from', async () => {
  const { send } = limitsOf();
  for (let i = 0; i < 60; i += 1) assert(isHeld(await send(`${i}`, `192.0.2.${i}`)));
  for (const client of ['198.51.100.1', undefined])
    assert.deepEqual(await send(`${client}`, client, noon + minute), { full: 'hour', wait: 59 * minute });
  assert(isHeld(await send('later', '198.51.100.1', noon + 60 * minute)));
});

test("half of everybody's hour is said once, while there is still room", async () => {
  const { send, reported } = limitsOf();
  for (let i = 0; i < 29; i += 1) await send(`${i}`, `192.0.2.${i}`);
  assert.deepEqual(reported, []);
  for (let i = 29; i < 60; i += 1) await send(`${i}`, `192.0.2.${i}`);
  assert.deepEqual(reported, ['half full']);
});

test('a send that was not accepted does not count', async () => {
  const { take, send } = limitsOf({ perAddress: 1 });
  for (let i = 0; i < 20; i += 1) {
    const place = await take(`${i}`);
    assert(isHeld(place));
    await place.refund();
  }
  assert(isHeld(await send('good')));
});

test('an accepted send, pressed again, is neither refused nor counted: for as long as its seal opens', async () => {
  const { send } = limitsOf({ perAddress: 2, perHour: 2 });
  await send('one');
  for (const after of [0, 5 * minute, 19 * 60 * minute]) assert.equal(await send('one', '192.0.2.1', noon + after), 'accepted before');
  assert(isHeld(await send('two', '192.0.2.1', noon + 1)));
  assert.equal(await send('one', '192.0.2.1', noon + 2), 'accepted before');
});

test('the same visit with other answers, or another revision, is another send', async () => {
  const { send } = limitsOf({ perAddress: 3 });
  assert(isHeld(await send('one', undefined, noon, { area: 'Oadby' })));
  assert(isHeld(await send('one', '192.0.2.1', noon, { area: 'Wigston' })));
  assert(isHeld(await send('one', '192.0.2.1', noon, { area: 'Wigston' }, 2)));
});

test('presses at once cannot share the last place, and a double press has one', async () => {
  const { take } = limitsOf({ perAddress: 1 });
  const places = await Promise.all([take('one'), take('one'), take('two')]);
  assert.deepEqual(places.map(isHeld), [true, true, false]);
});

test('a double press of which one fails and one is accepted counts once', async () => {
  const { take } = limitsOf({ perAddress: 1 });
  const [failing, good] = await Promise.all([take('one'), take('one')]);
  assert(failing && good && isHeld(failing) && isHeld(good));
  await failing.refund();
  await good.commit();
  assert.equal(await take('one'), 'accepted before');
  assert.deepEqual(await take('two'), { full: 'address', wait: 10 * minute });
});

test('ten minutes that cross midnight are still ten minutes, though the key of the addresses changes', async () => {
  const { send } = limitsOf({ perAddress: 1 });
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  await send('before', '192.0.2.1', midnight - minute);
  assert.deepEqual(await send('after', '192.0.2.1', midnight + minute), { full: 'address', wait: 8 * minute });
});

test('counters never see an address, and see another name for it the next day', async () => {
  const seen: string[] = [];
  const counters: RateLimitStore = {
    ...createMemoryRateLimitStore(),
    consume: async (send, limits) => {
      seen.push(JSON.stringify([send, limits]));
      return 'free';
    },
  };
  const { take } = limitsOf({ store: counters });
  await take('one', '192.0.2.1', noon, { name: 'Meera Patel' });
  await take('one', '192.0.2.1', noon + 48 * 60 * minute);
  assert.doesNotMatch(seen.join(), /192\.0\.2|Meera/);
  const names = seen.map((each) => JSON.parse(each)[1][0].names as string[]);
  assert.equal(new Set(names.flat()).size, 4);
});

test('where counting fails, everyone goes on, with one line for each press', async () => {
  const down = async () => {
    throw new Error('no store');
  };
  const whole = limitsOf({ store: { peek: down, consume: down, commit: down, refund: down } });
  for (let i = 0; i < 20; i += 1) assert(isHeld(await whole.send(`${i}`)));
  assert.deepEqual(whole.reported, new Array(20).fill('not counted'));
  const half = limitsOf({ store: { ...createMemoryRateLimitStore(), commit: down } });
  assert(isHeld(await half.send('one')));
  assert.deepEqual(half.reported, ['not counted']);
});

const clients: [string, string][] = [
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
];
for (const [address, client] of clients) {
  test(`${address} counts as ${client}`, () => assert.equal(rateLimitKey(address), client));
}

test('what is counted in memory does not grow: what no limit needs is removed', async () => {
  const counters = createMemoryRateLimitStore();
  const limit = { of: 'hour', names: ['everybody'], most: 100_000, within: 60 * minute } as const;
  // A day of sends, of which none may be left to slow down or refuse what comes after it.
  for (let i = 0; i < 20_000; i += 1) await counters.commit(`${i}`, [limit], noon);
  const tomorrow = noon + 24 * 60 * minute;
  assert.equal(await counters.consume('0', [{ ...limit, limit: 3 }], tomorrow), 'free');
  assert.deepEqual(await counters.consume('1', [{ ...limit, limit: 1 }], tomorrow), { full: 'hour', wait: 60 * minute });
});
