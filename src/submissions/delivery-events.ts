import type { DeliveryContext } from './delivery-context.ts';
import type { DeliveryEvent } from './outbox.ts';

/**
 * Applies the provider's events about one mail: a delivered submission is finished; any other goes to the fallback mailbox,
 * or fails until an operator acts. Returns the references to send again now. Events for an unknown mail change nothing: they
 * stay recorded until its acceptance is, since a webhook can arrive first.
 */
export async function handleDeliveryEvents(
  messageId: string,
  events: readonly DeliveryEvent[],
  { outbox, hasFallback, alert, now }: Pick<DeliveryContext, 'outbox' | 'hasFallback' | 'alert' | 'now'>,
): Promise<string[]> {
  const toRetry: string[] = [];
  for (const event of events) {
    if (event === 'delivered') {
      await outbox?.markDelivered(messageId, now());
      continue;
    }
    const entry = await outbox?.markUndelivered(messageId, event, now(), { hasFallback });
    if (!entry) continue;
    alert('not_delivered', entry.reference);
    if (entry.state === 'pending') toRetry.push(entry.reference);
  }
  return toRetry;
}
