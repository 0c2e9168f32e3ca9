import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/infrastructure/storage/database.ts';
import { openLibsql } from '../../src/infrastructure/storage/libsql.ts';
import { createSqlOutbox } from '../../src/infrastructure/storage/outbox-sql.ts';
import { openSqlite } from '../../src/infrastructure/storage/sqlite.ts';
import type { DeliveryContext, LogEntry } from '../../src/submissions/delivery-context.ts';
import type { Mail } from '../../src/submissions/mail.ts';
import type { SendResult } from '../../src/submissions/mail-transport.ts';
import type { Outbox } from '../../src/submissions/outbox.ts';
import type { Submission } from '../../src/submissions/submission.ts';

export const submission: Submission = {
  id: 'an-id',
  reference: 'M-7K4M-2XQ9',
  createdAt: '2026-11-20T17:00:00Z',
  revision: 1,
  mailboxes: ['mentors'],
  formTitle: 'A form',
  formVersion: 1,
  subject: 'Mentor application',
  notices: [],
  warnings: [],
  nextActions: [],
  sections: [{ heading: 'About you', rows: [{ label: 'Name', answer: ['Meera Patel'] }] }],
};

export const failure = { accepted: false, retryable: true, outcomeKnown: true, status: 500, name: 'internal_server_error' } as const;
export const noAnswer = { accepted: false, retryable: true, outcomeKnown: false, status: null, name: 'application_error' } as const;

export interface Fixture {
  delivery: DeliveryContext & { outbox: Outbox };
  /** Mails given to the transport, in order. */
  mails: Mail[];
  logged: LogEntry[];
  /** Alerts, each with its reference. */
  alerted: string[];
  /** What the transport answers next. After the last it accepts, with the idempotency key as the id. */
  next: (...results: SendResult[]) => void;
  /** Moves the clock on, in minutes. */
  later: (minutes: number) => void;
}

/** A store of the test's own: a file, or the libSQL server of STORE_SERVER after its tables were dropped. */
async function emptyStore(folder: string): Promise<Database> {
  const url = process.env['STORE_SERVER'];
  if (!url) return openSqlite(join(folder, 'outbox.db'));
  const database = openLibsql(url, undefined);
  for (const table of ['outbox', 'delivery_events', 'throttle', 'rate_limit_hits']) await database.query(`DROP TABLE IF EXISTS ${table}`);
  return database;
}

/** Runs a test with a real outbox in an empty store, a fake transport, and a clock that the test moves. */
export async function withDelivery(run: (fixture: Fixture) => Promise<void>, over: Partial<DeliveryContext> = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-outbox-'));
  const mails: Mail[] = [];
  const logged: LogEntry[] = [];
  const alerted: string[] = [];
  let results: SendResult[] = [];
  let clock = Date.parse('2026-11-21T12:00:00Z');
  const outbox = createSqlOutbox(await emptyStore(folder), { current: new Uint8Array(randomBytes(32)) });
  const delivery: DeliveryContext & { outbox: Outbox } = {
    transport: {
      send: async (mail) => {
        mails.push(mail);
        return results.shift() ?? { accepted: true, id: mail.idempotencyKey };
      },
    },
    addresses: (_submission, o) => ({ from: 'a@example.org', to: [o?.toFallback ? 'fallback@example.org' : 'b@example.org'] }),
    hasFallback: true,
    deliveryTracked: true,
    maxPerHour: 60,
    log: (entry) => logged.push(entry),
    alert: (name, reference) => alerted.push(reference ? `${name} ${reference}` : name),
    now: () => clock,
    ...over,
    outbox: over.outbox ?? outbox,
  };
  try {
    await run({
      delivery,
      mails,
      logged,
      alerted,
      next: (...answers) => {
        results = answers;
      },
      later: (minutes) => {
        clock += minutes * 60_000;
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
