import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import PostalMime from 'postal-mime';
import { deleteOldMail, emlFolderTransport } from '../../../src/infrastructure/mail/eml-folder.ts';

const mail = {
  from: 'Website <a@example.org>',
  to: ['b@example.org'],
  subject: 'Mentor application M-7K4M-2XQ9',
  text: 'મીરા\n=HYPERLINK("x")\n.\n',
  html: '<p>મીરા</p>\n',
  idempotencyKey: 'M-7K4M-2XQ9/0123456789abcdef',
};

test('a mail sent twice is one .eml file that only its owner can read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  t.after(() => rm(folder, { recursive: true }));
  const transport = emlFolderTransport(join(folder, 'mail'));
  assert.deepEqual(await transport.send(mail), { accepted: true, id: 'M-7K4M-2XQ9-0123456789abcdef' });
  await transport.send(mail);
  assert.deepEqual(await readdir(join(folder, 'mail')), ['M-7K4M-2XQ9-0123456789abcdef.eml']);
  const file = join(folder, 'mail', 'M-7K4M-2XQ9-0123456789abcdef.eml');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal((await stat(join(folder, 'mail'))).mode & 0o777, 0o700);
  const read = await PostalMime.parse(await readFile(file));
  assert.equal(read.subject, mail.subject);
  assert.equal(read.text?.trimEnd(), mail.text.trimEnd());
  assert.equal(read.html?.trimEnd(), mail.html.trimEnd());
});

test('a mail older than seven days is deleted', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'old.eml'), 'x');
  const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 3600;
  await utimes(join(folder, 'old.eml'), eightDaysAgo, eightDaysAgo);
  await writeFile(join(folder, 'new.eml'), 'x');
  await deleteOldMail(folder);
  assert.deepEqual(await readdir(folder), ['new.eml']);
});

test('a mail is not accepted when its folder cannot be written', async () => {
  const result = await emlFolderTransport('/dev/null/mail').send(mail);
  assert(!result.accepted);
});
