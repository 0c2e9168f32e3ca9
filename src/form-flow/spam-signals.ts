import type { Answers } from '../forms/fields.ts';
import { type Form, questionsInOrder } from '../forms/form.ts';

/** Signs that a form was filled in by a program. None is proof, so each only leads to a page that asks for confirmation. */
export type SpamSignal = 'honeypot' | 'too-fast' | 'too-many-links';

/** The name of the honeypot: a field that people do not see and programs fill in. */
export const honeypotField = 'leave_empty';

const minFillMs = 2000;
const maxLinks = 4;

/** How the mail describes each signal. */
export const signalText: Readonly<Record<SpamSignal, string>> = {
  honeypot: 'a field that people are not shown was filled in',
  'too-fast': `it was sent within ${minFillMs / 1000} seconds of the check page`,
  'too-many-links': `it has ${maxLinks + 1} links or more`,
};

// Any scheme, since programs write more than http; and www., which mail programs turn into a link.
const link = /:\/\/(?:www\.)?|\bwww\./gi;

const countLinks = (form: Form, answers: Answers): number =>
  questionsInOrder(form).reduce((count, [name, { kind }]) => {
    const answer = answers[name];
    return (kind === 'text' || kind === 'textarea') && typeof answer === 'string' ? count + (answer.match(link)?.length ?? 0) : count;
  }, 0);

/**
 * Detects spam signals in a form that is to be sent. `checkedAt` is when its check page was made, in ms since the epoch;
 * without one it counts as too fast.
 */
export function detectSpamSignals(
  form: Form,
  { answers, checkedAt, honeypotFilled }: { answers: Answers; checkedAt?: number | undefined; honeypotFilled?: boolean | undefined },
  now: number,
): SpamSignal[] {
  const tooFast = checkedAt === undefined || now - checkedAt < minFillMs;
  return [
    ...(honeypotFilled ? (['honeypot'] as const) : []),
    ...(tooFast ? (['too-fast'] as const) : []),
    ...(countLinks(form, answers) > maxLinks ? (['too-many-links'] as const) : []),
  ];
}
