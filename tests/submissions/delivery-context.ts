import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/infrastructure/storage/database.ts';
import { openLibsql } from '../../src/infrastructure/storage/libsql.ts';
import { createSqlOutbox } from '../../src/infrastructure/storage/outbox-sql.ts';
import { openSqlite } from '../../src/infrastructure/storage/sqlite.ts';
import type { DeliveryContext, LogEntry } from '../../src/submissions/deliver.ts';
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

export const failure = { accepted: false, again: true, certain: true, status: 500, name: 'internal_server_error' } as const;
export const noAnswer = { accepted: false, again: true, certain: false, status: null, name: 'application_error' } as const;

export interface Fixture {
  delivery: DeliveryContext & { outbox: Outbox };
  /** Mails handed to the carrier, in order. */
  mails: Mail[];
  logged: LogEntry[];
  /** What was alerted, with its reference. */
  alerted: string[];
  /** What the carrier answers next; after the last it accepts, with the mail's key as its id. */
  next: (...outcomes: SendResult[]) => void;
  /** Moves the clock on, in minutes. */
  later: (minutes: number) => void;
}

/** The store a test has for itself: a file, or, where a libSQL server is named, what is on it after it was emptied. */
async function emptyStore(folder: string): Promise<Database> {
  const url = process.env['STORE_SERVER'];
  if (!url) return openSqlite(join(folder, 'outbox.db'));
  const sql = openLibsql(url, undefined);
  for (const table of ['applications', 'reports', 'said', 'sends']) await sql.query(`DROP TABLE IF EXISTS ${table}`);
  return sql;
}

/** A real outbox in a store of its own, a carrier that answers as told, and a clock that a test moves. */
export async function withDelivery(tried: (it: Fixture) => Promise<void>, over: Partial<DeliveryContext> = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-outbox-'));
  const mails: Mail[] = [];
  const told: LogEntry[] = [];
  const alerted: string[] = [];
  let outcomes: SendResult[] = [];
  let clock = Date.parse('2026-11-21T12:00:00Z');
  const outbox = createSqlOutbox(await emptyStore(folder), { current: new Uint8Array(randomBytes(32)) });
  const delivery: DeliveryContext & { outbox: Outbox } = {
    transport: {
      send: async (mail) => {
        mails.push(mail);
        return outcomes.shift() ?? { accepted: true, id: mail.idempotencyKey };
      },
    },
    addresses: (_application, o) => ({ from: 'a@example.org', to: [o?.toFallback ? 'fallback@example.org' : 'b@example.org'] }),
    hasFallback: true,
    deliveryTracked: true,
    maxPerHour: 60,
    log: (each) => told.push(each),
    alert: (alert, reference) => alerted.push(reference ? `${alert} ${reference}` : alert),
    now: () => clock,
    ...over,
    outbox: over.outbox ?? outbox,
  };
  try {
    await tried({
      delivery,
      mails,
      logged: told,
      alerted,
      next: (...given) => {
        outcomes = given;
      },
      later: (minutes) => {
        clock += minutes * 60_000;
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
