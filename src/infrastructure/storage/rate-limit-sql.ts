import { dedupeWindowMs, type RateLimit, type RateLimitDecision, type RateLimitStore } from '../../form-flow/rate-limit.ts';
import type { Database, Row, Value } from './database.ts';

/** The longest time a limit counts addresses for is ten minutes. */
const namedFor = 60 * 60_000;

const table = 'CREATE TABLE IF NOT EXISTS sends (send TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, accepted INTEGER) STRICT';

/** What counts towards a limit, as a condition on the table; its values go into `given`. */
function countsTowards({ scope: of, keys, windowMs }: RateLimit, index: number, now: number, given: Record<string, Value>): string {
  given[`since${index}`] = now - windowMs;
  if (of === 'hour') return `at > $since${index}`;
  const places = keys.map((name, each) => {
    given[`name${index}x${each}`] = name;
    return `$name${index}x${each}`;
  });
  return `at > $since${index} AND name IN (${places.join(', ')})`;
}

/** Counters in the store, for platforms whose processes come and go, and for several that share one address. */
export function createSqlRateLimitStore(sql: Database): RateLimitStore {
  let made: Promise<unknown> | undefined;
  async function run(statement: string, given?: Record<string, Value>): Promise<Row[]> {
    made ??= sql.query(table);
    await made.catch((error) => {
      made = undefined;
      throw error;
    });
    return sql.query(statement, given);
  }

  const taken = async (send: string) => {
    const [row] = await run('SELECT accepted FROM sends WHERE send = $send', { send });
    return row === undefined ? undefined : row['accepted'] === 1 ? 'accepted' : 'held';
  };

  async function counted(limit: RateLimit, now: number): Promise<number> {
    const given: Record<string, Value> = {};
    const [row] = await run(`SELECT count(*) AS counted FROM sends WHERE ${countsTowards(limit, 0, now, given)}`, given);
    return Number(row?.['counted'] ?? 0);
  }

  /** The limit that stays full longest, or a place. */
  async function look(send: string, limits: readonly RateLimit[], now: number): Promise<RateLimitDecision> {
    const before = await taken(send);
    if (before) return before === 'accepted' ? 'accepted before' : 'free';
    let longest: Extract<RateLimitDecision, object> | undefined;
    for (const limit of limits) {
      const given: Record<string, Value> = { skip: limit.limit - 1 };
      const [oldest] = await run(
        `SELECT at FROM sends WHERE ${countsTowards(limit, 0, now, given)} ORDER BY at DESC LIMIT 1 OFFSET $skip`,
        given,
      );
      if (!oldest) continue;
      const wait = Number(oldest['at']) + limit.windowMs - now;
      if (!longest || wait > longest.wait) longest = { full: limit.scope, wait };
    }
    return longest ?? 'free';
  }

  return {
    peek: look,
    async consume(send, limits, now) {
      await run('DELETE FROM sends WHERE at < $before', { before: now - dedupeWindowMs });
      // Whoever sent it is not needed any longer, even scrambled.
      await run("UPDATE sends SET name = '' WHERE at < $before AND name <> ''", { before: now - namedFor });
      // One statement, so that presses at once cannot share the last place.
      const given: Record<string, Value> = { send, name: limits[0]?.keys[0] ?? '', now };
      const room = limits.map((limit, index) => {
        given[`most${index}`] = limit.limit;
        return `(SELECT count(*) FROM sends WHERE ${countsTowards(limit, index, now, given)}) < $most${index}`;
      });
      const rows = await run(
        `INSERT INTO sends (send, name, at) SELECT $send, $name, $now WHERE ${['true', ...room].join(' AND ')}
        ON CONFLICT (send) DO NOTHING RETURNING send`,
        given,
      );
      if (rows.length === 0) return look(send, limits, now);
      const hour = limits.find(({ scope }) => scope === 'hour');
      return hour && (await counted(hour, now)) === Math.ceil(hour.limit / 2) ? 'half full' : 'free';
    },
    async commit(send, limits, now) {
      await run(
        `INSERT INTO sends (send, name, at, accepted) VALUES ($send, $name, $now, 1) ON CONFLICT (send) DO UPDATE SET accepted = 1`,
        { send, name: limits[0]?.keys[0] ?? '', now },
      );
    },
    async refund(send) {
      await run('DELETE FROM sends WHERE send = $send AND accepted IS NULL', { send });
    },
  };
}
