import { dedupeWindowMs, type RateLimit, type RateLimitDecision, type RateLimitStore } from '../../form-flow/rate-limit.ts';

/** A sliding-window log in memory: a restart forgets it, and several processes each have their own. */
export function createMemoryRateLimitStore(): RateLimitStore {
  /** Requests inside a window, with one key for each limit. All maps here are in the order of their times. */
  const recent = new Map<string, { keys: readonly string[]; at: number }>();
  /** The times of the same requests by key, so that a flood of others need not be searched. */
  const timesByKey = new Map<string, Map<string, number>>();
  /** When each request was accepted, without the client's key. */
  const accepted = new Map<string, number>();

  function remove(request: string) {
    for (const key of recent.get(request)?.keys ?? []) {
      timesByKey.get(key)?.delete(request);
      if (timesByKey.get(key)?.size === 0) timesByKey.delete(key);
    }
    recent.delete(request);
  }

  /** Removes what no limit counts any more. Stops at the first newer entry. */
  function removeExpired(limits: readonly RateLimit[], now: number) {
    const longestWindowMs = Math.max(...limits.map(({ windowMs }) => windowMs));
    for (const [request, { at }] of recent) {
      if (at > now - longestWindowMs) break;
      remove(request);
    }
    for (const [request, at] of accepted) {
      if (at > now - dedupeWindowMs) break;
      accepted.delete(request);
    }
  }

  function add(request: string, limits: readonly RateLimit[], at: number) {
    if (recent.has(request)) return;
    const keys = limits.map(({ keys: [key] }) => key);
    recent.set(request, { keys, at });
    for (const key of keys) timesByKey.set(key, (timesByKey.get(key) ?? new Map<string, number>()).set(request, at));
  }

  /** How many requests are inside a limit's window, and how many under its keys are already outside. */
  function count({ keys, windowMs }: RateLimit, now: number): { inside: number; outside: number } {
    let [total, outside] = [0, 0];
    for (const key of keys) {
      total += timesByKey.get(key)?.size ?? 0;
      for (const at of timesByKey.get(key)?.values() ?? []) {
        if (at > now - windowMs) break;
        outside += 1;
      }
    }
    return { inside: total - outside, outside };
  }

  /** How long a limit stays reached; 0 if it has room. */
  function retryAfterMs(limit: RateLimit, now: number): number {
    const { inside, outside } = count(limit, now);
    if (inside < limit.limit) return 0;
    const times = limit.keys.flatMap((key) => [...(timesByKey.get(key)?.values() ?? [])]).sort((a, b) => a - b);
    return (times[outside + inside - limit.limit] ?? now) + limit.windowMs - now;
  }

  function decide(request: string, limits: readonly RateLimit[], now: number): RateLimitDecision {
    removeExpired(limits, now);
    if (accepted.has(request)) return { duplicate: true };
    if (recent.has(request)) return { allowed: true };
    const [longest] = limits
      .map((limit) => ({ limited: limit.scope, retryAfterMs: retryAfterMs(limit, now) }))
      .filter((reached) => reached.retryAfterMs > 0)
      .sort((a, b) => b.retryAfterMs - a.retryAfterMs);
    return longest ?? { allowed: true };
  }

  return {
    async peek(request, limits, now) {
      return decide(request, limits, now);
    },
    async consume(request, limits, now) {
      const decision = decide(request, limits, now);
      if (!('allowed' in decision) || recent.has(request)) return decision;
      add(request, limits, now);
      const half = limits.some((limit) => limit.scope === 'hour' && count(limit, now).inside === Math.ceil(limit.limit / 2));
      return half ? { allowed: true, half } : decision;
    },
    async commit(request, limits, now) {
      // Of two simultaneous presses, the one that failed may have refunded the reservation that both share.
      add(request, limits, now);
      accepted.set(request, now);
    },
    async refund(request) {
      if (!accepted.has(request)) remove(request);
    },
  };
}
