import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from '../../src/infrastructure/storage/database.ts';
import { libsql } from '../../src/infrastructure/storage/libsql.ts';
import { outboxIn } from '../../src/infrastructure/storage/outbox-sql.ts';
import { sqlite } from '../../src/infrastructure/storage/sqlite.ts';
import type { Delivery, Told } from '../../src/submissions/deliver.ts';
import type { Mail } from '../../src/submissions/mail.ts';
import type { Outcome } from '../../src/submissions/mail-transport.ts';
import type { Outbox } from '../../src/submissions/outbox.ts';
import type { Application } from '../../src/submissions/submission.ts';

export const application: Application = {
  id: 'an-id',
  reference: 'M-7K4M-2XQ9',
  made: '2026-11-20T17:00:00Z',
  revision: 1,
  mailboxes: ['mentors'],
  formTitle: 'A form',
  formVersion: 1,
  subject: 'Mentor application',
  notices: [],
  warnings: [],
  first: [],
  sections: [{ heading: 'About you', rows: [{ label: 'Name', answer: ['Meera Patel'] }] }],
};

export const failure = { accepted: false, again: true, certain: true, status: 500, name: 'internal_server_error' } as const;
export const noAnswer = { accepted: false, again: true, certain: false, status: null, name: 'application_error' } as const;

export interface Tried {
  delivery: Delivery & { outbox: Outbox };
  /** Mails handed to the carrier, in order. */
  mails: Mail[];
  told: Told[];
  /** What was alerted, with its reference. */
  alerted: string[];
  /** What the carrier answers next; after the last it accepts, with the mail's key as its id. */
  next: (...outcomes: Outcome[]) => void;
  /** Moves the clock on, in minutes. */
  later: (minutes: number) => void;
}

/** The store a test has for itself: a file, or, where a libSQL server is named, what is on it after it was emptied. */
async function emptyStore(folder: string): Promise<Sql> {
  const url = process.env['STORE_SERVER'];
  if (!url) return sqlite(join(folder, 'outbox.db'));
  const sql = libsql(url, undefined);
  for (const table of ['applications', 'reports', 'said', 'sends']) await sql.run(`DROP TABLE IF EXISTS ${table}`);
  return sql;
}

/** A real outbox in a store of its own, a carrier that answers as told, and a clock that a test moves. */
export async function trying(tried: (it: Tried) => Promise<void>, over: Partial<Delivery> = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-outbox-'));
  const mails: Mail[] = [];
  const told: Told[] = [];
  const alerted: string[] = [];
  let outcomes: Outcome[] = [];
  let clock = Date.parse('2026-11-21T12:00:00Z');
  const outbox = outboxIn(await emptyStore(folder), { current: new Uint8Array(randomBytes(32)) });
  const delivery: Delivery & { outbox: Outbox } = {
    post: {
      send: async (mail) => {
        mails.push(mail);
        return outcomes.shift() ?? { accepted: true, id: mail.key };
      },
    },
    addresses: (_application, o) => ({ from: 'a@example.org', to: [o?.toFallback ? 'fallback@example.org' : 'b@example.org'] }),
    fallback: true,
    watched: true,
    perHour: 60,
    tell: (each) => told.push(each),
    alert: (alert, reference) => alerted.push(reference ? `${alert} ${reference}` : alert),
    now: () => clock,
    ...over,
    outbox: over.outbox ?? outbox,
  };
  try {
    await tried({
      delivery,
      mails,
      told,
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
