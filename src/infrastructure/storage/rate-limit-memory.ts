import { dedupeWindowMs, type RateLimit, type RateLimitDecision, type RateLimitStore } from '../../form-flow/rate-limit.ts';

interface Counted {
  names: readonly string[];
  at: number;
}

/** Counters in the memory of this process: a restart forgets them, and several processes each have their own. */
export function createMemoryRateLimitStore(): RateLimitStore {
  /** Sends that count towards a limit now, each under a name for every limit. In the order of their times, as are all below. */
  const recent = new Map<string, Counted>();
  /** The times of the same sends, by the name they count under: a flood must not be walked through at every send. */
  const times = new Map<string, Map<string, number>>();
  /** When each send was accepted. Nothing of who sent it. */
  const accepted = new Map<string, number>();

  function drop(send: string) {
    for (const name of recent.get(send)?.names ?? []) {
      times.get(name)?.delete(send);
      if (times.get(name)?.size === 0) times.delete(name);
    }
    recent.delete(send);
  }

  /** Removes what no limit counts any more: only old entries are looked at. */
  function forget(limits: readonly RateLimit[], now: number) {
    const longest = Math.max(...limits.map(({ windowMs: within }) => within));
    for (const [send, { at }] of recent) {
      if (at > now - longest) break;
      drop(send);
    }
    for (const [send, at] of accepted) {
      if (at > now - dedupeWindowMs) break;
      accepted.delete(send);
    }
  }

  const count = (send: string, limits: readonly RateLimit[], at: number) => {
    if (recent.has(send)) return;
    const names = limits.map(({ keys: [name] }) => name);
    recent.set(send, { names, at });
    for (const name of names) times.set(name, (times.get(name) ?? new Map<string, number>()).set(send, at));
  };

  /** How many sends a limit counts now, and how many of those kept under its names it counts no more. */
  function counts({ keys: names, windowMs }: RateLimit, now: number): { counted: number; old: number } {
    let [all, old] = [0, 0];
    for (const name of names) {
      all += times.get(name)?.size ?? 0;
      for (const at of times.get(name)?.values() ?? []) {
        if (at > now - windowMs) break;
        old += 1;
      }
    }
    return { counted: all - old, old };
  }

  /** When a limit has a place again, or nothing while it has one. */
  function placeFreeAt(limit: RateLimit, now: number): number | undefined {
    const { counted, old } = counts(limit, now);
    if (counted < limit.limit) return undefined;
    const all = limit.keys.flatMap((name) => [...(times.get(name)?.values() ?? [])]).sort((one, other) => one - other);
    return (all[old + counted - limit.limit] ?? now) + limit.windowMs;
  }

  function look(send: string, limits: readonly RateLimit[], now: number): RateLimitDecision {
    forget(limits, now);
    if (accepted.has(send)) return 'accepted before';
    if (recent.has(send)) return 'free';
    const [longest] = limits
      .map((limit) => ({ full: limit.scope, wait: (placeFreeAt(limit, now) ?? now) - now }))
      .filter(({ wait }) => wait > 0)
      .sort((one, other) => other.wait - one.wait);
    return longest ?? 'free';
  }

  return {
    async peek(send, limits, now) {
      return look(send, limits, now);
    },
    async consume(send, limits, now) {
      const place = look(send, limits, now);
      if (place !== 'free' || recent.has(send)) return place;
      count(send, limits, now);
      // True for the send that fills half of what everybody may send.
      const half = limits.some((limit) => limit.scope === 'hour' && counts(limit, now).counted === Math.ceil(limit.limit / 2));
      return half ? 'half full' : place;
    },
    async commit(send, limits, now) {
      // The same press twice at once: the one that failed may have given the place back already.
      count(send, limits, now);
      accepted.set(send, now);
    },
    async refund(send) {
      if (!accepted.has(send)) drop(send);
    },
  };
}
