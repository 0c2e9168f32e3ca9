import { handleDeliveryEvents } from './delivery-events.ts';
import { type Mail, renderMail } from './mail.ts';
import type { MailTransport, SendResult } from './mail-transport.ts';
import type { ClaimedEntry, Outbox } from './outbox.ts';
import type { Submission } from './submission.ts';

/** One thing that happened to an application, for the log: nothing in it was written by a person. */
export interface LogEntry {
  reference: string;
  outcome: string;
  attempts: number;
  ms: number;
  providerStatus?: number | null;
  providerName?: string;
}

/** What a person must look at. The runbook in the README has a paragraph on each. */
export const alertNames = [
  'not kept',
  'provider refuses',
  'put aside',
  'not delivered',
  'still held',
  'removed unread',
  'sealed with a lost key',
  'store failed',
  'half the hour is used',
] as const;
export type AlertName = (typeof alertNames)[number];

/** Everything an application needs on its way out. */
export interface DeliveryContext {
  transport: MailTransport;
  /** Nothing where there is no store. */
  outbox: Outbox | undefined;
  /** Sender and readers as they are set now. */
  addresses: (application: Submission, o?: { toFallback: boolean }) => { from: string; to: readonly string[] };
  /** True where somebody reads what bounces. */
  hasFallback: boolean;
  /** True where the provider's reports reach us, or we may ask. */
  deliveryTracked: boolean;
  /** How many mails may go out in an hour. */
  maxPerHour: number;
  log: (told: LogEntry) => void;
  alert: (alert: AlertName, reference?: string) => void;
  now: () => number;
}

const minute = 60_000;
const hour = 60 * minute;

/** The provider remembers a key for 24 hours; a little less, since clocks differ. */
export const idempotencyWindowMs = 23.5 * hour;

const retryDelaysMinutes = [1, 2, 5, 15, 60];

/** When the next try, or look, after so many is due: 1, 2, 5, 15, 60 minutes, then hourly. */
export const nextAttemptAt = (tries: number, at: number): number => at + (retryDelaysMinutes[tries] ?? 60) * minute;

/** True where only a person can mend it: a key, a sender, a quota. */
export const needsOperator = (outcome: SendResult): boolean =>
  !outcome.accepted &&
  outcome.status !== null &&
  outcome.status >= 400 &&
  outcome.status < 500 &&
  outcome.name !== 'rate_limit_exceeded' &&
  outcome.name !== 'concurrent_idempotent_requests';

// Other bytes under the same key: it cannot get better by itself, and our code promises that it never happens.
const isIdempotencyConflict = (outcome: SendResult) =>
  !outcome.accepted && outcome.status === 409 && outcome.name === 'invalid_idempotent_request';

/**
 * The mail to hand on now. While the outcome of a try is unknown its bytes stay as they were, so that the provider knows
 * them again; else it is written afresh, since somebody may have mended a setting. Once the provider has forgotten the
 * key the mail says that it may be a second copy.
 */
function mailForAttempt(claimed: ClaimedEntry, { addresses, now }: DeliveryContext): Mail {
  const { payload: contents, outcomeUnknownSince, toFallback } = claimed;
  if (!contents) throw new Error('An application without contents cannot be handed on');
  const { submission: application, mail } = contents;
  if (outcomeUnknownSince !== null && now() - outcomeUnknownSince < idempotencyWindowMs) return mail;
  const maybeCopy = outcomeUnknownSince === null ? undefined : new Date(now()).toISOString();
  return renderMail(application, addresses(application, { toFallback }), { toFallback, possibleDuplicateAt: maybeCopy });
}

/**
 * One try to send a claimed application, and what came of it written down. `begun`: the outbox knows already that this
 * try has begun. Rejects where the store fails; the claim then ends by itself. Gives how long the provider asks to be left alone.
 */
export async function attemptDelivery(
  claimed: ClaimedEntry,
  delivery: DeliveryContext,
  { begun = false } = {},
): Promise<{ wait: number; accepted: boolean }> {
  const { transport: post, outbox, deliveryTracked: watched, log: tell, alert, now } = delivery;
  const { dedupeKey, reference, payload, attempts: tries } = claimed;
  if (!outbox) throw new Error('There is no outbox to hand on from');
  const start = now();
  if (!payload) {
    await outbox.recordFailure(claimed, {
      at: start,
      nextAttemptAt: start,
      outcomeUnknownSince: claimed.outcomeUnknownSince,
      failureReason: 'sealed with a key that is not set',
    });
    alert('sealed with a lost key', reference);
    return { wait: 0, accepted: false };
  }
  const mail = mailForAttempt(claimed, delivery);
  const sameBytes = mail.idempotencyKey === payload.mail.idempotencyKey;
  if (!begun && !(await outbox.startAttempt(claimed, { ...payload, mail }, start))) return { wait: 0, accepted: false };

  const outcome = await post.send(mail);
  const at = now();
  const attempts = tries + 1;
  const told = { reference, attempts, ms: at - start };
  if (outcome.accepted) {
    await outbox.markAccepted(dedupeKey, outcome.id, at, { watched, nextLook: nextAttemptAt(0, at) });
    tell({ ...told, outcome: 'sent' });
    if (watched) await handleDeliveryEvents(outcome.id, await outbox.eventsFor(outcome.id), delivery);
    return { wait: 0, accepted: true };
  }
  const { outcomeKnown, status, name, retryAfterMs = 0 } = outcome;
  const stuck = isIdempotencyConflict(outcome) ? 'the provider knows this key with other contents' : undefined;
  const unsureBefore = sameBytes ? claimed.outcomeUnknownSince : null;
  await outbox.recordFailure(claimed, {
    at,
    nextAttemptAt: Math.max(nextAttemptAt(tries, at), at + retryAfterMs),
    // A server that broke may have taken it first, whatever the person was told.
    outcomeUnknownSince: outcomeKnown && !(status !== null && status >= 500) ? unsureBefore : (unsureBefore ?? start),
    failureReason: stuck,
  });
  tell({ ...told, outcome: outcomeKnown ? 'waiting' : 'unsure', providerStatus: status, providerName: name });
  if (stuck) alert('put aside', reference);
  else if (needsOperator(outcome)) alert('provider refuses', reference);
  return { wait: retryAfterMs, accepted: false };
}
