import { type Answers, is, radios, ticked, written } from './fields.ts';

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
  radios('Is it safe to leave you a message?', {
    optional: true,
    hint: 'An email is a message too. If you leave this out, it means no.',
    options: safety,
  });

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

type Safety = 'yes' | 'name-only' | 'no';

/** Not knowing counts as no, and so does no answer. */
const safetyOf = (answers: Answers, question: string): Safety => {
  if (is(answers, question, 'yes')) return 'yes';
  return is(answers, question, 'name-only') ? 'name-only' : 'no';
};

/** True when a message must not be left: said so, not known, or not answered. */
export const noMessage = (answers: Answers): boolean => byPhone(answers) && safetyOf(answers, 'message_safe') === 'no';

/**
 * True when a number is asked for. Where it could only be used for a text that is not safe, and there is another way, it
 * is left out: nobody can use by mistake what is not there.
 */
export const numberAsked = (answers: Answers): boolean =>
  ticked(answers, 'contact_how', 'call') || (ticked(answers, 'contact_how', 'text') && !numberLeftOut(answers));

function numberLeftOut(answers: Answers): boolean {
  if (ticked(answers, 'contact_how', 'call') || !ticked(answers, 'contact_how', 'text')) return false;
  const unsafe = is(answers, 'message_safe', 'no') || is(answers, 'message_safe', 'unsure');
  return unsafe && ticked(answers, 'contact_how', 'email', 'via-referrer', 'they-call');
}

/** What the check page says of a number that was left out. */
export const contactNotes = (answers: Answers): string[] =>
  numberLeftOut(answers) ? ['You did not say that a text is safe. So the phone number is left out, and is not sent.'] : [];

/** True when there is a way to reach the person themselves. A text is a message, so it is none where a message must not be left. */
export const reachable = (answers: Answers): boolean =>
  ticked(answers, 'contact_how', 'call', 'email') || (ticked(answers, 'contact_how', 'text') && !noMessage(answers));

/** What stands on top of the mail about messages. */
export function messageWarnings(answers: Answers): string[] {
  if (noMessage(answers)) return ['DO NOT LEAVE A MESSAGE', ...(ticked(answers, 'contact_how', 'text') ? ['DO NOT SEND A TEXT'] : [])];
  return byPhone(answers) && is(answers, 'message_safe', 'name-only') ? ['MESSAGE: FIRST NAME AND NUMBER ONLY'] : [];
}

const quietly: Readonly<Record<Safety, string>> = {
  yes: '',
  'name-only': ' (message: first name and number only)',
  no: ' (no message)',
};

/** The ways a person said are safe, ready to use: "Call 07700 900 982 (no message)". */
export function safeWays(answers: Answers, names: { phone: string; email: string }): string[] {
  const quiet = quietly[safetyOf(answers, 'message_safe')];
  return [
    ...(ticked(answers, 'contact_how', 'call') ? [`Call ${written(answers, names.phone)}${quiet}`] : []),
    ...(ticked(answers, 'contact_how', 'text') && !noMessage(answers) ? [`Text ${written(answers, names.phone)}${quiet}`] : []),
    ...(ticked(answers, 'contact_how', 'email') ? [`Email ${written(answers, names.email)}`] : []),
    ...(ticked(answers, 'contact_how', 'via-referrer') ? ['Through the referrer'] : []),
    ...(ticked(answers, 'contact_how', 'they-call') ? ['They will call us'] : []),
  ];
}

/** What stands on top of the mail about messages to whoever refers someone they know. An e-mail is a message too. */
export function referrerWarnings(answers: Answers): string[] {
  switch (safetyOf(answers, 'referrer_message_safe')) {
    case 'yes':
      return [];
    case 'name-only':
      return ['MESSAGE FOR THE REFERRER: FIRST NAME AND NUMBER ONLY'];
    default:
      return ['DO NOT LEAVE THE REFERRER A MESSAGE'];
  }
}

/** Who the referrer is and how to reach them. Who refers at work is reached at work, and is not asked what is safe. */
export function referrerFirst(answers: Answers, { atWork }: { atWork: boolean }): string[] {
  const who = [written(answers, 'referrer_name'), written(answers, 'referrer_org')].filter(Boolean).join(', ');
  const [phone, email] = [written(answers, 'referrer_phone'), written(answers, 'referrer_email')];
  const safety = atWork ? 'yes' : safetyOf(answers, 'referrer_message_safe');
  const byEmail = safety === 'name-only' ? ' (first name and number only)' : '';
  const ways = [
    ...(phone ? [`call ${phone}${quietly[safety]}`] : []),
    ...(email && safety !== 'no' ? [`email ${email}${byEmail}`] : []),
  ].join(' or ');
  if (!ways)
    return [
      `The referrer is ${who}. They left only an email address, and did not say that a message is safe. An email is a message too.`,
      'If there is no other way, write only your first name and a number to call. Do not say where you are from.',
    ];
  return [
    `The referrer is ${who}: ${ways}.`,
    ...(email && safety === 'no' ? ['Do not email the referrer: an email is a message too.'] : []),
  ];
}
