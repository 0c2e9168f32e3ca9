import { applyReports } from './delivery-events.ts';
import { type Mail, mailFor } from './mail.ts';
import type { Outcome, Post } from './mail-transport.ts';
import type { Claimed, Outbox } from './outbox.ts';
import type { Application } from './submission.ts';

/** One thing that happened to an application, for the log: nothing in it was written by a person. */
export interface Told {
  reference: string;
  outcome: string;
  attempts: number;
  ms: number;
  providerStatus?: number | null;
  providerName?: string;
}

/** What a person must look at. The runbook in the README has a paragraph on each. */
export const alerts = [
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
export type Alert = (typeof alerts)[number];

/** Everything an application needs on its way out. */
export interface Delivery {
  post: Post;
  /** Nothing where there is no store. */
  outbox: Outbox | undefined;
  /** Sender and readers as they are set now. */
  addresses: (application: Application, o?: { toFallback: boolean }) => { from: string; to: readonly string[] };
  /** True where somebody reads what bounces. */
  fallback: boolean;
  /** True where the provider's reports reach us, or we may ask. */
  watched: boolean;
  /** How many mails may go out in an hour. */
  perHour: number;
  tell: (told: Told) => void;
  alert: (alert: Alert, reference?: string) => void;
  now: () => number;
}

const minute = 60_000;
const hour = 60 * minute;

/** The provider remembers a key for 24 hours; a little less, since clocks differ. */
export const remembered = 23.5 * hour;

const waits = [1, 2, 5, 15, 60];

/** When the next try, or look, after so many is due: 1, 2, 5, 15, 60 minutes, then hourly. */
export const nextAfter = (tries: number, at: number): number => at + (waits[tries] ?? 60) * minute;

/** True where only a person can mend it: a key, a sender, a quota. */
export const isForAPerson = (outcome: Outcome): boolean =>
  !outcome.accepted &&
  outcome.status !== null &&
  outcome.status >= 400 &&
  outcome.status < 500 &&
  outcome.name !== 'rate_limit_exceeded' &&
  outcome.name !== 'concurrent_idempotent_requests';

// Other bytes under the same key: it cannot get better by itself, and our code promises that it never happens.
const isOtherBytes = (outcome: Outcome) => !outcome.accepted && outcome.status === 409 && outcome.name === 'invalid_idempotent_request';

/**
 * The mail to hand on now. While the outcome of a try is unknown its bytes stay as they were, so that the provider knows
 * them again; else it is written afresh, since somebody may have mended a setting. Once the provider has forgotten the
 * key the mail says that it may be a second copy.
 */
function mailNow(claimed: Claimed, { addresses, now }: Delivery): Mail {
  const { contents, unsureSince, toFallback } = claimed;
  if (!contents) throw new Error('An application without contents cannot be handed on');
  const { application, mail } = contents;
  if (unsureSince !== null && now() - unsureSince < remembered) return mail;
  const maybeCopy = unsureSince === null ? undefined : new Date(now()).toISOString();
  return mailFor(application, addresses(application, { toFallback }), { toFallback, maybeCopy });
}

/**
 * One try to send a claimed application, and what came of it written down. `begun`: the outbox knows already that this
 * try has begun. Rejects where the store fails; the claim then ends by itself. Gives how long the provider asks to be left alone.
 */
export async function handOn(claimed: Claimed, delivery: Delivery, { begun = false } = {}): Promise<{ wait: number; accepted: boolean }> {
  const { post, outbox, watched, tell, alert, now } = delivery;
  const { row, reference, contents, tries } = claimed;
  if (!outbox) throw new Error('There is no outbox to hand on from');
  const start = now();
  if (!contents) {
    await outbox.tried(claimed, { at: start, nextAt: start, unsureSince: claimed.unsureSince, stuck: 'sealed with a key that is not set' });
    alert('sealed with a lost key', reference);
    return { wait: 0, accepted: false };
  }
  const mail = mailNow(claimed, delivery);
  const sameBytes = mail.key === contents.mail.key;
  if (!begun && !(await outbox.begin(claimed, { ...contents, mail }, start))) return { wait: 0, accepted: false };

  const outcome = await post.send(mail);
  const at = now();
  const attempts = tries + 1;
  const told = { reference, attempts, ms: at - start };
  if (outcome.accepted) {
    await outbox.accepted(row, outcome.id, at, { watched, nextLook: nextAfter(0, at) });
    tell({ ...told, outcome: 'sent' });
    if (watched) await applyReports(outcome.id, await outbox.reportsOn(outcome.id), delivery);
    return { wait: 0, accepted: true };
  }
  const { certain, status, name, wait = 0 } = outcome;
  const stuck = isOtherBytes(outcome) ? 'the provider knows this key with other contents' : undefined;
  const unsureBefore = sameBytes ? claimed.unsureSince : null;
  await outbox.tried(claimed, {
    at,
    nextAt: Math.max(nextAfter(tries, at), at + wait),
    // A server that broke may have taken it first, whatever the person was told.
    unsureSince: certain && !(status !== null && status >= 500) ? unsureBefore : (unsureBefore ?? start),
    stuck,
  });
  tell({ ...told, outcome: certain ? 'waiting' : 'unsure', providerStatus: status, providerName: name });
  if (stuck) alert('put aside', reference);
  else if (isForAPerson(outcome)) alert('provider refuses', reference);
  return { wait, accepted: false };
}
