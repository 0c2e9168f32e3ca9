import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { dayMs, hourMs, minuteMs } from '../submissions/durations.ts';
import { deriveKey, type SealKeys } from './seal-keys.ts';
import { type FormState, sealLifetimeHours } from './sealed-state.ts';

/** At most `limit` accepted requests in any `windowMs`, of one client address or of everybody in an hour. */
export interface RateLimit {
  scope: 'address' | 'hour';
  /** The keys that count towards it. A new request is counted under the first. */
  keys: readonly [string, ...string[]];
  limit: number;
  windowMs: number;
}

export type RateLimitDecision =
  /** `half`: this request fills half of the hourly limit. */
  | { allowed: true; half?: true }
  /** The same request was accepted before. */
  | { duplicate: true }
  /** The limit that is reached and when it has room again; the longest wait if there are several. */
  | { limited: RateLimit['scope']; retryAfterMs: number };

/**
 * Counts accepted requests in a sliding-window log. Every method is atomic, so that concurrent requests cannot both take the
 * last slot. Fails open: where a method rejects, the request is not limited. A remote store rejects after 3 seconds.
 */
export interface RateLimitStore {
  /** What `consume` would decide, without taking a slot. */
  peek(request: string, limits: readonly RateLimit[], now: number): Promise<RateLimitDecision>;
  /** Takes a slot of every limit, or of none. A request that has its slots keeps them. */
  consume(request: string, limits: readonly RateLimit[], now: number): Promise<RateLimitDecision>;
  /** Records that a request was accepted, for as long as its sealed state can be posted again. */
  commit(request: string, limits: readonly RateLimit[], now: number): Promise<void>;
  /** Gives back the slots of a request that was not accepted. */
  refund(request: string): Promise<void>;
}

export interface RateLimits {
  /** Accepted requests of one address in ten minutes. */
  perAddress: number;
  /** Accepted requests of everybody in an hour. */
  perHour: number;
  store: RateLimitStore;
  /** How many submissions are pending, where those over the hourly limit can be stored and sent later. */
  countPending?: (() => Promise<number>) | undefined;
  /** `limited`: a request was refused, with the limit's scope; `half_used`: of the hour; `count_failed`: it was not limited. */
  onEvent: (event: 'limited' | 'half_used' | 'count_failed', scope?: RateLimit['scope']) => void;
}

/** How long an accepted request is remembered: no sealed state lasts longer. */
export const dedupeWindowMs = sealLifetimeHours * hourMs;

/**
 * The rate-limit key of an IP address: IPv4 and IPv4-mapped IPv6 as a dotted quad, other IPv6 cut to its /64, the usual
 * allocation of one household or phone, for example `2001:db8:0:1::/64`.
 */
export function rateLimitKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const ip = ipaddr.process(address);
  if (!('parts' in ip)) return ip.toString();
  const prefix = ip.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}

/** An address as the store sees it: an HMAC whose key changes daily, so that a client cannot be followed for longer. */
function hashAddress(address: string, keys: SealKeys, time: number): string {
  const date = new Date(time).toISOString().slice(0, 10);
  return createHmac('sha256', deriveKey(keys.current, `address ${date}`))
    .update(rateLimitKey(address))
    .digest('base64url');
}

function rateLimitsFor({ perAddress, perHour }: RateLimits, { clientIp, keys, now }: RateLimitRequest): RateLimit[] {
  const everybody: RateLimit = { scope: 'hour', keys: ['everybody'], limit: perHour, windowMs: hourMs };
  if (clientIp === undefined) return [everybody];
  // Yesterday's key too, for the ten minutes after midnight.
  const addressKeys = [hashAddress(clientIp, keys, now), hashAddress(clientIp, keys, now - dayMs)] as const;
  return [{ scope: 'address', keys: addressKeys, limit: perAddress, windowMs: 10 * minuteMs }, everybody];
}

/** Identifies a request: the same answers of the same visit. Changed answers are another mail, so another request. */
function requestKey({ state, keys }: RateLimitRequest): string {
  return createHmac('sha256', deriveKey(keys.current, 'send'))
    .update(JSON.stringify([state.submissionId.id, state.revision, state.answers]))
    .digest('base64url');
}

/** Slots taken for one request, to be settled once: by `commit` if it was accepted, or `refund`. */
export interface Reservation {
  /** The hourly limit is reached: the submission is to be stored and sent later. */
  overQuota: boolean;
  commit(): Promise<void>;
  refund(): Promise<void>;
}

export interface RateLimitRequest {
  state: FormState & { submissionId: NonNullable<FormState['submissionId']> };
  clientIp: string | undefined;
  keys: SealKeys;
  now: number;
}

/** A request that may not be sent. */
export type RateLimitRefusal = Exclude<RateLimitDecision, { allowed: true }>;

// More would take days to send, and it is better to tell the sender now.
const maxQueued = 500;

const noop = async () => {};

/** A reservation that counts nothing. */
export const unlimited: Reservation = { overQuota: false, commit: noop, refund: noop };

/** Asks the store, and again without the hourly limit if that is reached and the submission can be sent later. */
async function decide(
  { store, countPending, onEvent }: RateLimits,
  limits: readonly RateLimit[],
  ask: 'peek' | 'consume',
  request: string,
  now: number,
): Promise<{ decision: RateLimitDecision; overQuota: boolean }> {
  let decision = await store[ask](request, limits, now);
  const hourIsFull = 'limited' in decision && decision.limited === 'hour';
  const overQuota = hourIsFull && countPending !== undefined && (await countPending()) < maxQueued;
  if (overQuota) {
    const perAddress = limits.filter(({ scope }) => scope === 'address');
    decision = await store[ask](request, perAddress, now);
  }
  if ('limited' in decision) onEvent('limited', decision.limited);
  return { decision, overQuota };
}

/**
 * Whether a request would be limited, without taking a slot: for the page that asks for confirmation, of which many at once
 * must not use up the slots of others. Returns `unlimited`, `{ duplicate }` or `{ limited, retryAfterMs }`. Fails open.
 */
export async function checkRateLimit(rateLimits: RateLimits, request: RateLimitRequest): Promise<Reservation | RateLimitRefusal> {
  try {
    const { decision } = await decide(rateLimits, rateLimitsFor(rateLimits, request), 'peek', requestKey(request), request.now);
    return 'allowed' in decision ? unlimited : decision;
  } catch {
    rateLimits.onEvent('count_failed');
    return unlimited;
  }
}

/**
 * Takes a slot for one request. Returns a reservation to commit or refund, since only accepted requests count; or
 * `{ duplicate }`, or `{ limited, retryAfterMs }`. Fails open: if the store fails, the request is not limited, because a
 * broken counter must not keep anyone from help.
 */
export async function reserveRateLimit(rateLimits: RateLimits, request: RateLimitRequest): Promise<Reservation | RateLimitRefusal> {
  const { store, onEvent } = rateLimits;
  const { now } = request;
  const key = requestKey(request);
  const limits = rateLimitsFor(rateLimits, request);
  const settle = (action: () => Promise<void>) => async () => {
    try {
      await action();
    } catch {
      onEvent('count_failed');
    }
  };
  try {
    const { decision, overQuota } = await decide(rateLimits, limits, 'consume', key, now);
    if (!('allowed' in decision)) return decision;
    // Reported while there is still room: an operator should look at a flood, or at a day when many need help.
    if (decision.half) onEvent('half_used');
    return { overQuota, commit: settle(() => store.commit(key, limits, now)), refund: settle(() => store.refund(key)) };
  } catch {
    onEvent('count_failed');
    return unlimited;
  }
}
