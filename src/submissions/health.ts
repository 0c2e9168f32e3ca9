import type { Outbox } from './outbox.ts';
import { overdueAfterMs } from './relay.ts';

const counted = (number: number, one: string, several: string) =>
  number === 0 ? [] : [number === 1 ? `1 ${one}` : `${number} ${several}`];

/** What is wrong with the outbox, a sentence each; none when all is well. It is written to, since reading alone proves little. */
export async function healthProblems(outbox: Outbox, now: number): Promise<string[]> {
  try {
    await outbox.probe(now);
    const { overdue, failed, undecryptable } = await outbox.stats(now, overdueAfterMs);
    return [
      ...counted(overdue, 'application has waited longer than 15 minutes.', 'applications have waited longer than 15 minutes.'),
      ...counted(failed, 'application needs a person: npm run outbox says why.', 'applications need a person: npm run outbox says why.'),
      ...counted(
        undecryptable,
        'application is sealed with a key that is not set: see SEAL_KEY_PREVIOUS.',
        'applications are sealed with a key that is not set: see SEAL_KEY_PREVIOUS.',
      ),
    ];
  } catch {
    return ['The store cannot be written to: no application can be kept.'];
  }
}
