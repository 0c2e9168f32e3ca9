import { createHash } from 'node:crypto';
import { attemptDelivery, needsOperator } from './deliver.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { dayMs } from './durations.ts';
import { renderMail } from './mail.ts';
import type { EarlierSubmission } from './outbox.ts';
import type { Submission } from './submission.ts';

export type SubmitResult =
  /** Stored in the outbox, or accepted by the provider. `duplicate`: it was before, under this reference. */
  | { accepted: true; reference: string; duplicate?: true }
  /** With `outcomeKnown: false` it may have been accepted after all, and the page says that it cannot be sure. */
  | { accepted: false; outcomeKnown: boolean }
  /** Over the hourly number, and too many wait already, or too many of this network. */
  | { accepted: false; queueFull: true };

export interface SubmitOptions {
  /** The hourly number is reached, so it is only stored. */
  overQuota?: boolean;
  /** Keyed hashes of the sender's network; empty if it is not known. */
  network?: readonly string[];
  /** Keyed hashes of the form and its answers; none for the site's own test, which always sends the same. */
  answersKeys?: readonly string[] | undefined;
  /** Makes another id, for the same answers again after their submission was not delivered. */
  newId?: () => Pick<Submission, 'id' | 'reference' | 'createdAt'>;
}

/** How long the same answers lead to the same reference. */
export const sameAnswersWindowMs = dayMs;

// The check page promises an answer within ten seconds, and each attempt may take four.
const maxRetryWaitMs = 2000;

/**
 * Identifies a submission in the outbox: its reference and a hash of its contents. A double press is one submission, also
 * when only one of the presses was asked to confirm, so notices and spam signals are left out.
 */
export function dedupeKey({ notices: _notices, spamSignals: _spamSignals, ...contents }: Submission): string {
  const hash = createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16);
  return `${contents.reference}/${hash}`;
}

/** Without a store: two attempts with the same key and the same bytes, and accepted only with the provider's id. */
async function sendDirect(submission: Submission, context: DeliveryContext): Promise<SubmitResult> {
  const { transport, addresses, log, alert, now } = context;
  const { reference } = submission;
  const mail = renderMail(submission, addresses(submission));
  const startedAt = now();
  let outcomeKnown = true;
  for (let attempts = 1; ; attempts += 1) {
    const result = await transport.send(mail);
    const entry = { reference, attempts, ms: now() - startedAt };
    if (result.accepted) {
      log({ ...entry, outcome: 'sent' });
      return { accepted: true, reference };
    }
    if (needsOperator(result)) alert('provider_rejected', reference);
    outcomeKnown &&= result.outcomeKnown;
    const { retryable, retryAfterMs = 0, status, name } = result;
    if (attempts === 2 || !retryable || retryAfterMs > maxRetryWaitMs) {
      log({ ...entry, outcome: outcomeKnown ? 'not_sent' : 'unknown', providerStatus: status, providerName: name });
      return { accepted: false, outcomeKnown };
    }
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
  }
}

/**
 * Accepts a validated submission. With a store it is inserted into the outbox before it is sent (transactional outbox), so
 * a mail outage delays a submission but loses none: one attempt is made here, of at most 4 seconds, and the relay makes the
 * others. Without a store it is sent here, in at most two attempts. With a store, answers that were submitted in the last 24
 * hours are not submitted again, unless that submission was not delivered; then this one names it. Rejects only if `log` or
 * `alert` throws; a store that fails gives `accepted: false`.
 */
export async function acceptSubmission(
  submission: Submission,
  context: DeliveryContext,
  { overQuota = false, network = [], answersKeys, newId }: SubmitOptions = {},
): Promise<SubmitResult> {
  const { outbox, addresses, log, alert, now } = context;
  if (!outbox) return sendDirect(submission, context);
  const createdAt = now();
  const claim = overQuota ? undefined : crypto.randomUUID();
  const sameAnswers = answersKeys && { keys: answersKeys, since: createdAt - sameAnswersWindowMs };
  const logOutcome = (reference: string, outcome: string, attempts = 0) => log({ reference, outcome, attempts, ms: now() - createdAt });

  const toEntry = (contents: Submission) => ({
    dedupeKey: dedupeKey(contents),
    reference: contents.reference,
    payload: { submission: contents, mail: renderMail(contents, addresses(contents)) },
  });
  const insert = ({ dedupeKey: key, payload }: typeof entry, replacesUndelivered: boolean) =>
    outbox.insert(key, payload, createdAt, { claim, overQuota, network, sameAnswers, replacesUndelivered });
  const findEarlier = () => outbox.findSame({ dedupeKey: entry.dedupeKey, sameAnswers });
  const replacementFor = ({ reference }: EarlierSubmission) => ({
    ...submission,
    ...(reference === submission.reference && newId && { ...newId(), revision: 1 }),
    replaces: reference,
  });

  let entry = toEntry(submission);
  try {
    let isNew = await insert(entry, false);
    let earlier = isNew ? undefined : await findEarlier();
    if (earlier?.undelivered && sameAnswers) {
      entry = toEntry(replacementFor(earlier));
      isNew = await insert(entry, true);
      earlier = isNew ? undefined : await findEarlier();
    }
    if (!isNew) return earlier ? { accepted: true, reference: earlier.reference, duplicate: true } : { accepted: false, queueFull: true };
  } catch (error) {
    // A remote store may have committed before its answer was lost. Then the relay sends it, and a second press finds it stored.
    const outcomeKnown = (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR';
    logOutcome(entry.reference, outcomeKnown ? 'not_stored' : 'unknown');
    alert('store_write_failed', entry.reference);
    return { accepted: false, outcomeKnown };
  }
  const { reference } = entry;
  if (claim === undefined) {
    logOutcome(reference, 'deferred');
    return { accepted: true, reference };
  }
  const claimed = { ...entry, claim, attempts: 0, outcomeUnknownSince: null, toFallback: false };
  // It is stored, whatever happens now. If the store fails here, the claim expires and the relay goes on.
  await attemptDelivery(claimed, context, { attemptStarted: true }).catch(() => logOutcome(reference, 'unknown', 1));
  return { accepted: true, reference };
}
