import { type Counters, type Limit, type Place, rememberedFor } from '../journey/limits.ts';

interface Counted {
  names: readonly string[];
  at: number;
}

/** When a limit has a place again, or nothing while it has one. */
function placeFreeAt({ names, most, within }: Limit, counted: Iterable<Counted>, now: number): number | undefined {
  const times = [...counted]
    .filter((each) => each.at > now - within && each.names.some((name) => names.includes(name)))
    .map(({ at }) => at)
    .sort((one, other) => one - other);
  const oldest = times[times.length - most];
  return oldest === undefined ? undefined : oldest + within;
}

/** True for the send that fills half of what everybody may send. */
const isHalf = ({ of, most, within }: Limit, counted: Iterable<Counted>, now: number) =>
  of === 'hour' && [...counted].filter(({ at }) => at > now - within).length === Math.ceil(most / 2);

/** Counters in the memory of this process: a restart forgets them, and several processes each have their own. */
export function countersInMemory(): Counters {
  /** Sends that count towards a limit now, by their name. */
  const recent = new Map<string, Counted>();
  /** When each send was accepted. Nothing of who sent it. */
  const accepted = new Map<string, number>();

  /** Removes what no limit counts any more. Both are in the order of their times, so only old entries are looked at. */
  function forget(limits: readonly Limit[], now: number) {
    const longest = Math.max(...limits.map(({ within }) => within));
    for (const [send, { at }] of recent) {
      if (at > now - longest) break;
      recent.delete(send);
    }
    for (const [send, at] of accepted) {
      if (at > now - rememberedFor) break;
      accepted.delete(send);
    }
  }

  const count = (send: string, limits: readonly Limit[], at: number) => {
    if (!recent.has(send)) recent.set(send, { names: limits.map(({ names }) => names[0]), at });
  };

  function look(send: string, limits: readonly Limit[], now: number): Place {
    forget(limits, now);
    if (accepted.has(send)) return 'accepted before';
    if (recent.has(send)) return 'free';
    const [longest] = limits
      .map((limit) => ({ full: limit.of, wait: (placeFreeAt(limit, recent.values(), now) ?? now) - now }))
      .filter(({ wait }) => wait > 0)
      .sort((one, other) => other.wait - one.wait);
    return longest ?? 'free';
  }

  return {
    async look(send, limits, now) {
      return look(send, limits, now);
    },
    async take(send, limits, now) {
      const place = look(send, limits, now);
      if (place !== 'free' || recent.has(send)) return place;
      count(send, limits, now);
      return limits.some((limit) => isHalf(limit, recent.values(), now)) ? 'half full' : place;
    },
    async accept(send, limits, now) {
      // The same press twice at once: the one that failed may have given the place back already.
      count(send, limits, now);
      accepted.set(send, now);
    },
    async giveBack(send) {
      if (!accepted.has(send)) recent.delete(send);
    },
  };
}
