import { type Form, inOrder } from '../forms/form.ts';
import type { State } from './sealed-state.ts';

/** Why a press of Send may not come from a person. None is proof, so each only leads to a page that asks. */
export type Signal = 'trap' | 'fast' | 'links';

/** The field that people are not shown and programs fill in. Its name is public. */
export const trap = 'leave_empty';

const soonest = 2000;
const mostLinks = 4;

/** What the mail says of each. */
export const inWords: Readonly<Record<Signal, string>> = {
  trap: 'a field that people are not shown was filled in',
  fast: `it was sent within ${soonest / 1000} seconds of the check page`,
  links: `it has ${mostLinks + 1} links or more`,
};

// Whatever stands before "://", since programs write more than http; and what a mail program makes a link of by itself.
const link = /:\/\/(?:www\.)?|\bwww\./gi;

function linksIn(form: Form, { answers }: State): number {
  return inOrder(form).reduce((links, [name, { kind }]) => {
    const answer = answers[name];
    return (kind === 'text' || kind === 'long text') && typeof answer === 'string' ? links + (answer.match(link)?.length ?? 0) : links;
  }, 0);
}

/** The signals of a state that was posted to be sent. One that never was on a check page counts as too fast. */
export function signalsOf(form: Form, state: State, now: number): Signal[] {
  const fast = state.checkedAt === undefined || now - state.checkedAt < soonest;
  return [
    ...(state.trapFilled ? (['trap'] as const) : []),
    ...(fast ? (['fast'] as const) : []),
    ...(linksIn(form, state) > mostLinks ? (['links'] as const) : []),
  ];
}
