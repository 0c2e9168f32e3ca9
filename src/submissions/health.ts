import type { Outbox } from './outbox.ts';
import { overdueAfterMs } from './relay.ts';

const counted = (count: number, singular: string, plural: string) =>
  count === 0 ? [] : [count === 1 ? `1 ${singular}` : `${count} ${plural}`];

/** What is wrong with the outbox, one sentence each; empty when it is healthy. It makes a write: a full disk can still be read. */
export async function healthProblems(outbox: Outbox, now: number): Promise<string[]> {
  try {
    await outbox.probe(now);
    const { overdue, failed, undecryptable } = await outbox.stats(now, overdueAfterMs);
    return [
      ...counted(overdue, 'submission has waited longer than 15 minutes.', 'submissions have waited longer than 15 minutes.'),
      ...counted(failed, 'submission needs a person: npm run outbox says why.', 'submissions need a person: npm run outbox says why.'),
      ...counted(
        undecryptable,
        'submission is sealed with a key that is not set: see SEAL_KEY_PREVIOUS.',
        'submissions are sealed with a key that is not set: see SEAL_KEY_PREVIOUS.',
      ),
    ];
  } catch {
    return ['The store cannot be written to: no submission can be kept.'];
  }
}
