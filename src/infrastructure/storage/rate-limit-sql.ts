import { dedupeWindowMs, type RateLimit, type RateLimitDecision, type RateLimitStore } from '../../form-flow/rate-limit.ts';
import { type Database, queryWithTables, type Value } from './database.ts';

/** How long a client's key is kept. No limit on clients has a window of more than ten minutes. */
const clientKeyMs = 60 * 60_000;

const table = `CREATE TABLE IF NOT EXISTS rate_limit_hits (
  request_key TEXT PRIMARY KEY, client_key TEXT NOT NULL, at INTEGER NOT NULL, accepted INTEGER
) STRICT`;

/** The condition that selects what counts towards a limit. Adds its parameters to `params`. */
function insideWindow({ scope, keys, windowMs }: RateLimit, index: number, now: number, params: Record<string, Value>): string {
  params[`since${index}`] = now - windowMs;
  if (scope === 'hour') return `at > $since${index}`;
  const placeholders = keys.map((key, position) => {
    params[`key${index}x${position}`] = key;
    return `$key${index}x${position}`;
  });
  return `at > $since${index} AND client_key IN (${placeholders.join(', ')})`;
}

/** A sliding-window log in SQL, for serverless platforms and for several servers that share one store. */
export function createSqlRateLimitStore(database: Database): RateLimitStore {
  const query = queryWithTables(database, [table]);

  async function count(limit: RateLimit, now: number): Promise<number> {
    const params: Record<string, Value> = {};
    const [row] = await query(`SELECT count(*) AS hits FROM rate_limit_hits WHERE ${insideWindow(limit, 0, now, params)}`, params);
    return Number(row?.['hits'] ?? 0);
  }

  async function decide(request: string, limits: readonly RateLimit[], now: number): Promise<RateLimitDecision> {
    const [hit] = await query('SELECT accepted FROM rate_limit_hits WHERE request_key = $request', { request });
    if (hit) return hit['accepted'] === 1 ? { duplicate: true } : { allowed: true };
    let longest: Extract<RateLimitDecision, { limited: unknown }> | undefined;
    for (const limit of limits) {
      const params: Record<string, Value> = { skip: limit.limit - 1 };
      const [oldest] = await query(
        `SELECT at FROM rate_limit_hits WHERE ${insideWindow(limit, 0, now, params)} ORDER BY at DESC LIMIT 1 OFFSET $skip`,
        params,
      );
      if (!oldest) continue;
      const retryAfterMs = Number(oldest['at']) + limit.windowMs - now;
      if (!longest || retryAfterMs > longest.retryAfterMs) longest = { limited: limit.scope, retryAfterMs };
    }
    return longest ?? { allowed: true };
  }

  return {
    peek: decide,
    async consume(request, limits, now) {
      await query('DELETE FROM rate_limit_hits WHERE at < $before', { before: now - dedupeWindowMs });
      // The client's key is deleted sooner, although it is only a keyed hash.
      await query("UPDATE rate_limit_hits SET client_key = '' WHERE at < $before AND client_key <> ''", { before: now - clientKeyMs });
      // One statement, so that concurrent requests cannot both take the last slot.
      const params: Record<string, Value> = { request, client: limits[0]?.keys[0] ?? '', now };
      const hasRoom = limits.map((limit, index) => {
        params[`limit${index}`] = limit.limit;
        return `(SELECT count(*) FROM rate_limit_hits WHERE ${insideWindow(limit, index, now, params)}) < $limit${index}`;
      });
      const rows = await query(
        `INSERT INTO rate_limit_hits (request_key, client_key, at) SELECT $request, $client, $now WHERE ${['true', ...hasRoom].join(' AND ')}
        ON CONFLICT (request_key) DO NOTHING RETURNING request_key`,
        params,
      );
      if (rows.length === 0) return decide(request, limits, now);
      const hour = limits.find(({ scope }) => scope === 'hour');
      return hour && (await count(hour, now)) === Math.ceil(hour.limit / 2) ? { allowed: true, half: true } : { allowed: true };
    },
    async commit(request, limits, now) {
      await query(
        `INSERT INTO rate_limit_hits (request_key, client_key, at, accepted) VALUES ($request, $client, $now, 1)
        ON CONFLICT (request_key) DO UPDATE SET accepted = 1`,
        { request, client: limits[0]?.keys[0] ?? '', now },
      );
    },
    async refund(request) {
      await query('DELETE FROM rate_limit_hits WHERE request_key = $request AND accepted IS NULL', { request });
    },
  };
}
