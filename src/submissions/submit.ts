import { createHash } from 'node:crypto';
import { attemptDelivery, type DeliveryContext, needsOperator } from './deliver.ts';
import { renderMail } from './mail.ts';
import type { Submission } from './submission.ts';

export type SubmitResult =
  /** It has been accepted by the carrier, or is kept until it is. */
  | { accepted: true }
  /** `certain: false`: it may have been taken after all; the page says that we cannot be sure. */
  | { accepted: false; outcomeKnown: boolean };

// Waiting longer than this would keep a person in front of a blank page past the ten seconds they were promised.
const maxRetryWaitMs = 2000;

/** The name of an application in the outbox. Two presses of the same answers are one, whatever made us ask about a press. */
export function dedupeKey({ notices: _notices, spamSignals: _marks, ...application }: Submission): string {
  const hash = createHash('sha256').update(JSON.stringify(application)).digest('hex').slice(0, 16);
  return `${application.reference}/${hash}`;
}

/** Without a store: two tries with the same key and the same bytes, and never "taken" without the carrier's id. */
async function sendDirect(
  application: Submission,
  { transport, addresses, log: tell, alert, now }: DeliveryContext,
): Promise<SubmitResult> {
  const mail = renderMail(application, addresses(application));
  const start = now();
  let certain = true;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await transport.send(mail);
    const tried = { reference: application.reference, attempts, ms: now() - start };
    if (outcome.accepted) {
      tell({ ...tried, outcome: 'sent' });
      return { accepted: true };
    }
    if (needsOperator(outcome)) alert('provider refuses', application.reference);
    certain &&= outcome.outcomeKnown;
    const { retryable, retryAfterMs = 0, status, name } = outcome;
    if (attempts === 2 || !retryable || retryAfterMs > maxRetryWaitMs) {
      tell({ ...tried, outcome: certain ? 'not sent' : 'unsure', providerStatus: status, providerName: name });
      return { accepted: false, outcomeKnown: certain };
    }
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
  }
}

/**
 * Takes in a checked application. With a store it is kept first, so that the page that says so is true whatever the
 * carrier does next: one try here, the others from the outbox. `overNumber`: more came in an hour than may go out, so
 * it waits for its turn.
 */
export async function acceptSubmission(
  application: Submission,
  delivery: DeliveryContext,
  { overNumber = false } = {},
): Promise<SubmitResult> {
  const { outbox, addresses, log, alert, now } = delivery;
  if (!outbox) return sendDirect(application, delivery);
  const { reference } = application;
  const row = dedupeKey(application);
  const claim = overNumber ? undefined : crypto.randomUUID();
  const contents = { application, mail: renderMail(application, addresses(application)) };
  const keptAt = now();
  try {
    const isNew = await outbox.insert(row, contents, keptAt, { claim, overNumber });
    if (!isNew) return { accepted: true };
  } catch (error) {
    // A store far away may have written it before its answer was lost; then it is sent, and the same press finds it kept.
    const certain = (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR';
    log({ reference, outcome: certain ? 'not kept' : 'unsure', attempts: 0, ms: now() - keptAt });
    alert('not kept', reference);
    return { accepted: false, outcomeKnown: certain };
  }
  if (claim === undefined) {
    log({ reference, outcome: 'kept for later', attempts: 0, ms: now() - keptAt });
    return { accepted: true };
  }
  const claimed = { row, reference, claim, keptAt, tries: 0, unsureSince: null, toFallback: false, contents };
  // Whatever happens now, it is kept. A store that fails here has the claim end, and the outbox goes on.
  await attemptDelivery(claimed, delivery, { begun: true }).catch(() =>
    log({ reference, outcome: 'unsure', attempts: 1, ms: now() - keptAt }),
  );
  return { accepted: true };
}
