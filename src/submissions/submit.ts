import { createHash } from 'node:crypto';
import { type Delivery, handOn, isForAPerson } from './deliver.ts';
import { mailFor } from './mail.ts';
import type { Application } from './submission.ts';

export type Received =
  /** It has been accepted by the carrier, or is kept until it is. */
  | { taken: true }
  /** `certain: false`: it may have been taken after all; the page says that we cannot be sure. */
  | { taken: false; certain: boolean };

// Waiting longer than this would keep a person in front of a blank page past the ten seconds they were promised.
const longestWait = 2000;

/** The name of an application in the outbox. Two presses of the same answers are one, whatever made us ask about a press. */
export function rowOf({ notices: _notices, marks: _marks, ...application }: Application): string {
  const hash = createHash('sha256').update(JSON.stringify(application)).digest('hex').slice(0, 16);
  return `${application.reference}/${hash}`;
}

/** Without a store: two tries with the same key and the same bytes, and never "taken" without the carrier's id. */
async function sendAtOnce(application: Application, { post, addresses, tell, alert, now }: Delivery): Promise<Received> {
  const mail = mailFor(application, addresses(application));
  const start = now();
  let certain = true;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await post.send(mail);
    const tried = { reference: application.reference, attempts, ms: now() - start };
    if (outcome.accepted) {
      tell({ ...tried, outcome: 'sent' });
      return { taken: true };
    }
    if (isForAPerson(outcome)) alert('provider refuses', application.reference);
    certain &&= outcome.certain;
    const { again, wait = 0, status, name } = outcome;
    if (attempts === 2 || !again || wait > longestWait) {
      tell({ ...tried, outcome: certain ? 'not sent' : 'unsure', providerStatus: status, providerName: name });
      return { taken: false, certain };
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * Takes in a checked application. With a store it is kept first, so that the page that says so is true whatever the
 * carrier does next: one try here, the others from the outbox. `overNumber`: more came in an hour than may go out, so
 * it waits for its turn.
 */
export async function receive(application: Application, delivery: Delivery, { overNumber = false } = {}): Promise<Received> {
  const { outbox, addresses, tell, alert, now } = delivery;
  if (!outbox) return sendAtOnce(application, delivery);
  const { reference } = application;
  const row = rowOf(application);
  const claim = overNumber ? undefined : crypto.randomUUID();
  const contents = { application, mail: mailFor(application, addresses(application)) };
  const keptAt = now();
  try {
    const isNew = await outbox.keep(row, contents, keptAt, { claim, overNumber });
    if (!isNew) return { taken: true };
  } catch (error) {
    // A store far away may have written it before its answer was lost; then it is sent, and the same press finds it kept.
    const certain = (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR';
    tell({ reference, outcome: certain ? 'not kept' : 'unsure', attempts: 0, ms: now() - keptAt });
    alert('not kept', reference);
    return { taken: false, certain };
  }
  if (claim === undefined) {
    tell({ reference, outcome: 'kept for later', attempts: 0, ms: now() - keptAt });
    return { taken: true };
  }
  const claimed = { row, reference, claim, keptAt, tries: 0, unsureSince: null, toFallback: false, contents };
  // Whatever happens now, it is kept. A store that fails here has the claim end, and the outbox goes on.
  await handOn(claimed, delivery, { begun: true }).catch(() => tell({ reference, outcome: 'unsure', attempts: 1, ms: now() - keptAt }));
  return { taken: true };
}
