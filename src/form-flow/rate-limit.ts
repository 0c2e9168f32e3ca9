import { createHmac } from 'node:crypto';
import { deriveKey, type FormState, type SealKeys, sealLifetimeHours } from './sealed-state.ts';

/** So many accepted sends within a time, of one address or of everybody. */
export interface RateLimit {
  scope: 'address' | 'hour';
  /** The names that count towards it; a new send is counted under the first. */
  keys: readonly [string, ...string[]];
  limit: number;
  /** In milliseconds. */
  windowMs: number;
}

/**
 * What a send finds: a place, a place that fills half of everybody's hour, that it was accepted before, or the limit
 * that is full and how long it stays so.
 */
export type RateLimitDecision = 'free' | 'half full' | 'accepted before' | { full: RateLimit['scope']; wait: number };

/**
 * Counts sends. A rejection means that nothing is limited, so one that is far away must reject within a second and
 * not hang. Each call is one step: presses at once cannot share the last place.
 */
export interface RateLimitStore {
  /** Says what a send would find, and takes nothing. */
  peek(send: string, limits: readonly RateLimit[], now: number): Promise<RateLimitDecision>;
  /** Takes a place under every limit. The same send again keeps the place it has. */
  consume(send: string, limits: readonly RateLimit[], now: number): Promise<RateLimitDecision>;
  /** Remembers that a send was accepted, for as long as its seal can be posted again. */
  commit(send: string, limits: readonly RateLimit[], now: number): Promise<void>;
  /** Gives back the place of a send that was not accepted. */
  refund(send: string): Promise<void>;
}

/** The limits in force, and where they are counted. */
export interface RateLimits {
  perAddress: number;
  perHour: number;
  store: RateLimitStore;
  /** How many wait to be sent, where what comes over the hourly number can be kept for later; nothing where it is refused. */
  countPending?: (() => Promise<number>) | undefined;
  /** Told when a limit refuses somebody, when half of everybody's hour is used, and when nothing could be counted. */
  onEvent: (what: RateLimit['scope'] | 'half full' | 'not counted') => void;
}

const tenMinutes = 10 * 60 * 1000;
const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** How long an accepted send is remembered: no seal made before it opens for longer. */
export const dedupeWindowMs = sealLifetimeHours * hour;

/** The eight groups of an IPv6 address, with its last 32 bits as an IPv4 address where it is written so. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
      const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
      return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
    })
    .split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16).toString(16)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  return tail === undefined ? first : [...first, ...new Array(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last];
}

/** Who one address stands for: IPv4 as it is, IPv6 by its first 64 bits, since one household or phone has all of those. */
export function rateLimitKey(address: string): string {
  if (!address.includes(':')) return address;
  const groups = groupsOf(address.toLowerCase());
  // ::ffff:192.0.2.1 is how a server that listens to both kinds sees an IPv4 address.
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') {
    return groups
      .slice(6)
      .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
      .join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** An address as it is counted: a keyed hash whose key changes daily, so that nobody can be followed for longer. */
function hashed(address: string, keys: SealKeys, at: number): string {
  const date = new Date(at).toISOString().slice(0, 10);
  return createHmac('sha256', deriveKey(keys.current, `address ${date}`))
    .update(rateLimitKey(address))
    .digest('base64url');
}

function rateLimitsFor({ perAddress, perHour }: RateLimits, client: string | undefined, keys: SealKeys, now: number): RateLimit[] {
  return [
    ...(client === undefined
      ? []
      : [
          {
            of: 'address',
            // Yesterday's too, for ten minutes that cross midnight.
            names: [hashed(client, keys, now), hashed(client, keys, now - day)],
            most: perAddress,
            within: tenMinutes,
          } as const,
        ]),
    { scope: 'hour', keys: ['everybody'], limit: perHour, windowMs: hour },
  ];
}

/** One send: the same answers of the same visit. Changed answers are another mail, and so another send. */
function requestKey(state: FormState & { minted: NonNullable<FormState['submissionId']> }, keys: SealKeys): string {
  return createHmac('sha256', deriveKey(keys.current, 'send'))
    .update(JSON.stringify([state.submissionId.id, state.revision, state.answers]))
    .digest('base64url');
}

/** A place under the limits, to be settled once: `accept` when the mail was accepted, `giveBack` when not. */
export interface Reservation {
  /** It is over the hourly number, and is to be kept and sent when there is room. */
  overQuota: boolean;
  commit(): Promise<void>;
  refund(): Promise<void>;
}

export interface RateLimitRequest {
  state: Parameters<typeof requestKey>[0];
  clientIp: string | undefined;
  keys: SealKeys;
  now: number;
}

const nothing = async () => {};

// So many kept for later would take days to send: whoever comes now is better told.
const maxQueued = 500;

/** True where a send over the hourly number can be kept and sent later. */
const keptForLater = async ({ countPending: waiting }: RateLimits) => waiting !== undefined && (await waiting()) < maxQueued;

/** Goes on without being counted. */
export const unlimited: Reservation = { overQuota: false, commit: nothing, refund: nothing };

const isHour = (place: RateLimitDecision) => typeof place === 'object' && place.full === 'hour';
const ofAddress = (limits: readonly RateLimit[]) => limits.filter(({ scope: of }) => of === 'address');

/** Says whether a send would be refused, for a page that only asks: many of those at once must not fill the places of others. */
export async function checkRateLimit(
  limits: RateLimits,
  { state, clientIp: client, keys, now }: RateLimitRequest,
): Promise<Reservation | Exclude<RateLimitDecision, 'free' | 'half full'>> {
  try {
    const on = rateLimitsFor(limits, client, keys, now);
    let place = await limits.store.peek(requestKey(state, keys), on, now);
    if (isHour(place) && (await keptForLater(limits))) place = await limits.store.peek(requestKey(state, keys), ofAddress(on), now);
    if (typeof place === 'object') limits.onEvent(place.full);
    return place === 'free' || place === 'half full' ? unlimited : place;
  } catch {
    limits.onEvent('not counted');
    return unlimited;
  }
}

/**
 * Takes a place for one send. Only accepted sends count: a place is given back when the mail was not. Where counting
 * fails the person goes on, since a limit that cannot be kept must not keep anyone from help.
 */
export async function reserveRateLimit(
  limits: RateLimits,
  { state, clientIp: client, keys, now }: RateLimitRequest,
): Promise<Reservation | Exclude<RateLimitDecision, 'free' | 'half full'>> {
  const send = requestKey(state, keys);
  const on = rateLimitsFor(limits, client, keys, now);
  const settle = (counting: () => Promise<void>) => async () => {
    try {
      await counting();
    } catch {
      limits.onEvent('not counted');
    }
  };
  try {
    let place = await limits.store.consume(send, on, now);
    const overNumber = isHour(place) && (await keptForLater(limits));
    if (overNumber) place = await limits.store.consume(send, ofAddress(on), now);
    if (typeof place === 'object') limits.onEvent(place.full);
    // Said while there is still room: a flood, or a day when many need help, is for a person to look at.
    if (place === 'half full') limits.onEvent(place);
    if (place !== 'free' && place !== 'half full') return place;
    return {
      overQuota: overNumber,
      commit: settle(() => limits.store.commit(send, on, now)),
      refund: settle(() => limits.store.refund(send)),
    };
  } catch {
    limits.onEvent('not counted');
    return unlimited;
  }
}
