import type { SealKeys } from '../../form-flow/seal-keys.ts';
import type { ClaimedEntry, DeliveryEvent, Outbox } from '../../submissions/outbox.ts';
import { type Database, queryWithTables, type Row, type Value } from './database.ts';
import { payloadSealing } from './outbox-sealing.ts';
import { outboxTables, toEntry } from './outbox-tables.ts';

/** Longer than any attempt takes, and short enough that a process that died holds nothing up. */
const claimMs = 60_000;

const unfinished = "state IN ('pending', 'accepted', 'failed')";
const deletePayload = 'payload = NULL, key_id = NULL, claim = NULL, claimed_until = 0';

/**
 * The outbox in SQL, the same statements for a SQLite file and a libSQL server. Its tables are created at the first
 * statement. Payloads are sealed with a key derived from `keys`, whose id is stored with each.
 */
export function createSqlOutbox(database: Database, keys: SealKeys): Outbox {
  const { seal, unseal, currentKeyId, previousKeyId } = payloadSealing(keys);
  const query = queryWithTables(database, outboxTables);

  const queryOne = async (statement: string, params: Record<string, Value>) => {
    const [row] = await query(statement, params);
    return row && toEntry(row);
  };

  const toClaimedEntry = async (row: Row, claim: string): Promise<ClaimedEntry> => ({
    dedupeKey: String(row['dedupe_key']),
    reference: String(row['reference']),
    claim,
    attempts: Number(row['attempts']),
    outcomeUnknownSince: row['outcome_unknown_since'] as number | null,
    toFallback: row['to_fallback'] === 1,
    payload: await unseal(row),
  });

  return {
    async insert(dedupeKey, payload, now, { claim, overQuota }) {
      const rows = await query(
        `INSERT INTO outbox
          (dedupe_key, reference, state, payload, key_id, created_at, over_quota, next_attempt_at, outcome_unknown_since, claim, claimed_until)
        VALUES ($dedupeKey, $reference, 'pending', $payload, $keyId, $now, $overQuota, $now, $unknownSince, $claim, $until)
        ON CONFLICT (dedupe_key) DO NOTHING RETURNING dedupe_key`,
        {
          dedupeKey,
          reference: payload.submission.reference,
          payload: await seal(payload),
          keyId: currentKeyId,
          now,
          overQuota: overQuota ? 1 : 0,
          unknownSince: claim === undefined ? null : now,
          claim: claim ?? null,
          until: claim === undefined ? 0 : now + claimMs,
        },
      );
      return rows.length === 1;
    },
    async claim({ now, attemptedBefore, all, limit, overQuota }) {
      const claim = crypto.randomUUID();
      const rows = await query(
        `UPDATE outbox SET claim = $claim, claimed_until = $until WHERE dedupe_key IN (
          SELECT dedupe_key FROM outbox WHERE state = 'pending' AND over_quota = $overQuota AND next_attempt_at <= $due
          AND claimed_until <= $now AND attempted_at < $attemptedBefore ORDER BY created_at LIMIT $limit) RETURNING *`,
        {
          claim,
          until: now + claimMs,
          now,
          attemptedBefore,
          due: all ? Number.MAX_SAFE_INTEGER : now,
          limit,
          overQuota: overQuota ? 1 : 0,
        },
      );
      return Promise.all(rows.map((row) => toClaimedEntry(row, claim)));
    },
    async claimOne(reference, now) {
      const claim = crypto.randomUUID();
      const [row] = await query(
        `UPDATE outbox SET claim = $claim, claimed_until = $until, state = 'pending' WHERE dedupe_key = (
          SELECT dedupe_key FROM outbox WHERE reference = $reference AND state IN ('pending', 'failed') AND claimed_until <= $now
          ORDER BY created_at LIMIT 1) RETURNING *`,
        { claim, until: now + claimMs, reference, now },
      );
      return row && toClaimedEntry(row, claim);
    },
    async startAttempt({ dedupeKey, claim }, payload, now) {
      const rows = await query(
        `UPDATE outbox SET payload = $payload, key_id = $keyId, outcome_unknown_since = coalesce(outcome_unknown_since, $now), claimed_until = $until
        WHERE dedupe_key = $dedupeKey AND claim = $claim AND state = 'pending' RETURNING dedupe_key`,
        { dedupeKey, claim, payload: await seal(payload), keyId: currentKeyId, now, until: now + claimMs },
      );
      return rows.length === 1;
    },
    async markAccepted(dedupeKey, messageId, now, { deliveryTracked, nextPollAt }) {
      const state = deliveryTracked
        ? "state = 'accepted'"
        : `state = 'released', reason = 'delivery is not watched', ended_at = $now, ${deletePayload}`;
      await query(
        `UPDATE outbox SET message_id = $messageId, accepted_at = $now, next_attempt_at = $nextPollAt, attempts = 0,
        outcome_unknown_since = NULL, claim = NULL, claimed_until = 0, ${state}
        WHERE dedupe_key = $dedupeKey AND state IN ('pending', 'failed')`,
        { dedupeKey, messageId, now, nextPollAt },
      );
    },
    async recordFailure({ dedupeKey, claim }, { attemptedAt, nextAttemptAt, outcomeUnknownSince, failureReason }) {
      await query(
        `UPDATE outbox SET attempts = attempts + 1, attempted_at = $attemptedAt, next_attempt_at = $nextAttemptAt,
        outcome_unknown_since = $outcomeUnknownSince, claim = NULL, claimed_until = 0,
        state = $state, reason = coalesce($reason, reason) WHERE dedupe_key = $dedupeKey AND claim = $claim AND state = 'pending'`,
        {
          dedupeKey,
          claim,
          attemptedAt,
          nextAttemptAt,
          outcomeUnknownSince,
          state: failureReason === undefined ? 'pending' : 'failed',
          reason: failureReason ?? null,
        },
      );
    },
    async recordEvent(id, messageId, event, now) {
      const rows = await query(
        `INSERT INTO delivery_events (id, message_id, event, received_at) VALUES ($id, $messageId, $event, $now)
        ON CONFLICT (id) DO NOTHING RETURNING id`,
        { id, messageId, event, now },
      );
      return rows.length === 1;
    },
    async eventsFor(messageId) {
      const rows = await query('SELECT event FROM delivery_events WHERE message_id = $messageId ORDER BY received_at', { messageId });
      return rows.map(({ event }) => event as DeliveryEvent);
    },
    async unprocessedEvents(limit) {
      const rows = await query(
        `SELECT delivery_events.message_id, delivery_events.event FROM delivery_events
        JOIN outbox ON outbox.message_id = delivery_events.message_id
        WHERE outbox.state = 'accepted' ORDER BY delivery_events.received_at LIMIT $limit`,
        { limit },
      );
      return rows.map((row) => ({ messageId: String(row['message_id']), event: row['event'] as DeliveryEvent }));
    },
    markDelivered: (messageId, now) =>
      queryOne(
        `UPDATE outbox SET state = 'delivered', delivered_at = $now, ended_at = $now, ${deletePayload}
        WHERE message_id = $messageId AND state = 'accepted' RETURNING *`,
        { messageId, now },
      ),
    markUndelivered: (messageId, event, now, { hasFallback }) =>
      queryOne(
        `UPDATE outbox SET reason = $event, attempts = 0, attempted_at = 0, next_attempt_at = $now,
        state = CASE WHEN state = 'delivered' THEN state WHEN $fallback = 1 AND to_fallback = 0 THEN 'pending' ELSE 'failed' END,
        to_fallback = CASE WHEN state = 'accepted' AND $fallback = 1 THEN 1 ELSE to_fallback END,
        message_id = CASE WHEN state = 'accepted' AND $fallback = 1 AND to_fallback = 0 THEN NULL ELSE message_id END
        WHERE message_id = $messageId AND (state = 'accepted' OR (state = 'delivered' AND reason IS NOT $event)) RETURNING *`,
        { messageId, event, now, fallback: hasFallback ? 1 : 0 },
      ),
    async claimForPolling(now, nextPollAt, limit) {
      const rows = await query(
        "SELECT * FROM outbox WHERE state = 'accepted' AND next_attempt_at <= $now ORDER BY next_attempt_at LIMIT $limit",
        { now, limit },
      );
      const claimed = [];
      for (const row of rows) {
        const entry = toEntry(row);
        const { dedupeKey, attempts: polls } = entry;
        const updated = await query(
          `UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $next
          WHERE dedupe_key = $dedupeKey AND state = 'accepted' AND attempts = $polls RETURNING dedupe_key`,
          { dedupeKey, polls, next: nextPollAt(polls) },
        );
        if (updated.length === 1) claimed.push(entry);
      }
      return claimed;
    },
    resolve: (reference, now) =>
      queryOne(
        `UPDATE outbox SET state = 'released', reason = 'seen by a person', ended_at = $now, ${deletePayload}
        WHERE dedupe_key = (SELECT dedupe_key FROM outbox WHERE reference = $reference AND ${unfinished} ORDER BY created_at LIMIT 1)
        RETURNING *`,
        { reference, now },
      ),
    // A corrected version has a row of its own; an unfinished one says more than one that has arrived.
    getEntry: (reference) =>
      queryOne(`SELECT * FROM outbox WHERE reference = $reference ORDER BY (${unfinished}) DESC, created_at DESC LIMIT 1`, { reference }),
    async openPayloads(reference) {
      const rows = await query(`SELECT * FROM outbox WHERE reference = $reference AND ${unfinished} ORDER BY created_at`, { reference });
      const payloads = (await Promise.all(rows.map(unseal))).filter((payload) => payload !== undefined);
      return payloads.length > 0 ? payloads : undefined;
    },
    async listUnfinished(limit) {
      return (await query(`SELECT * FROM outbox WHERE ${unfinished} ORDER BY created_at LIMIT $limit`, { limit })).map(toEntry);
    },
    async stats(now, overdueAfterMs) {
      const [row = {}] = await query(
        `SELECT count(*) FILTER (WHERE state = 'pending') AS pending,
        count(*) FILTER (WHERE state = 'pending' AND created_at < $before) AS overdue,
        count(*) FILTER (WHERE state = 'accepted') AS accepted,
        count(*) FILTER (WHERE state = 'failed') AS failed,
        count(*) FILTER (WHERE key_id NOT IN ($current, $previous)) AS undecryptable,
        count(*) FILTER (WHERE key_id = $previous) AS previous
        FROM outbox WHERE ${unfinished}`,
        { before: now - overdueAfterMs, current: currentKeyId, previous: previousKeyId ?? '' },
      );
      const count = (name: string) => Number(row[name] ?? 0);
      return {
        pending: count('pending'),
        overdue: count('overdue'),
        accepted: count('accepted'),
        failed: count('failed'),
        undecryptable: count('undecryptable'),
        withPreviousKey: count('previous'),
      };
    },
    async countAcceptedSince(time) {
      const [row] = await query('SELECT count(*) AS accepted FROM outbox WHERE accepted_at > $time', { time });
      return Number(row?.['accepted'] ?? 0);
    },
    async claimForWarning(now, { createdBefore, acceptedBefore, warnedBefore }) {
      const rows = await query(
        `UPDATE outbox SET warned_at = $now WHERE warned_at <= $warnedBefore AND (state = 'failed'
        OR (state = 'pending' AND created_at < $createdBefore) OR (state = 'accepted' AND accepted_at < $acceptedBefore)) RETURNING *`,
        { now, createdBefore, acceptedBefore, warnedBefore },
      );
      return rows.map(toEntry);
    },
    async expire(createdBefore, now) {
      const rows = await query(
        `UPDATE outbox SET state = 'released', reason = 'its time was over', ended_at = $now, ${deletePayload}
        WHERE ${unfinished} AND created_at < $createdBefore RETURNING *`,
        { createdBefore, now },
      );
      return rows.map(toEntry);
    },
    async purge({ endedBefore, eventsBefore }) {
      await query('DELETE FROM outbox WHERE ended_at < $endedBefore', { endedBefore });
      await query('DELETE FROM delivery_events WHERE received_at < $eventsBefore', { eventsBefore });
      await database.checkpoint();
    },
    async throttle(name, now, intervalMs) {
      const rows = await query(
        `INSERT INTO throttle (name, last_at) VALUES ($name, $now)
        ON CONFLICT (name) DO UPDATE SET last_at = $now WHERE throttle.last_at <= $before RETURNING name`,
        { name, now, before: now - intervalMs },
      );
      return rows.length === 1;
    },
    async probe(now) {
      await query("INSERT INTO throttle (name, last_at) VALUES ('health probe', $now) ON CONFLICT (name) DO UPDATE SET last_at = $now", {
        now,
      });
    },
  };
}
