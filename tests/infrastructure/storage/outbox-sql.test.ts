import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSqlOutbox } from '../../../src/infrastructure/storage/outbox-sql.ts';
import { openSqlite } from '../../../src/infrastructure/storage/sqlite.ts';
import { renderMail } from '../../../src/submissions/mail.ts';
import { submission } from '../../submissions/delivery-context.ts';

const newKey = () => new Uint8Array(randomBytes(32));
const now = Date.parse('2026-11-21T12:00:00Z');
const payload = { submission, mail: renderMail(submission, { from: 'a@example.org', to: ['b@example.org'] }) };
const { reference } = submission;
const unclaimed = { claim: undefined, overQuota: false };

async function inFolder(run: (file: string, folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'trust-outbox-'));
  try {
    await run(join(folder, 'outbox', 'outbox.db'), join(folder, 'outbox'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('the store holds no readable answer, and only its owner may open its files', async () => {
  await inFolder(async (file, folder) => {
    const outbox = createSqlOutbox(openSqlite(file), { current: newKey() });
    await outbox.insert('key', payload, now, unclaimed);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    const names = await readdir(folder);
    assert(names.includes('outbox.db-wal'), 'there is a write-ahead log to look into');
    for (const name of names) {
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
      const bytes = await readFile(join(folder, name), 'latin1');
      for (const text of ['Meera', 'Patel', 'b@example.org', 'About you']) assert(!bytes.includes(text), `${text} in ${name}`);
    }
    assert((await readFile(join(folder, 'outbox.db-wal'), 'latin1')).includes(reference), 'the reference is there to be found');
  });
});

test('a deleted payload leaves no sealed bytes in any file of the store', async () => {
  await inFolder(async (file, folder) => {
    const outbox = createSqlOutbox(openSqlite(file), { current: newKey() });
    await outbox.insert('key', payload, now, unclaimed);
    await outbox.purge({ endedBefore: 0, eventsBefore: 0 });
    const sealed = /eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/;
    assert.match(await readFile(file, 'latin1'), sealed);
    await outbox.markAccepted('key', 'mail', now, { deliveryTracked: false, nextPollAt: now });
    await outbox.purge({ endedBefore: 0, eventsBefore: 0 });
    for (const name of await readdir(folder)) assert.doesNotMatch(await readFile(join(folder, name), 'latin1'), sealed, name);
  });
});

test('a payload sealed with the previous key opens while that key is set, and is counted as undecryptable without it', async () => {
  await inFolder(async (file) => {
    const [oldKey, newerKey] = [newKey(), newKey()];
    await createSqlOutbox(openSqlite(file), { current: oldKey }).insert('key', payload, now, unclaimed);
    const rotated = createSqlOutbox(openSqlite(file), { current: newerKey, previous: oldKey });
    assert.deepEqual((await rotated.openPayloads(reference))?.[0], JSON.parse(JSON.stringify(payload)));
    assert.equal((await rotated.stats(now, 0)).withPreviousKey, 1);
    const keyLost = createSqlOutbox(openSqlite(file), { current: newerKey });
    assert.equal((await keyLost.stats(now, 0)).undecryptable, 1);
    assert.equal(await keyLost.openPayloads(reference), undefined);
    assert.equal((await keyLost.claimOne(reference, now))?.payload, undefined);
  });
});

test('of several processes that claim at once, each entry goes to one', async () => {
  await inFolder(async (file) => {
    const keys = { current: newKey() };
    const processes = Array.from({ length: 4 }, () => createSqlOutbox(openSqlite(file), keys));
    for (let index = 0; index < 30; index += 1) await processes[0]?.insert(`key ${index}`, payload, now, unclaimed);
    const due = { now, attemptedBefore: now, all: true, limit: 5, overQuota: false };
    const claims = (await Promise.all(processes.flatMap((outbox) => [outbox.claim(due), outbox.claim(due)]))).flat();
    assert.equal(claims.length, 30);
    assert.equal(new Set(claims.map(({ dedupeKey }) => dedupeKey)).size, 30);
    // A minute later the claims have expired: the processes that made them may be dead.
    assert.equal((await processes[0]?.claim({ ...due, now: now + 60_001, limit: 100 }))?.length, 30);
  });
});

test('the throttle lets one caller through in 15 minutes, among all processes', async () => {
  await inFolder(async (file) => {
    const keys = { current: newKey() };
    const outboxes = [createSqlOutbox(openSqlite(file), keys), createSqlOutbox(openSqlite(file), keys)];
    const quarter = 15 * 60_000;
    const results = await Promise.all(outboxes.map((outbox) => outbox.throttle('alert mail', now, quarter)));
    assert.equal(results.filter(Boolean).length, 1);
    assert.equal(await outboxes[1]?.throttle('alert mail', now + quarter - 1, quarter), false);
    assert.equal(await outboxes[1]?.throttle('alert mail', now + quarter, quarter), true);
  });
});

test('opening a store in a folder that cannot be written to throws', async () => {
  await inFolder(async (file) => {
    assert.throws(() => openSqlite(join(file, 'not a folder', '\0')));
  });
});
