import { type Form, questionsInOrder } from '../forms/form.ts';
import type { FormState } from './sealed-state.ts';

/** Why a press of Send may not come from a person. None is proof, so each only leads to a page that asks. */
export type SpamSignal = 'trap' | 'fast' | 'links';

/** The field that people are not shown and programs fill in. Its name is public. */
export const honeypotField = 'leave_empty';

const minFillMs = 2000;
const maxLinks = 4;

/** What the mail says of each. */
export const signalText: Readonly<Record<SpamSignal, string>> = {
  honeypotField: 'a field that people are not shown was filled in',
  fast: `it was sent within ${minFillMs / 1000} seconds of the check page`,
  links: `it has ${maxLinks + 1} links or more`,
};

// Whatever stands before "://", since programs write more than http; and what a mail program makes a link of by itself.
const link = /:\/\/(?:www\.)?|\bwww\./gi;

function linksIn(form: Form, { answers }: FormState): number {
  return questionsInOrder(form).reduce((links, [name, { kind }]) => {
    const answer = answers[name];
    return (kind === 'text' || kind === 'textarea') && typeof answer === 'string' ? links + (answer.match(link)?.length ?? 0) : links;
  }, 0);
}

/** The signals of a state that was posted to be sent. One that never was on a check page counts as too fast. */
export function detectSpamSignals(form: Form, state: FormState, now: number): SpamSignal[] {
  const fast = state.checkedAt === undefined || now - state.checkedAt < minFillMs;
  return [
    ...(state.honeypotFilled ? (['trap'] as const) : []),
    ...(fast ? (['fast'] as const) : []),
    ...(linksIn(form, state) > maxLinks ? (['links'] as const) : []),
  ];
}
