import type { Mail } from './mail.ts';
import type { Submission } from './submission.ts';

/** What the provider can say of a mail it had accepted. All but `delivered` mean that nobody may have read it. */
export const deliveryEvents = ['delivered', 'bounced', 'complained', 'failed', 'suppressed'] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

/** Where an application is. It is held, sealed, in the first three. */
export type OutboxState =
  /** Kept, and not yet accepted by the provider. */
  | 'waiting'
  /** Accepted by the provider, which has not yet said that it was delivered. */
  | 'accepted'
  /** Sending it again by itself is no use: `npm run outbox` says why. */
  | 'stuck'
  | 'delivered'
  /** Let go without a report: nobody watches, a person has seen it, or its time was over. */
  | 'let go';

/** What is sealed: the application, and the very bytes that were handed on, or will be. */
export interface OutboxPayload {
  submission: Submission;
  mail: Mail;
}

/** A waiting application that is ours to send until its claim ends. */
export interface ClaimedEntry {
  /** Its name in the outbox: the reference and a hash of the answers. */
  dedupeKey: string;
  reference: string;
  /** Whose claim it is. */
  claim: string;
  createdAt: number;
  attempts: number;
  /** When the first try began whose outcome nobody knows: its bytes may not change for as long as the provider remembers them. */
  outcomeUnknownSince: number | null;
  /** The usual mailbox did not take it, and it goes to the other one. */
  toFallback: boolean;
  /** Nothing where no key that is set opens it. */
  payload: OutboxPayload | undefined;
}

/** What is known of an application, without anything a person wrote. */
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

/** How many stand where, for people and monitors. */
export interface OutboxStats {
  pending: number;
  /** Waiting longer than it should, in the eyes of whoever asked. */
  overdue: number;
  accepted: number;
  failed: number;
  /** Held, and sealed with a key that is not set. */
  undecryptable: number;
  /** Held, and sealed with the key before. */
  withPreviousKey: number;
}

/** What happened to a try, for the outbox to write down. Times are in milliseconds since 1970. */
export interface AttemptResult {
  at: number;
  nextAttemptAt: number;
  outcomeUnknownSince: number | null;
  /** Why it is put aside for a person; nothing where it is tried again. */
  failureReason?: string | undefined;
}

/**
 * Keeps applications until they have arrived, sealed, so that a mail that fails, a restart and a machine that dies lose
 * none. Every call rejects where the store cannot do it, and then nothing is certain. Several processes may share one.
 */
export interface Outbox {
  /** Resolves once it is safe: true when it is new, false when it was here before. With a claim, a try has begun. */
  insert(row: string, openPayloads: OutboxPayload, at: number, o: { claim: string | undefined; overNumber: boolean }): Promise<boolean>;
  /** Claims what is due for a minute, the oldest first: `all` does not wait for its time, `since` leaves out what was tried after it. */
  claim(o: { at: number; since: number; all: boolean; most: number; overNumber: boolean }): Promise<ClaimedEntry[]>;
  /** Claims one application by its reference, also one that is put aside. */
  claimOne(reference: string, at: number): Promise<ClaimedEntry | undefined>;
  /** Writes down the bytes that are about to be handed on. False when the claim has ended. */
  startAttempt(claimed: ClaimedEntry, openPayloads: OutboxPayload, at: number): Promise<boolean>;
  /** Writes down that the provider accepted it; without `watched` it is let go. Whose claim it is does not matter: it is true. */
  markAccepted(row: string, mail: string, at: number, o: { watched: boolean; nextLook: number }): Promise<void>;
  recordFailure(claimed: Pick<ClaimedEntry, 'row' | 'claim'>, recordFailure: AttemptResult): Promise<void>;
  /** Writes down a report once, by its own id; false when it is known. */
  recordEvent(id: string, mail: string, report: DeliveryEvent, at: number): Promise<boolean>;
  /** The reports on a mail so far: they may come before we know that it was accepted. */
  eventsFor(mail: string): Promise<DeliveryEvent[]>;
  /** Reports on accepted applications that were written down and not yet acted on: a stop can come between the two. */
  unprocessedEvents(most: number): Promise<{ mail: string; report: DeliveryEvent }[]>;
  /** Lets go of what was delivered. */
  markDelivered(mail: string, at: number): Promise<OutboxEntry | undefined>;
  /** Marks an accepted application to be sent to the other mailbox, or puts it aside. */
  markUndelivered(mail: string, report: DeliveryEvent, at: number, o: { fallback: boolean }): Promise<OutboxEntry | undefined>;
  /** Accepted ones whose delivery it is time to ask about; the next time is set. */
  claimForPolling(at: number, nextLook: (looks: number) => number, most: number): Promise<(OutboxEntry & { looks: number })[]>;
  /** Lets go because a person has seen it. */
  resolve(reference: string, at: number): Promise<OutboxEntry | undefined>;
  getEntry(reference: string): Promise<OutboxEntry | undefined>;
  /** What is held of a reference, opened, for a person to read; nothing where it is none, or cannot be opened. */
  openPayloads(reference: string): Promise<OutboxPayload[] | undefined>;
  /** Everything that is held, the oldest first. */
  listUnfinished(most: number): Promise<OutboxEntry[]>;
  stats(at: number, overdueAfter: number): Promise<OutboxStats>;
  /** How many were accepted since. */
  countAcceptedSince(at: number): Promise<number>;
  /** What is put aside, waits or lacks a report since before the times given, and was not warned of since: it is marked as warned. */
  claimForWarning(at: number, o: { heldBefore: number; acceptedBefore: number; warnedBefore: number }): Promise<OutboxEntry[]>;
  /** Removes what was kept before, sealed or not; gives what was still held. */
  expire(keptBefore: number, at: number): Promise<OutboxEntry[]>;
  /** Forgets what ended before, and reports as old; writes over what was let go. */
  purge(o: { endedBefore: number; reportedBefore: number }): Promise<void>;
  /** True for one caller in so many milliseconds, among all processes. */
  throttle(what: string, at: number, within: number): Promise<boolean>;
  /** Resolves when the store takes a write. */
  probe(at: number): Promise<void>;
}
