import type { Mail } from './mail.ts';
import type { Submission } from './submission.ts';

/** Final events of an accepted mail, by Resend's names. All but `delivered` mean that it may not have been read. */
export const deliveryEvents = ['delivered', 'bounced', 'complained', 'failed', 'suppressed'] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

/**
 * The state of a submission. It is unfinished, with its sealed payload stored, in the first three:
 *
 *     pending → accepted → delivered
 *     accepted → pending               not delivered, and now for the fallback mailbox
 *     pending, accepted → failed       only an operator can help
 *     failed → pending                 sent again by an operator
 *     pending, accepted, failed → released
 *
 * A late bounce of a delivered submission is recorded as its reason and changes no state.
 */
export type OutboxState =
  /** Stored, and not yet accepted by the provider. */
  | 'pending'
  /** Accepted by the provider, without a delivery event yet. */
  | 'accepted'
  /** Dead-lettered: not retried automatically. `npm run outbox` shows the reason. */
  | 'failed'
  | 'delivered'
  /** Deleted without a delivery event: delivery is not tracked, an operator resolved it, or it expired. */
  | 'released';

/** What is stored sealed: the submission and the exact mail of the last or next attempt. */
export interface OutboxPayload {
  submission: Submission;
  mail: Mail;
}

/** A pending submission that this process may send until its claim expires. */
export interface ClaimedEntry {
  dedupeKey: string;
  reference: string;
  /** Random id of the claim. */
  claim: string;
  attempts: number;
  /** Start of the first attempt whose outcome is unknown; the bytes stay the same while the provider remembers their key. */
  outcomeUnknownSince: number | null;
  /** Whether it goes to the fallback mailbox, because the usual one did not take it. */
  toFallback: boolean;
  /** Undefined if it was sealed with a key that is not set. */
  payload: OutboxPayload | undefined;
}

/** What the outbox knows of a submission, without anything the sender wrote. */
export interface OutboxEntry {
  dedupeKey: string;
  reference: string;
  state: OutboxState;
  reason: string | null;
  createdAt: number;
  acceptedAt: number | null;
  deliveredAt: number | null;
  attempts: number;
  /** The provider's id of the last mail. */
  messageId: string | null;
}

/** Numbers of unfinished submissions. */
export interface OutboxStats {
  pending: number;
  /** Pending for longer than the caller's limit. */
  overdue: number;
  accepted: number;
  failed: number;
  /** Sealed with a key that is not set. */
  undecryptable: number;
  /** Sealed with SEAL_KEY_PREVIOUS. */
  withPreviousKey: number;
}

/** The result of an attempt that was not accepted. */
export interface AttemptResult {
  attemptedAt: number;
  nextAttemptAt: number;
  outcomeUnknownSince: number | null;
  /** Set if it must not be retried automatically. */
  failureReason?: string | undefined;
}

/**
 * Keeps submissions, sealed, until they are delivered, so that a failed mail, a restart or a crash loses none. Several
 * processes may share one outbox: each call is atomic. All times are milliseconds since the epoch. Every call rejects when
 * the store fails, and then it is not known whether the change was made.
 */
export interface Outbox {
  /**
   * Stores a submission as pending; resolves once it is durable: true if it is new, false if its key is known. With a
   * `claim`, the caller's first attempt has started. `overQuota` entries wait for room in the hour.
   */
  insert(dedupeKey: string, payload: OutboxPayload, now: number, o: { claim: string | undefined; overQuota: boolean }): Promise<boolean>;
  /**
   * Claims up to `limit` pending submissions for 60 seconds (a lease), the oldest first: those that are due, or with `all`
   * any. Those attempted at or after `attemptedBefore` are left out.
   */
  claim(o: { now: number; attemptedBefore: number; all: boolean; limit: number; overQuota: boolean }): Promise<ClaimedEntry[]>;
  /** Claims one submission by its reference; a failed one becomes pending. */
  claimOne(reference: string, now: number): Promise<ClaimedEntry | undefined>;
  /** Stores the mail that is about to be sent and renews the claim. False if the claim has expired. */
  startAttempt(entry: ClaimedEntry, payload: OutboxPayload, now: number): Promise<boolean>;
  /** pending, failed → accepted, or → released if delivery is not tracked. It holds for any claim, since the mail is out. */
  markAccepted(dedupeKey: string, messageId: string, now: number, o: { deliveryTracked: boolean; nextPollAt: number }): Promise<void>;
  /** Records an attempt that failed and ends the claim: stays pending, or → failed with a `failureReason`. */
  recordFailure(entry: Pick<ClaimedEntry, 'dedupeKey' | 'claim'>, result: AttemptResult): Promise<void>;
  /** Records a delivery event once by its id; false if it is known. */
  recordEvent(id: string, messageId: string, event: DeliveryEvent, now: number): Promise<boolean>;
  /** The recorded events of a mail, which can arrive before its acceptance is recorded. */
  eventsFor(messageId: string): Promise<DeliveryEvent[]>;
  /** Events of accepted submissions that were recorded but not applied, because a process stopped in between. */
  unprocessedEvents(limit: number): Promise<{ messageId: string; event: DeliveryEvent }[]>;
  /** accepted → delivered, and deletes the payload. Undefined if no accepted submission has this mail. */
  markDelivered(messageId: string, now: number): Promise<OutboxEntry | undefined>;
  /** accepted → pending for the fallback mailbox, or → failed if there is none or it was tried. Undefined if nothing changed. */
  markUndelivered(messageId: string, event: DeliveryEvent, now: number, o: { hasFallback: boolean }): Promise<OutboxEntry | undefined>;
  /** Accepted submissions whose delivery is due to be asked about. Each goes to one caller and gets its next time. */
  claimForPolling(now: number, nextPollAt: (polls: number) => number, limit: number): Promise<OutboxEntry[]>;
  /** unfinished → released, because an operator has dealt with it. */
  resolve(reference: string, now: number): Promise<OutboxEntry | undefined>;
  getEntry(reference: string): Promise<OutboxEntry | undefined>;
  /** The decrypted unfinished submissions of a reference; undefined if there are none or none can be decrypted. */
  openPayloads(reference: string): Promise<OutboxPayload[] | undefined>;
  /** Unfinished submissions, the oldest first. */
  listUnfinished(limit: number): Promise<OutboxEntry[]>;
  stats(now: number, overdueAfterMs: number): Promise<OutboxStats>;
  countAcceptedSince(time: number): Promise<number>;
  /**
   * Failed submissions, pending ones created before and accepted ones accepted before the given times, unless an alert went
   * out since `warnedBefore`. Marks them, so that each goes to one caller.
   */
  claimForWarning(now: number, o: { createdBefore: number; acceptedBefore: number; warnedBefore: number }): Promise<OutboxEntry[]>;
  /** unfinished → released for everything created before a time; returns these. */
  expire(createdBefore: number, now: number): Promise<OutboxEntry[]>;
  /** Deletes finished submissions and events older than the given times, and overwrites deleted payloads. */
  purge(o: { endedBefore: number; eventsBefore: number }): Promise<void>;
  /** Cross-process throttle: true for at most one caller per `name` in any `intervalMs`. */
  throttle(name: string, now: number, intervalMs: number): Promise<boolean>;
  /** Resolves if the store takes a write. */
  probe(now: number): Promise<void>;
}
