import { attemptDelivery, type DeliveryContext, nextAttemptAt } from './deliver.ts';
import { handleDeliveryEvents } from './delivery-events.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long an application may wait before a monitor is told. */
export const overdueAfterMs = 15 * minute;
/** How long anything is held at most; what is left then is removed, with an alert. */
export const maxRetentionMs = 14 * day;
/** How long the ledger keeps reference, provider id, state and times. */
const ledgerRetentionMs = 90 * day;
// The provider repeats a report for about 28 hours.
const eventRetentionMs = 3 * day;

// Five at once: slow answers do not hold up the others, and the provider takes five a second.
const batchSize = 5;

export interface RelayResult {
  sent: number;
  /** Tried, and waiting still. */
  notSent: number;
  looked: number;
}

/**
 * One round of the outbox: sends what is due, asks about what was accepted, warns of what is held too long, and lets go
 * of what is old. `all` also tries what is not due yet: a person may just have mended a setting.
 * Rejects where the store fails.
 */
export async function relayOutbox(delivery: DeliveryContext, { all = false } = {}): Promise<RelayResult> {
  const { outbox, now, maxPerHour } = delivery;
  const round: RelayResult = { sent: 0, notSent: 0, looked: 0 };
  if (!outbox) return round;
  const began = now();
  // Before sending: what these say was not delivered goes out in this round.
  for (const { mail, report } of await outbox.unprocessedEvents(500)) await handleDeliveryEvents(mail, [report], delivery);

  /** True when the provider wants to be left alone for so long that the rest is for the next round. */
  async function send(most: number, overNumber: boolean): Promise<'done' | 'more' | 'enough'> {
    const claimed = await outbox?.claim({ at: now(), since: began, all, most, overNumber });
    if (!claimed || claimed.length === 0) return 'done';
    const results = await Promise.all(claimed.map((each) => attemptDelivery(each, delivery)));
    round.sent += results.filter(({ accepted }) => accepted).length;
    round.notSent += results.filter(({ accepted }) => !accepted).length;
    const wait = Math.max(...results.map(({ wait }) => wait));
    if (wait > 5000) return 'enough';
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    return 'more';
  }

  let last: Awaited<ReturnType<typeof send>>;
  do last = await send(batchSize, false);
  while (last === 'more');
  // What came over the hourly number goes out as the hour has room.
  let over = last === 'enough' ? last : 'more';
  while (over === 'more') {
    const room = maxPerHour - (await outbox.countAcceptedSince(now() - hour));
    over = room > 0 ? await send(Math.min(batchSize, room), true) : 'enough';
  }
  round.looked = await pollDeliveryStatus(delivery);
  await enforceRetention(delivery);
  return round;
}

/** Asks what became of accepted mails, where the provider lets us ask. */
async function pollDeliveryStatus(delivery: DeliveryContext): Promise<number> {
  const { outbox, transport, now } = delivery;
  if (!outbox || !transport.getDeliveryEvent) return 0;
  const waiting = await outbox.claimForPolling(now(), (looks) => nextAttemptAt(looks + 1, now()), 50);
  for (const { messageId } of waiting) {
    const report = messageId === null ? undefined : await transport.getDeliveryEvent(messageId);
    if (messageId !== null && report) await handleDeliveryEvents(messageId, [report], delivery);
  }
  return waiting.length;
}

async function enforceRetention({ outbox, alert, now }: DeliveryContext): Promise<void> {
  if (!outbox) return;
  const at = now();
  for (const { reference } of await outbox.expire(at - maxRetentionMs, at)) alert('removed unread', reference);
  const since = { heldBefore: at - overdueAfterMs, acceptedBefore: at - day, warnedBefore: at - day };
  for (const { reference } of await outbox.claimForWarning(at, since)) alert('still held', reference);
  await outbox.purge({ endedBefore: at - ledgerRetentionMs, reportedBefore: at - eventRetentionMs });
}

/** Sends one application now, also one that was put aside. False where there is none of that reference to send. */
export async function retryNow(reference: string, delivery: DeliveryContext): Promise<boolean> {
  const claimed = await delivery.outbox?.claimOne(reference, delivery.now());
  return claimed !== undefined && (await attemptDelivery(claimed, delivery)).accepted;
}
