import type { OutboxEntry, OutboxState } from '../../submissions/outbox.ts';
import type { Row } from './database.ts';

// One row a submission, until the ledger's retention ends. Only `payload` holds what the sender wrote; it is sealed, and
// emptied when the submission is finished. Times are milliseconds since the epoch. While a submission is accepted,
// `attempts` and `next_attempt_at` count and schedule the polls of its delivery status.
export const outboxTables = [
  `CREATE TABLE IF NOT EXISTS outbox (
    dedupe_key TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    payload TEXT,
    key_id TEXT,
    created_at INTEGER NOT NULL,
    accepted_at INTEGER,
    delivered_at INTEGER,
    ended_at INTEGER,
    message_id TEXT,
    to_fallback INTEGER NOT NULL DEFAULT 0,
    over_quota INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    attempted_at INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    outcome_unknown_since INTEGER,
    claim TEXT,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    warned_at INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, next_attempt_at)',
  'CREATE INDEX IF NOT EXISTS outbox_by_reference ON outbox (reference)',
  'CREATE INDEX IF NOT EXISTS outbox_by_message ON outbox (message_id)',
  'CREATE INDEX IF NOT EXISTS outbox_by_acceptance ON outbox (accepted_at)',
  `CREATE TABLE IF NOT EXISTS delivery_events (
    id TEXT PRIMARY KEY, message_id TEXT NOT NULL, event TEXT NOT NULL, received_at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS delivery_events_by_message ON delivery_events (message_id)',
  'CREATE TABLE IF NOT EXISTS throttle (name TEXT PRIMARY KEY, last_at INTEGER NOT NULL) STRICT',
];

export const toEntry = (row: Row): OutboxEntry => ({
  dedupeKey: String(row['dedupe_key']),
  reference: String(row['reference']),
  state: row['state'] as OutboxState,
  reason: row['reason'] as string | null,
  createdAt: Number(row['created_at']),
  acceptedAt: row['accepted_at'] as number | null,
  deliveredAt: row['delivered_at'] as number | null,
  attempts: Number(row['attempts']),
  messageId: row['message_id'] as string | null,
});
