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
const at = Date.parse('2026-11-21T12:00:00Z');
const contents = { application: submission, mail: renderMail(submission, { from: 'a@example.org', to: ['b@example.org'] }) };
const { reference } = submission;

async function inFolder(tried: (file: string, folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'trust-outbox-'));
  try {
    await tried(join(folder, 'outbox', 'outbox.db'), join(folder, 'outbox'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('nothing a person wrote can be read in the files of the store, and only their owner may open them', async () => {
  await inFolder(async (file, folder) => {
    const outbox = createSqlOutbox(openSqlite(file), { current: newKey() });
    await outbox.insert('row', contents, at, { claim: undefined, overNumber: false });
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    const names = await readdir(folder);
    assert(names.includes('outbox.db-wal'), 'there is a write-ahead log to look into');
    for (const name of names) {
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
      const bytes = await readFile(join(folder, name), 'latin1');
      for (const written of ['Meera', 'Patel', 'b@example.org', 'About you']) assert(!bytes.includes(written), `${written} in ${name}`);
    }
    assert((await readFile(join(folder, 'outbox.db-wal'), 'latin1')).includes(reference), 'the reference is there to be found');
  });
});

test('what was let go leaves no sealed bytes behind either', async () => {
  await inFolder(async (file, folder) => {
    const outbox = createSqlOutbox(openSqlite(file), { current: newKey() });
    await outbox.insert('row', contents, at, { claim: undefined, overNumber: false });
    await outbox.purge({ endedBefore: 0, reportedBefore: 0 });
    const sealed = /eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/;
    assert.match(await readFile(file, 'latin1'), sealed);
    await outbox.markAccepted('row', 'mail', at, { watched: false, nextLook: at });
    await outbox.purge({ endedBefore: 0, reportedBefore: 0 });
    for (const name of await readdir(folder)) assert.doesNotMatch(await readFile(join(folder, name), 'latin1'), sealed, name);
  });
});

test('what was sealed with the key before opens while that key is set, is counted, and is never sent as anything else', async () => {
  await inFolder(async (file) => {
    const [before, after] = [newKey(), newKey()];
    await createSqlOutbox(openSqlite(file), { current: before }).insert('row', contents, at, { claim: undefined, overNumber: false });
    const rotated = createSqlOutbox(openSqlite(file), { current: after, previous: before });
    assert.deepEqual((await rotated.openPayloads(reference))?.[0], JSON.parse(JSON.stringify(contents)));
    assert.equal((await rotated.stats(at, 0)).withPreviousKey, 1);
    const lost = createSqlOutbox(openSqlite(file), { current: after });
    assert.equal((await lost.stats(at, 0)).undecryptable, 1);
    assert.equal(await lost.openPayloads(reference), undefined);
    assert.equal((await lost.claimOne(reference, at))?.payload, undefined);
  });
});

test('of many processes that claim at once, each application goes to one', async () => {
  await inFolder(async (file) => {
    const keys = { current: newKey() };
    const processes = Array.from({ length: 4 }, () => createSqlOutbox(openSqlite(file), keys));
    for (let index = 0; index < 30; index += 1)
      await processes[0]?.insert(`row ${index}`, contents, at, { claim: undefined, overNumber: false });
    const o = { at, since: at, all: true, most: 5, overNumber: false };
    const claims = (await Promise.all(processes.flatMap((outbox) => [outbox.claim(o), outbox.claim(o)]))).flat();
    assert.equal(claims.length, 30);
    assert.equal(new Set(claims.map(({ dedupeKey }) => dedupeKey)).size, 30);
    // A minute later they are free again: whoever claimed them may be dead.
    assert.equal((await processes[0]?.claim({ ...o, at: at + 60_001, most: 100 }))?.length, 30);
  });
});

test('one alert mail in 15 minutes, among all processes', async () => {
  await inFolder(async (file) => {
    const keys = { current: newKey() };
    const outboxes = [createSqlOutbox(openSqlite(file), keys), createSqlOutbox(openSqlite(file), keys)];
    const quarter = 15 * 60_000;
    const asked = await Promise.all(outboxes.map((outbox) => outbox.throttle('alert mail', at, quarter)));
    assert.equal(asked.filter(Boolean).length, 1);
    assert.equal(await outboxes[1]?.throttle('alert mail', at + quarter - 1, quarter), false);
    assert.equal(await outboxes[1]?.throttle('alert mail', at + quarter, quarter), true);
  });
});

test('a folder that cannot be written to is an error at the first application, and not a silence', async () => {
  await inFolder(async (file) => {
    assert.throws(() => openSqlite(join(file, 'not a folder', '\0')));
  });
});
