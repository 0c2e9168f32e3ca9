import type { DeliveryContext } from './delivery-context.ts';
import { handleDeliveryEvents } from './delivery-events.ts';
import { hourMs, minuteMs } from './durations.ts';
import { type Mail, renderMail } from './mail.ts';
import type { SendResult } from './mail-transport.ts';
import type { ClaimedEntry, OutboxPayload } from './outbox.ts';

/** Resend keeps an Idempotency-Key for 24 hours; half an hour less, since clocks differ. */
const idempotencyWindowMs = 23.5 * hourMs;

const retryDelaysMinutes = [1, 2, 5, 15, 60];

/** When the next attempt (or poll) is due after so many: 1, 2, 5, 15 and 60 minutes later, then hourly. */
export const nextAttemptAt = (attempts: number, now: number): number => now + (retryDelaysMinutes[attempts] ?? 60) * minuteMs;

/** Whether retrying cannot help until an operator acts: a 4xx for a wrong key, an unverified sender or a used-up quota. */
export const needsOperator = (result: SendResult): boolean =>
  !result.accepted &&
  result.status !== null &&
  result.status >= 400 &&
  result.status < 500 &&
  result.name !== 'rate_limit_exceeded' &&
  result.name !== 'concurrent_idempotent_requests';

// The provider knows the key with other bytes. mailForAttempt() prevents it; if it happens, retrying never helps.
const isIdempotencyConflict = (result: SendResult) =>
  !result.accepted && result.status === 409 && result.name === 'invalid_idempotent_request';

/**
 * Chooses the bytes of this attempt. While an earlier attempt has an unknown outcome and is less than 23.5 hours old, the
 * same bytes are sent, so that the provider's Idempotency-Key removes the duplicate. Otherwise the mail is rendered again,
 * since an operator may have corrected an address; if the outcome is still unknown, it says that it may be a second copy.
 */
function mailForAttempt(
  { submission, mail }: OutboxPayload,
  { outcomeUnknownSince, toFallback }: ClaimedEntry,
  { addresses, now }: DeliveryContext,
): Mail {
  if (outcomeUnknownSince !== null && now() - outcomeUnknownSince < idempotencyWindowMs) return mail;
  const possibleDuplicateAt = outcomeUnknownSince === null ? undefined : new Date(now()).toISOString();
  return renderMail(submission, addresses(submission, { toFallback }), { toFallback, possibleDuplicateAt });
}

/**
 * Makes one delivery attempt for a claimed entry and records its result. With `attemptStarted` the outbox has recorded the
 * start already. Returns how long the provider asks to be left alone, in ms (0 if it does not ask). Rejects when the store
 * fails; the claim then expires by itself after 60 seconds.
 */
export async function attemptDelivery(
  entry: ClaimedEntry,
  context: DeliveryContext,
  { attemptStarted = false } = {},
): Promise<{ accepted: boolean; retryAfterMs: number }> {
  const { transport, outbox, deliveryTracked, log, alert, now } = context;
  const { dedupeKey, reference, payload, outcomeUnknownSince } = entry;
  if (!outbox) throw new Error('There is no outbox to deliver from');
  const startedAt = now();
  if (!payload) {
    const failureReason = 'sealed with a key that is not set';
    await outbox.recordFailure(entry, { attemptedAt: startedAt, nextAttemptAt: startedAt, outcomeUnknownSince, failureReason });
    alert('decryption_key_missing', reference);
    return { accepted: false, retryAfterMs: 0 };
  }
  const mail = mailForAttempt(payload, entry, context);
  const sameBytes = mail.idempotencyKey === payload.mail.idempotencyKey;
  if (!attemptStarted && !(await outbox.startAttempt(entry, { ...payload, mail }, startedAt))) return { accepted: false, retryAfterMs: 0 };

  const result = await transport.send(mail);
  const endedAt = now();
  const attempts = entry.attempts + 1;
  const entryLog = { reference, attempts, ms: endedAt - startedAt };
  if (result.accepted) {
    await outbox.markAccepted(dedupeKey, result.id, endedAt, { deliveryTracked, nextPollAt: nextAttemptAt(0, endedAt) });
    log({ ...entryLog, outcome: 'sent' });
    if (deliveryTracked) await handleDeliveryEvents(result.id, await outbox.eventsFor(result.id), context);
    return { accepted: true, retryAfterMs: 0 };
  }
  const { outcomeKnown, status, name, retryAfterMs = 0 } = result;
  const failureReason = isIdempotencyConflict(result) ? 'the provider knows this key with other contents' : undefined;
  const unknownBefore = sameBytes ? outcomeUnknownSince : null;
  await outbox.recordFailure(entry, {
    attemptedAt: endedAt,
    nextAttemptAt: Math.max(nextAttemptAt(entry.attempts, endedAt), endedAt + retryAfterMs),
    // A server that answers 5xx may have accepted the mail before it failed, so its answer settles nothing here.
    outcomeUnknownSince: outcomeKnown && !(status !== null && status >= 500) ? unknownBefore : (unknownBefore ?? startedAt),
    failureReason,
  });
  log({ ...entryLog, outcome: outcomeKnown ? 'retry_scheduled' : 'unknown', providerStatus: status, providerName: name });
  if (failureReason) alert('dead_lettered', reference);
  else if (needsOperator(result)) alert('provider_rejected', reference);
  return { accepted: false, retryAfterMs };
}
