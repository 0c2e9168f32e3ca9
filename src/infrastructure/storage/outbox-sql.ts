import { createHash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { deriveKey, type SealKeys } from '../../form-flow/sealed-state.ts';
import type { ClaimedEntry, DeliveryEvent, Outbox, OutboxEntry, OutboxPayload, OutboxState } from '../../submissions/outbox.ts';
import type { Database, Row, Value } from './database.ts';

// One row an application, for as long as the ledger keeps it. Only `contents` holds anything a person wrote, sealed, and
// it is emptied when the application is let go. Times are milliseconds since 1970.
const tables = [
  `CREATE TABLE IF NOT EXISTS applications (
    row TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT,
    contents TEXT,
    sealed_with TEXT,
    kept_at INTEGER NOT NULL,
    accepted_at INTEGER,
    delivered_at INTEGER,
    ended_at INTEGER,
    mail TEXT,
    to_fallback INTEGER NOT NULL DEFAULT 0,
    over_number INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    tried_at INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    unsure_since INTEGER,
    claim TEXT,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    warned_at INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  'CREATE INDEX IF NOT EXISTS due ON applications (state, next_at)',
  'CREATE INDEX IF NOT EXISTS by_reference ON applications (reference)',
  'CREATE INDEX IF NOT EXISTS by_mail ON applications (mail)',
  'CREATE INDEX IF NOT EXISTS by_acceptance ON applications (accepted_at)',
  'CREATE TABLE IF NOT EXISTS reports (id TEXT PRIMARY KEY, mail TEXT NOT NULL, report TEXT NOT NULL, at INTEGER NOT NULL) STRICT',
  'CREATE INDEX IF NOT EXISTS reports_by_mail ON reports (mail)',
  'CREATE TABLE IF NOT EXISTS said (what TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT',
];

/** How long a claim lasts: longer than any try, and short enough that a process that died holds nothing up. */
const claimFor = 60_000;

const held = "state IN ('waiting', 'accepted', 'stuck')";
const letGo = 'contents = NULL, sealed_with = NULL, claim = NULL, claimed_until = 0';

const known = (row: Row): OutboxEntry => ({
  dedupeKey: String(row['row']),
  reference: String(row['reference']),
  state: row['state'] as OutboxState,
  reason: row['why'] as string | null,
  createdAt: Number(row['kept_at']),
  acceptedAt: row['accepted_at'] as number | null,
  deliveredAt: row['delivered_at'] as number | null,
  attempts: Number(row['tries']),
  messageId: row['mail'] as string | null,
});

/** The outbox in a database: the same statements for a file and for a server far away. */
export function createSqlOutbox(sql: Database, keys: SealKeys): Outbox {
  const sealing = (key: Uint8Array) => {
    const made = deriveKey(key, 'outbox');
    return { key: made, name: createHash('sha256').update(made).digest('base64url').slice(0, 8) };
  };
  const current = sealing(keys.current);
  const previous = keys.previous && sealing(keys.previous);

  const sealed = (contents: OutboxPayload) =>
    new CompactEncrypt(new TextEncoder().encode(JSON.stringify(contents)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(current.key);

  async function opened(row: Row): Promise<OutboxPayload | undefined> {
    const key = [current, previous].find((each) => each?.name === row['sealed_with'])?.key;
    if (!key || typeof row['contents'] !== 'string') return undefined;
    const { plaintext } = await compactDecrypt(row['contents'], key);
    return JSON.parse(new TextDecoder().decode(plaintext));
  }

  // Made once, at the first statement, and again after a failure: the store may not be there yet when the site starts.
  let made: Promise<unknown> | undefined;
  async function run(statement: string, given?: Record<string, Value>): Promise<Row[]> {
    made ??= (async () => {
      for (const table of tables) await sql.query(table);
    })();
    await made.catch((error) => {
      made = undefined;
      throw error;
    });
    return sql.query(statement, given);
  }

  const one = async (statement: string, given: Record<string, Value>) => {
    const [row] = await run(statement, given);
    return row && known(row);
  };

  const claimedFrom = async (row: Row, claim: string): Promise<ClaimedEntry> => ({
    dedupeKey: String(row['row']),
    reference: String(row['reference']),
    claim,
    createdAt: Number(row['kept_at']),
    attempts: Number(row['tries']),
    outcomeUnknownSince: row['unsure_since'] as number | null,
    toFallback: row['to_fallback'] === 1,
    payload: await opened(row),
  });

  return {
    async insert(row, contents, at, { claim, overNumber }) {
      const rows = await run(
        `INSERT INTO applications (row, reference, state, contents, sealed_with, kept_at, over_number, next_at, unsure_since, claim, claimed_until)
        VALUES ($row, $reference, 'waiting', $contents, $name, $at, $over, $at, $unsure, $claim, $until)
        ON CONFLICT (row) DO NOTHING RETURNING row`,
        {
          row,
          reference: contents.submission.reference,
          contents: await sealed(contents),
          name: current.name,
          at,
          over: overNumber ? 1 : 0,
          unsure: claim === undefined ? null : at,
          claim: claim ?? null,
          until: claim === undefined ? 0 : at + claimFor,
        },
      );
      return rows.length === 1;
    },
    async claim({ at, since, all, most, overNumber }) {
      const claim = crypto.randomUUID();
      const rows = await run(
        `UPDATE applications SET claim = $claim, claimed_until = $until WHERE row IN (
          SELECT row FROM applications WHERE state = 'waiting' AND over_number = $over AND next_at <= $due
          AND claimed_until <= $at AND tried_at < $since ORDER BY kept_at LIMIT $most) RETURNING *`,
        { claim, until: at + claimFor, at, since, due: all ? Number.MAX_SAFE_INTEGER : at, most, over: overNumber ? 1 : 0 },
      );
      return Promise.all(rows.map((row) => claimedFrom(row, claim)));
    },
    async claimOne(reference, at) {
      const claim = crypto.randomUUID();
      const [row] = await run(
        `UPDATE applications SET claim = $claim, claimed_until = $until, state = 'waiting' WHERE row = (
          SELECT row FROM applications WHERE reference = $reference AND state IN ('waiting', 'stuck') AND claimed_until <= $at
          ORDER BY kept_at LIMIT 1) RETURNING *`,
        { claim, until: at + claimFor, reference, at },
      );
      return row && claimedFrom(row, claim);
    },
    async startAttempt({ dedupeKey: row, claim }, contents, at) {
      const rows = await run(
        `UPDATE applications SET contents = $contents, sealed_with = $name, unsure_since = coalesce(unsure_since, $at), claimed_until = $until
        WHERE row = $row AND claim = $claim AND state = 'waiting' RETURNING row`,
        { row, claim, contents: await sealed(contents), name: current.name, at, until: at + claimFor },
      );
      return rows.length === 1;
    },
    async markAccepted(row, mail, at, { watched, nextLook }) {
      const now = watched ? "state = 'accepted'" : `state = 'let go', why = 'delivery is not watched', ended_at = $at, ${letGo}`;
      await run(
        `UPDATE applications SET mail = $mail, accepted_at = $at, next_at = $next, tries = 0, unsure_since = NULL, claim = NULL, claimed_until = 0, ${now}
        WHERE row = $row AND state IN ('waiting', 'stuck')`,
        { row, mail, at, next: nextLook },
      );
    },
    async recordFailure({ dedupeKey: row, claim }, { at, nextAttemptAt, outcomeUnknownSince: unsureSince, failureReason }) {
      await run(
        `UPDATE applications SET tries = tries + 1, tried_at = $at, next_at = $next, unsure_since = $unsure, claim = NULL, claimed_until = 0,
        state = $state, why = coalesce($why, why) WHERE row = $row AND claim = $claim AND state = 'waiting'`,
        {
          row,
          claim,
          at,
          next: nextAttemptAt,
          unsure: unsureSince,
          state: failureReason === undefined ? 'waiting' : 'stuck',
          why: failureReason ?? null,
        },
      );
    },
    async recordEvent(id, mail, report, at) {
      const rows = await run(
        'INSERT INTO reports (id, mail, report, at) VALUES ($id, $mail, $report, $at) ON CONFLICT (id) DO NOTHING RETURNING id',
        { id, mail, report, at },
      );
      return rows.length === 1;
    },
    async eventsFor(mail) {
      return (await run('SELECT report FROM reports WHERE mail = $mail ORDER BY at', { mail })).map(
        ({ report }) => report as DeliveryEvent,
      );
    },
    async unprocessedEvents(most) {
      const rows = await run(
        `SELECT reports.mail, reports.report FROM reports JOIN applications ON applications.mail = reports.mail
        WHERE applications.state = 'accepted' ORDER BY reports.at LIMIT $most`,
        { most },
      );
      return rows.map(({ mail, report }) => ({ mail: String(mail), report: report as DeliveryEvent }));
    },
    markDelivered: (mail, at) =>
      one(
        `UPDATE applications SET state = 'delivered', delivered_at = $at, ended_at = $at, ${letGo}
        WHERE mail = $mail AND state = 'accepted' RETURNING *`,
        { mail, at },
      ),
    markUndelivered: (mail, report, at, { fallback }) =>
      one(
        `UPDATE applications SET why = $report, tries = 0, tried_at = 0, next_at = $at,
        state = CASE WHEN state = 'delivered' THEN state WHEN $fallback = 1 AND to_fallback = 0 THEN 'waiting' ELSE 'stuck' END,
        to_fallback = CASE WHEN state = 'accepted' AND $fallback = 1 THEN 1 ELSE to_fallback END,
        mail = CASE WHEN state = 'accepted' AND $fallback = 1 AND to_fallback = 0 THEN NULL ELSE mail END
        WHERE mail = $mail AND (state = 'accepted' OR (state = 'delivered' AND why IS NOT $report)) RETURNING *`,
        { mail, report, at, fallback: fallback ? 1 : 0 },
      ),
    async claimForPolling(at, nextLook, most) {
      const rows = await run("SELECT * FROM applications WHERE state = 'accepted' AND next_at <= $at ORDER BY next_at LIMIT $most", {
        at,
        most,
      });
      const mine: (OutboxEntry & { looks: number })[] = [];
      for (const row of rows) {
        const looks = Number(row['tries']);
        const taken = await run(
          `UPDATE applications SET tries = tries + 1, next_at = $next WHERE row = $row AND state = 'accepted' AND tries = $looks RETURNING row`,
          { row: String(row['row']), looks, next: nextLook(looks) },
        );
        if (taken.length === 1) mine.push({ ...known(row), looks });
      }
      return mine;
    },
    resolve: (reference, at) =>
      one(
        `UPDATE applications SET state = 'let go', why = 'seen by a person', ended_at = $at, ${letGo}
        WHERE row = (SELECT row FROM applications WHERE reference = $reference AND ${held} ORDER BY kept_at LIMIT 1) RETURNING *`,
        { reference, at },
      ),
    // A corrected version has a row of its own: what is held is worth more to know than what has arrived.
    getEntry: (reference) =>
      one(`SELECT * FROM applications WHERE reference = $reference ORDER BY (${held}) DESC, kept_at DESC LIMIT 1`, { reference }),
    async openPayloads(reference) {
      const rows = await run(`SELECT * FROM applications WHERE reference = $reference AND ${held} ORDER BY kept_at`, { reference });
      const all = (await Promise.all(rows.map(opened))).filter((each) => each !== undefined);
      return all.length > 0 ? all : undefined;
    },
    async listUnfinished(most) {
      return (await run(`SELECT * FROM applications WHERE ${held} ORDER BY kept_at LIMIT $most`, { most })).map(known);
    },
    async stats(at, overdueAfter) {
      const [row = {}] = await run(
        `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
        count(*) FILTER (WHERE state = 'waiting' AND kept_at < $before) AS overdue,
        count(*) FILTER (WHERE state = 'accepted') AS accepted,
        count(*) FILTER (WHERE state = 'stuck') AS stuck,
        count(*) FILTER (WHERE sealed_with NOT IN ($current, $previous)) AS unreadable,
        count(*) FILTER (WHERE sealed_with = $previous) AS previous
        FROM applications WHERE ${held}`,
        { before: at - overdueAfter, current: current.name, previous: previous?.name ?? '' },
      );
      const number = (name: string) => Number(row[name] ?? 0);
      return {
        pending: number('waiting'),
        overdue: number('overdue'),
        accepted: number('accepted'),
        failed: number('stuck'),
        undecryptable: number('unreadable'),
        withPreviousKey: number('previous'),
      };
    },
    async countAcceptedSince(at) {
      const [row] = await run('SELECT count(*) AS accepted FROM applications WHERE accepted_at > $at', { at });
      return Number(row?.['accepted'] ?? 0);
    },
    async claimForWarning(at, { heldBefore, acceptedBefore, warnedBefore }) {
      const rows = await run(
        `UPDATE applications SET warned_at = $at WHERE warned_at <= $warned AND (state = 'stuck'
        OR (state = 'waiting' AND kept_at < $held) OR (state = 'accepted' AND accepted_at < $accepted)) RETURNING *`,
        { at, held: heldBefore, accepted: acceptedBefore, warned: warnedBefore },
      );
      return rows.map(known);
    },
    async expire(keptBefore, at) {
      const rows = await run(
        `UPDATE applications SET state = 'let go', why = 'its time was over', ended_at = $at, ${letGo} WHERE ${held} AND kept_at < $before RETURNING *`,
        { before: keptBefore, at },
      );
      return rows.map(known);
    },
    async purge({ endedBefore, reportedBefore }) {
      await run('DELETE FROM applications WHERE ended_at < $before', { before: endedBefore });
      await run('DELETE FROM reports WHERE at < $before', { before: reportedBefore });
      await sql.checkpoint();
    },
    async throttle(what, at, within) {
      const rows = await run(
        `INSERT INTO said (what, at) VALUES ($what, $at)
        ON CONFLICT (what) DO UPDATE SET at = $at WHERE said.at <= $before RETURNING what`,
        { what, at, before: at - within },
      );
      return rows.length === 1;
    },
    async probe(at) {
      await run("INSERT INTO said (what, at) VALUES ('looked at by a monitor', $at) ON CONFLICT (what) DO UPDATE SET at = $at", { at });
    },
  };
}
