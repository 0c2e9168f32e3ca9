import { createHash } from 'node:crypto';
import { attemptDelivery, needsOperator } from './deliver.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { renderMail } from './mail.ts';
import type { Submission } from './submission.ts';

export type SubmitResult =
  /** Stored in the outbox, or accepted by the provider. */
  | { accepted: true }
  /** With `outcomeKnown: false` it may have been accepted after all, and the page says that it cannot be sure. */
  | { accepted: false; outcomeKnown: boolean };

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
      return { accepted: true };
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
 * others. Without a store it is sent here, in at most two attempts. `overQuota`: the hourly number is reached, so it is only
 * stored. Rejects only if `log` or `alert` throws; a store that fails gives `accepted: false`.
 */
export async function acceptSubmission(
  submission: Submission,
  context: DeliveryContext,
  { overQuota = false } = {},
): Promise<SubmitResult> {
  const { outbox, addresses, log, alert, now } = context;
  if (!outbox) return sendDirect(submission, context);
  const { reference } = submission;
  const key = dedupeKey(submission);
  const claim = overQuota ? undefined : crypto.randomUUID();
  const payload = { submission, mail: renderMail(submission, addresses(submission)) };
  const createdAt = now();
  const logOutcome = (outcome: string, attempts = 0) => log({ reference, outcome, attempts, ms: now() - createdAt });
  try {
    const isNew = await outbox.insert(key, payload, createdAt, { claim, overQuota });
    if (!isNew) return { accepted: true };
  } catch (error) {
    // A remote store may have committed before its answer was lost. Then the relay sends it, and a second press finds it stored.
    const outcomeKnown = (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR';
    logOutcome(outcomeKnown ? 'not_stored' : 'unknown');
    alert('store_write_failed', reference);
    return { accepted: false, outcomeKnown };
  }
  if (claim === undefined) {
    logOutcome('deferred');
    return { accepted: true };
  }
  const entry = { dedupeKey: key, reference, claim, attempts: 0, outcomeUnknownSince: null, toFallback: false, payload };
  // It is stored, whatever happens now. If the store fails here, the claim expires and the relay goes on.
  await attemptDelivery(entry, context, { attemptStarted: true }).catch(() => logOutcome('unknown', 1));
  return { accepted: true };
}
