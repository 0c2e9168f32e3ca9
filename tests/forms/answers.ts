import type { Posted } from '../../src/forms/check.ts';

/** A good mentor application, as a browser posts it. */
export const goodMentor: Readonly<Record<string, string | readonly string[]>> = {
  criteria: 'all',
  training: 'help',
  training_help: 'A bus pass',
  name: 'Meera Patel',
  adult: 'yes',
  area: 'Oadby',
  contact_how: ['call', 'text', 'email'],
  phone: '07700 900 982',
  email: 'meera@example.org',
  message_safe: 'name-only',
  contact_when: 'Weekday mornings',
  why: 'Someone helped me.\nI want to do the same.',
  experience: 'I speak Gujarati',
  support_needs: ['reading', 'other'],
  support_other: 'A seat near the door',
  vetting_ok: 'yes',
};

/** The same with some answers changed; `undefined` leaves one out. */
export const posted = (changes: Record<string, string | readonly string[] | undefined> = {}, from = goodMentor): Posted =>
  new Map(
    Object.entries({ ...from, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? [value] : value] as const],
    ),
  );

/** The same as the body of a post. */
export function body(answers: Posted): string {
  const form = new URLSearchParams();
  for (const [name, values] of answers) for (const value of values) form.append(name, value);
  return form.toString();
}
