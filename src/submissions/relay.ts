import { attemptDelivery, nextAttemptAt } from './deliver.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { handleDeliveryEvents } from './delivery-events.ts';
import { dayMs, hourMs, minuteMs } from './durations.ts';
import type { Outbox } from './outbox.ts';

/** How long a submission may be pending before /health/ reports it. */
export const overdueAfterMs = 15 * minuteMs;
/** A submission that is still unfinished after this is removed, with an alert. */
const maxRetentionMs = 14 * dayMs;
/** How long the outbox remembers the reference, message id, state and times of a finished submission. */
const ledgerRetentionMs = 90 * dayMs;
// Resend repeats a webhook for about 28 hours.
const eventRetentionMs = 3 * dayMs;

// Five in parallel, so that one slow answer does not hold up the rest; Resend allows five requests a second.
const batchSize = 5;
// If the provider asks for a longer pause, the rest waits for the next run.
const maxPauseMs = 5000;

/** Also the JSON that /tasks/outbox/ answers with. */
export interface RelayResult {
  sent: number;
  /** Attempted, and still pending. */
  notSent: number;
  /** Mails whose delivery was asked about. */
  looked: number;
}

/**
 * One run of the message relay (transactional outbox pattern): sends what is due in batches of five, asks about accepted
 * mails, alerts on what is overdue and deletes what is past its retention. `all` also sends what is not due yet, for a start
 * or an operator who has just corrected a setting. Stops sending once the provider asks for a pause of more than 5 seconds.
 * Rejects when the store fails.
 */
export async function relayOutbox(context: DeliveryContext, { all = false } = {}): Promise<RelayResult> {
  const { outbox, now, maxPerHour } = context;
  const result: RelayResult = { sent: 0, notSent: 0, looked: 0 };
  if (!outbox) return result;
  const startedAt = now();
  // First, so that a mail which they say was not delivered goes to the fallback mailbox in this run.
  for (const { messageId, event } of await outbox.unprocessedEvents(500)) await handleDeliveryEvents(messageId, [event], context);

  /** Sends one batch. 'stop': the provider asked for a long pause. */
  async function sendBatch(limit: number, overQuota: boolean): Promise<'done' | 'more' | 'stop'> {
    const claimed = await outbox?.claim({ now: now(), attemptedBefore: startedAt, all, limit, overQuota });
    if (!claimed || claimed.length === 0) return 'done';
    const attempts = await Promise.all(claimed.map((entry) => attemptDelivery(entry, context)));
    const accepted = attempts.filter((attempt) => attempt.accepted).length;
    result.sent += accepted;
    result.notSent += attempts.length - accepted;
    const pauseMs = Math.max(...attempts.map(({ retryAfterMs }) => retryAfterMs));
    if (pauseMs > maxPauseMs) return 'stop';
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return 'more';
  }

  let status: Awaited<ReturnType<typeof sendBatch>>;
  do status = await sendBatch(batchSize, false);
  while (status === 'more');
  // Submissions over the hourly number, as far as this hour has room.
  if (status === 'done') status = 'more';
  while (status === 'more') {
    const room = maxPerHour - (await outbox.countAcceptedSince(now() - hourMs));
    status = room > 0 ? await sendBatch(Math.min(batchSize, room), true) : 'stop';
  }
  result.looked = await pollDeliveryStatus(outbox, context);
  await enforceRetention(outbox, context);
  return result;
}

/** Asks the provider what became of accepted mails, where it can be asked. Returns how many. */
async function pollDeliveryStatus(outbox: Outbox, context: DeliveryContext): Promise<number> {
  const { transport, now } = context;
  if (!transport.getDeliveryEvent) return 0;
  const entries = await outbox.claimForPolling(now(), (polls) => nextAttemptAt(polls + 1, now()), 50);
  for (const { messageId } of entries) {
    const event = messageId === null ? undefined : await transport.getDeliveryEvent(messageId);
    if (messageId !== null && event) await handleDeliveryEvents(messageId, [event], context);
  }
  return entries.length;
}

async function enforceRetention(outbox: Outbox, { alert, now: clock }: DeliveryContext): Promise<void> {
  const now = clock();
  for (const { reference } of await outbox.expire(now - maxRetentionMs, now)) alert('expired_unsent', reference);
  const limits = { createdBefore: now - overdueAfterMs, acceptedBefore: now - dayMs, warnedBefore: now - dayMs };
  for (const { reference } of await outbox.claimForWarning(now, limits)) alert('delivery_overdue', reference);
  await outbox.purge({ endedBefore: now - ledgerRetentionMs, eventsBefore: now - eventRetentionMs });
}

/** Sends one pending or failed submission now. False if there is none with this reference, or it was not accepted. */
export async function retryNow(reference: string, context: DeliveryContext): Promise<boolean> {
  const entry = await context.outbox?.claimOne(reference, context.now());
  return entry !== undefined && (await attemptDelivery(entry, context)).accepted;
}
