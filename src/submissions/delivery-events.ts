import type { DeliveryContext } from './deliver.ts';
import type { DeliveryEvent } from './outbox.ts';

/**
 * Does what reports on a mail ask for: what was delivered is let go; what was not is marked for the other mailbox, or
 * put aside for a person. Gives the references to send again at once. A report on a mail nobody knows does nothing: it
 * stays written down until we learn whose it is.
 */
export async function handleDeliveryEvents(
  mail: string,
  reports: readonly DeliveryEvent[],
  { outbox, hasFallback, alert, now }: Pick<DeliveryContext, 'outbox' | 'fallback' | 'alert' | 'now'>,
): Promise<string[]> {
  const again: string[] = [];
  for (const report of reports) {
    if (report === 'delivered') {
      await outbox?.markDelivered(mail, now());
      continue;
    }
    const known = await outbox?.markUndelivered(mail, report, now(), { fallback: hasFallback });
    if (!known) continue;
    alert('not delivered', known.reference);
    if (known.state === 'waiting') again.push(known.reference);
  }
  return again;
}
