import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Mail } from '../../submissions/mail.ts';
import type { MailTransport, SendResult } from '../../submissions/mail-transport.ts';

const sevenDays = 7 * 24 * 60 * 60 * 1000;

/** Removes mails older than seven days. Real details may be in them, whatever the pages ask for. */
export async function deleteOldMail(folder: string, now = Date.now()): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    if (!file.endsWith('.eml')) continue;
    const path = join(folder, file);
    if (now - (await stat(path)).mtimeMs > sevenDays) await unlink(path);
  }
}

/**
 * Post into a folder, one .eml a mail, for a machine of one's own: any mail program opens them. The name is the
 * mail's key, so that the same mail sent twice is one file, as with the real provider.
 */
export function emlFolderTransport(folder: string): MailTransport {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  return {
    async send({ from, to, subject, text, html, idempotencyKey }: Mail): Promise<SendResult> {
      const id = idempotencyKey.replace('/', '-');
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const { message } = await composer.sendMail({ from, to: [...to], subject, text, html });
        // Whole or not at all: a file cut short by a stop would look like a mail that had arrived.
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
