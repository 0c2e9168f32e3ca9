import { randomUUID } from 'node:crypto';
import type { AlertName } from '../../submissions/deliver.ts';
import type { MailTransport } from '../../submissions/mail-transport.ts';
import type { Outbox } from '../../submissions/outbox.ts';
import { logAlert } from './log.ts';

const minMailIntervalMs = 15 * 60_000;

/**
 * Tells people: one line in the log, and a mail to ALERT_TO when none went in the last 15 minutes. The mail is best
 * effort, since what it tells of may be that mail fails; /health/ is what a monitor should watch.
 */
export function createAlerter({
  to,
  from,
  post,
  outbox,
  siteUrl,
}: {
  to: readonly string[];
  from: string;
  post: MailTransport | undefined;
  outbox: Outbox | undefined;
  siteUrl: string | undefined;
}): (alert: AlertName, reference?: string) => void {
  let lastMail = 0;

  async function mayMail(now: number): Promise<boolean> {
    if (now - lastMail < minMailIntervalMs) return false;
    lastMail = now;
    // Where the store cannot say, this process goes by what it knows: better one mail too many.
    return outbox ? outbox.throttle('alert mail', now, minMailIntervalMs).catch(() => true) : true;
  }

  async function mail(alert: AlertName, reference: string | undefined) {
    if (!post || to.length === 0 || !(await mayMail(Date.now()))) return;
    const lines = [
      `The website ${siteUrl ?? ''} has an alert: ${alert}.`.replace('  ', ' '),
      ...(reference ? [`It is about ${reference}.`] : []),
      'There may be more: this mail comes at most once in 15 minutes.',
      'On the server, "npm run outbox" lists what waits and why. What each alert means is in the README, under "When something is wrong".',
      'Do not press Reply: nobody receives it.',
    ];
    const text = `${lines.join('\n')}\n`;
    const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Website alert</title></head><body>${lines.map((line) => `<p>${line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`).join('')}</body></html>`;
    await post.send({ from, to, subject: `Website alert: ${alert}`, text, html, idempotencyKey: `alert/${randomUUID()}` });
  }

  return (alert, reference) => {
    logAlert(alert, reference);
    void mail(alert, reference).catch(() => {});
  };
}
