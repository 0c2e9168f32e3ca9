import type { Delivery } from './deliver.ts';
import type { Report } from './outbox.ts';

/**
 * Does what reports on a mail ask for: what was delivered is let go; what was not is marked for the other mailbox, or
 * put aside for a person. Gives the references to send again at once. A report on a mail nobody knows does nothing: it
 * stays written down until we learn whose it is.
 */
export async function applyReports(
  mail: string,
  reports: readonly Report[],
  { outbox, fallback, alert, now }: Pick<Delivery, 'outbox' | 'fallback' | 'alert' | 'now'>,
): Promise<string[]> {
  const again: string[] = [];
  for (const report of reports) {
    if (report === 'delivered') {
      await outbox?.delivered(mail, now());
      continue;
    }
    const known = await outbox?.undelivered(mail, report, now(), { fallback });
    if (!known) continue;
    alert('not delivered', known.reference);
    if (known.state === 'waiting') again.push(known.reference);
  }
  return again;
}
