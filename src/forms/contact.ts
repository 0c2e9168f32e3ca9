import { type Answers, is, radios, ticked } from './fields.ts';

// What every form asks about safe contact, and what staff must read first. One place, because a person may be put in
// danger by one form that asks it another way.

const safety = {
  yes: 'Yes',
  'name-only': 'Only a first name and number. Do not say where you are from',
  no: 'No. Do not leave a message or send a text',
  unsure: 'I do not know',
} as const;

/** True when a call or a text was chosen. */
export const byPhone = (answers: Answers): boolean => ticked(answers, 'contact_how', 'call', 'text');

/** "Is it safe to leave a message?", asked of whoever chose a call or a text. */
export const messageSafe = (o: { hint: string }) =>
  radios('Is it safe to leave a message?', {
    ...o,
    missing: 'Select if it is safe to leave a message',
    options: safety,
    revealedBy: { question: 'contact_how', values: ['call', 'text'] },
  });

/** The same about the person who refers; left out, it counts as no. */
export const referrerMessageSafe = () =>
  radios('Is it safe to leave you a message?', { optional: true, hint: 'If you leave this out, we leave no message.', options: safety });

/** A text is a message: alone it is no way to reach someone it may put in danger. */
export function textAlone(answers: Answers, whom: 'you' | 'them'): { question: string; says: string }[] {
  if (!ticked(answers, 'contact_how', 'text') || ticked(answers, 'contact_how', 'call', 'email', 'via-referrer', 'they-call')) return [];
  const instead = `Choose another way to contact ${whom}`;
  if (is(answers, 'message_safe', 'no')) return [{ question: 'contact_how', says: `You said it is not safe to send a text. ${instead}` }];
  // Not knowing counts as no.
  if (is(answers, 'message_safe', 'unsure'))
    return [{ question: 'contact_how', says: `You said you do not know if a text is safe. ${instead}` }];
  return [];
}

/** True when a message must not be left: said so, not known, or not answered. */
export const noMessage = (answers: Answers): boolean =>
  byPhone(answers) && !is(answers, 'message_safe', 'yes') && !is(answers, 'message_safe', 'name-only');

/** True when there is a way to reach the person themselves. A text is a message, so it is none where a message must not be left. */
export const reachable = (answers: Answers): boolean =>
  ticked(answers, 'contact_how', 'call', 'email') || (ticked(answers, 'contact_how', 'text') && !noMessage(answers));

/** What stands on top of the mail about messages. */
export function messageWarnings(answers: Answers): string[] {
  if (noMessage(answers)) return ['DO NOT LEAVE A MESSAGE'];
  return byPhone(answers) && is(answers, 'message_safe', 'name-only') ? ['MESSAGE: FIRST NAME AND NUMBER ONLY'] : [];
}

/** The ways a person said are safe, ready to use: "Call 07700 900 982 (no message)". */
export function safeWays(answers: Answers, names: { phone: string; email: string }): string[] {
  const text = (question: string) => (typeof answers[question] === 'string' ? answers[question] : '');
  const quiet = noMessage(answers)
    ? ' (no message)'
    : is(answers, 'message_safe', 'name-only')
      ? ' (message: first name and number only)'
      : '';
  return [
    ...(ticked(answers, 'contact_how', 'call') ? [`Call ${text(names.phone)}${quiet}`] : []),
    ...(ticked(answers, 'contact_how', 'text') && !noMessage(answers) ? [`Text ${text(names.phone)}${quiet}`] : []),
    ...(ticked(answers, 'contact_how', 'email') ? [`Email ${text(names.email)}`] : []),
    ...(ticked(answers, 'contact_how', 'via-referrer') ? ['Through the referrer'] : []),
    ...(ticked(answers, 'contact_how', 'they-call') ? ['They will call us'] : []),
  ];
}
