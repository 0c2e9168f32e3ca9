import type { Outbox } from './outbox.ts';
import { overdueAfterMs } from './relay.ts';

/** What is wrong, as one sentence: for anybody, and for the operator with numbers. */
export interface HealthProblem {
  summary: string;
  detail: string;
}

const problem = (summary: string, detail = summary): HealthProblem => ({ summary, detail });

const counted = (count: number, singular: string, plural: string) =>
  count === 0 ? [] : [problem(`Submissions ${plural}`, count === 1 ? `1 submission ${singular}` : `${count} submissions ${plural}`)];

/** What is wrong with the outbox; empty when it is healthy. It makes a write: a full disk can still be read. */
export async function healthProblems(outbox: Outbox, now: number): Promise<HealthProblem[]> {
  try {
    await outbox.probe(now);
    const { overdue, failed, undecryptable } = await outbox.stats(now, overdueAfterMs);
    return [
      ...counted(overdue, 'has waited longer than 15 minutes.', 'have waited longer than 15 minutes.'),
      ...counted(failed, 'needs a person: npm run outbox says why.', 'need a person: npm run outbox says why.'),
      ...counted(
        undecryptable,
        'is sealed with a key that is not set: see SEAL_KEY_PREVIOUS.',
        'are sealed with a key that is not set: see SEAL_KEY_PREVIOUS.',
      ),
    ];
  } catch {
    return [problem('The store cannot be written to: no submission can be kept.')];
  }
}
