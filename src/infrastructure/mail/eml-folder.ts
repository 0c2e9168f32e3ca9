import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Mail } from '../../submissions/mail.ts';
import type { MailTransport, SendResult } from '../../submissions/mail-transport.ts';

const maxAgeMs = 7 * 24 * 60 * 60 * 1000;

/** Deletes mails older than seven days: people may type real details even where the page asks them not to. */
export async function deleteOldMail(folder: string, now = Date.now()): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    if (!file.endsWith('.eml')) continue;
    const path = join(folder, file);
    if (now - (await stat(path)).mtimeMs > maxAgeMs) await unlink(path);
  }
}

/**
 * Writes each mail to a folder as an .eml file (RFC 5322), for a developer's machine. The file is named by the idempotency
 * key, so a mail sent twice is one file, as it is one mail with the real provider.
 */
export function emlFolderTransport(folder: string): MailTransport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  return {
    async send({ from, to, subject, text, html, idempotencyKey }: Mail): Promise<SendResult> {
      const id = idempotencyKey.replace('/', '-');
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const { message } = await composer.sendMail({ from, to: [...to], subject, text, html });
        // Written under another name first, so that a process stopped half-way leaves no file that looks complete.
        const unfinished = join(folder, `${id}.${randomUUID()}.part`);
        await writeFile(unfinished, message as Buffer, { mode: 0o600, flush: true });
        await rename(unfinished, join(folder, `${id}.eml`));
        return { accepted: true, id };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return { accepted: false, outcomeKnown: true, retryable: false, status: null, name: code ?? 'not_written' };
      }
    },
  };
}
