import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { dayMs, hourMs, minuteMs } from '../submissions/durations.ts';
import { deriveKey, type SealKeys } from './seal-keys.ts';
import { type FormState, sealLifetimeHours } from './sealed-state.ts';

/** At most `limit` accepted requests in any `windowMs`: of one client address, of the networks around it, or of everybody. */
export interface RateLimit {
  scope: 'address' | 'subnet' | 'network' | 'hour';
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
  /** Submissions over the hourly limit can be stored and sent later. */
  storesForLater?: boolean;
  /** `limited`: a request was refused, with the limit's scope; `half_used`: of the hour; `count_failed`: it was not limited. */
  onEvent: (event: 'limited' | 'half_used' | 'count_failed', scope?: RateLimit['scope']) => void;
}

/** How long an accepted request is remembered: no sealed state lasts longer. */
export const dedupeWindowMs = sealLifetimeHours * hourMs;

interface Network {
  scope: Exclude<RateLimit['scope'], 'hour'>;
  /** For example `2001:db8:0:1::/64`. */
  prefix: string;
  /** How many times the number of one address it may send. */
  times: number;
}

/**
 * What an IP address counts towards. IPv6: its /64, the usual allocation of one phone or local network, which counts as one
 * address; the /56 of a household or a branch, and the /48 of an organisation, since whoever has one of these has hundreds of
 * the former. IPv4 and IPv4-mapped IPv6: the address and its /24, where a mobile network may have thousands of people.
 */
export function networksOf(address: string): Network[] {
  if (!ipaddr.isValid(address)) return [{ scope: 'address', prefix: address, times: 1 }];
  const ip = ipaddr.process(address);
  if (!('parts' in ip)) {
    return [
      { scope: 'address', prefix: ip.toString(), times: 1 },
      { scope: 'network', prefix: `${ip.octets.slice(0, 3).join('.')}.0/24`, times: 10 },
    ];
  }
  const groups = ip.parts.slice(0, 4);
  const subnet = groups.map((group, index) => (index === 3 ? group & 0xff00 : group));
  const inHex = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(':');
  return [
    { scope: 'address', prefix: `${inHex(groups)}::/64`, times: 1 },
    { scope: 'subnet', prefix: `${inHex(subnet)}::/56`, times: 3 },
    { scope: 'network', prefix: `${inHex(groups.slice(0, 3))}::/48`, times: 6 },
  ];
}

/** A network as the store sees it: an HMAC whose key changes daily, so that a client cannot be followed for longer. */
function hashNetwork(prefix: string, keys: SealKeys, time: number): string {
  const date = new Date(time).toISOString().slice(0, 10);
  return createHmac('sha256', deriveKey(keys.current, `address ${date}`))
    .update(prefix)
    .digest('base64url');
}

function rateLimitsFor({ perAddress, perHour }: RateLimits, { clientIp, keys, now }: RateLimitRequest): RateLimit[] {
  const everybody: RateLimit = { scope: 'hour', keys: ['everybody'], limit: perHour, windowMs: hourMs };
  const networks = clientIp === undefined ? [] : networksOf(clientIp);
  return [
    ...networks.map(({ scope, prefix, times }): RateLimit => {
      // Yesterday's key too, for the ten minutes after midnight.
      const networkKeys = [hashNetwork(prefix, keys, now), hashNetwork(prefix, keys, now - dayMs)] as const;
      return { scope, keys: networkKeys, limit: perAddress * times, windowMs: 10 * minuteMs };
    }),
    everybody,
  ];
}

/** Identifies a request: the same answers of the same visit. Changed answers are another mail, so another request. */
function requestKey({ state, keys }: RateLimitRequest): string {
  return createHmac('sha256', deriveKey(keys.current, 'send'))
    .update(JSON.stringify([state.submissionId.id, state.revision, state.answers]))
    .digest('base64url');
}

/** Slots taken for one request, to be settled once: by `commit` if it was accepted, or `refund`. */
export interface Reservation {
  /** The hourly limit is reached, and has room again after so long: the submission is to be stored and sent later. */
  overQuota: { retryAfterMs: number } | undefined;
  /** The keys of the widest network of the sender; empty if it is not known. */
  network: readonly string[];
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

const noop = async () => {};

/** A reservation that counts nothing. */
export const unlimited: Reservation = { overQuota: undefined, network: [], commit: noop, refund: noop };

/** Asks the store, and again without the hourly limit if that is reached and the submission can be sent later. */
async function decide(
  { store, storesForLater, onEvent }: RateLimits,
  limits: readonly RateLimit[],
  ask: 'peek' | 'consume',
  request: string,
  now: number,
): Promise<{ decision: RateLimitDecision; overQuota: Reservation['overQuota'] }> {
  let decision = await store[ask](request, limits, now);
  let overQuota: Reservation['overQuota'];
  if (storesForLater && 'limited' in decision && decision.limited === 'hour') {
    overQuota = { retryAfterMs: decision.retryAfterMs };
    const ofSender = limits.filter(({ scope }) => scope !== 'hour');
    decision = await store[ask](request, ofSender, now);
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
    return {
      overQuota,
      network: limits.find(({ scope }) => scope === 'network')?.keys ?? [],
      commit: settle(() => store.commit(key, limits, now)),
      refund: settle(() => store.refund(key)),
    };
  } catch {
    onEvent('count_failed');
    return unlimited;
  }
}
