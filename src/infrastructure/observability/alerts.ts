import { randomUUID } from 'node:crypto';
import type { AlertName, DeliveryContext } from '../../submissions/delivery-context.ts';
import { escapeHtml } from '../../submissions/escape-html.ts';
import type { MailTransport } from '../../submissions/mail-transport.ts';
import type { Outbox } from '../../submissions/outbox.ts';
import { logAlert } from './log.ts';

const minMailIntervalMs = 15 * 60_000;

/**
 * Alerts an operator with a log line, and with a mail to ALERT_TO unless one went out in the last 15 minutes. The mail is
 * best effort, since the problem may be that mail fails: a monitor should watch /health/.
 */
export function createAlerter({
  to,
  from,
  transport,
  outbox,
  siteUrl,
}: {
  to: readonly string[];
  from: string;
  transport: MailTransport | undefined;
  outbox: Outbox | undefined;
  siteUrl: string | undefined;
}): DeliveryContext['alert'] {
  let lastMailAt = 0;

  async function mayMail(now: number): Promise<boolean> {
    if (now - lastMailAt < minMailIntervalMs) return false;
    lastMailAt = now;
    // If the store fails, the throttle holds for this process alone: one mail too many is better than none.
    return outbox ? outbox.throttle('alert mail', now, minMailIntervalMs).catch(() => true) : true;
  }

  async function mail(name: AlertName, reference: string | undefined) {
    if (!transport || to.length === 0 || !(await mayMail(Date.now()))) return;
    const lines = [
      `The website ${siteUrl ?? ''} has an alert: ${name}.`.replace('  ', ' '),
      ...(reference ? [`It is about ${reference}.`] : []),
      'There may be more: this mail comes at most once in 15 minutes.',
      'On the server, "npm run outbox" lists what waits and why. What each alert means is in src/cli/README.md.',
      'Do not press Reply: nobody receives it.',
    ];
    const text = `${lines.join('\n')}\n`;
    const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Website alert</title></head><body>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</body></html>`;
    await transport.send({ from, to, subject: `Website alert: ${name}`, text, html, idempotencyKey: `alert/${randomUUID()}` });
  }

  return (name, reference) => {
    logAlert(name, reference);
    void mail(name, reference).catch(() => {});
  };
}
