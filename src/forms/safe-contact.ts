import { type Answers, answerEquals, answerIncludes, radios, textAnswer } from './fields.ts';

// What every form asks about safe contact, and what staff must read first. One place, because a person may be put in
// danger by one form that asks it another way.

const safety = {
  yes: 'Yes',
  'name-only': 'Only a first name and number. Do not say where you are from',
  no: 'No. Do not leave a message or send a text',
  unsure: 'I do not know',
} as const;

/** True when a call or a text was chosen. */
export const prefersPhone = (answers: Answers): boolean => answerIncludes(answers, 'contact_how', 'call', 'text');

/** "Is it safe to leave a message?", asked of whoever chose a call or a text. */
export const messageSafeQuestion = (o: { hint: string }) =>
  radios('Is it safe to leave a message?', {
    ...o,
    requiredMessage: 'Select if it is safe to leave a message',
    options: safety,
    conditionalOn: { question: 'contact_how', values: ['call', 'text'] },
  });

/** The same about the person who refers; left out, it counts as no. */
export const referrerMessageSafeQuestion = () =>
  radios('Is it safe to leave you a message?', {
    optional: true,
    hint: 'An email is a message too. If you leave this out, it means no.',
    options: safety,
  });

/** A text is a message: alone it is no way to reach someone it may put in danger. */
export function unsafeTextErrors(answers: Answers, whom: 'you' | 'them'): { question: string; says: string }[] {
  if (
    !answerIncludes(answers, 'contact_how', 'text') ||
    answerIncludes(answers, 'contact_how', 'call', 'email', 'via-referrer', 'they-call')
  )
    return [];
  const instead = `Choose another way to contact ${whom}`;
  if (answerEquals(answers, 'message_safe', 'no'))
    return [{ question: 'contact_how', says: `You said it is not safe to send a text. ${instead}` }];
  // Not knowing counts as no.
  if (answerEquals(answers, 'message_safe', 'unsure'))
    return [{ question: 'contact_how', says: `You said you do not know if a text is safe. ${instead}` }];
  return [];
}

type Safety = 'yes' | 'name-only' | 'no';

/** Not knowing counts as no, and so does no answer. */
const safetyOf = (answers: Answers, question: string): Safety => {
  if (answerEquals(answers, question, 'yes')) return 'yes';
  return answerEquals(answers, question, 'name-only') ? 'name-only' : 'no';
};

/** True when a message must not be left: said so, not known, or not answered. */
export const mustNotLeaveMessage = (answers: Answers): boolean => prefersPhone(answers) && safetyOf(answers, 'message_safe') === 'no';

/**
 * True when a number is asked for. Where it could only be used for a text that is not safe, and there is another way, it
 * is left out: nobody can use by mistake what is not there.
 */
export const isPhoneRelevant = (answers: Answers): boolean =>
  answerIncludes(answers, 'contact_how', 'call') || (answerIncludes(answers, 'contact_how', 'text') && !numberLeftOut(answers));

function numberLeftOut(answers: Answers): boolean {
  if (answerIncludes(answers, 'contact_how', 'call') || !answerIncludes(answers, 'contact_how', 'text')) return false;
  const unsafe = answerEquals(answers, 'message_safe', 'no') || answerEquals(answers, 'message_safe', 'unsure');
  return unsafe && answerIncludes(answers, 'contact_how', 'email', 'via-referrer', 'they-call');
}

/** What the check page says of a number that was left out. */
export const contactNotes = (answers: Answers): string[] =>
  numberLeftOut(answers) ? ['You did not say that a text is safe. So the phone number is left out, and is not sent.'] : [];

/** True when there is a way to reach the person themselves. A text is a message, so it is none where a message must not be left. */
export const isDirectlyReachable = (answers: Answers): boolean =>
  answerIncludes(answers, 'contact_how', 'call', 'email') ||
  (answerIncludes(answers, 'contact_how', 'text') && !mustNotLeaveMessage(answers));

/** What stands on top of the mail about messages. */
export function messageWarnings(answers: Answers): string[] {
  if (mustNotLeaveMessage(answers))
    return ['DO NOT LEAVE A MESSAGE', ...(answerIncludes(answers, 'contact_how', 'text') ? ['DO NOT SEND A TEXT'] : [])];
  return prefersPhone(answers) && answerEquals(answers, 'message_safe', 'name-only') ? ['MESSAGE: FIRST NAME AND NUMBER ONLY'] : [];
}

const quietly: Readonly<Record<Safety, string>> = {
  yes: '',
  'name-only': ' (message: first name and number only)',
  no: ' (no message)',
};

/** The ways a person said are safe, ready to use: "Call 07700 900 982 (no message)". */
export function safeContactMethods(answers: Answers, names: { phone: string; email: string }): string[] {
  const quiet = quietly[safetyOf(answers, 'message_safe')];
  return [
    ...(answerIncludes(answers, 'contact_how', 'call') ? [`Call ${textAnswer(answers, names.phone)}${quiet}`] : []),
    ...(answerIncludes(answers, 'contact_how', 'text') && !mustNotLeaveMessage(answers)
      ? [`Text ${textAnswer(answers, names.phone)}${quiet}`]
      : []),
    ...(answerIncludes(answers, 'contact_how', 'email') ? [`Email ${textAnswer(answers, names.email)}`] : []),
    ...(answerIncludes(answers, 'contact_how', 'via-referrer') ? ['Through the referrer'] : []),
    ...(answerIncludes(answers, 'contact_how', 'they-call') ? ['They will call us'] : []),
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
export function referrerActions(answers: Answers, { professionalReferralForm: atWork }: { professionalReferralForm: boolean }): string[] {
  const who = [textAnswer(answers, 'referrer_name'), textAnswer(answers, 'referrer_org')].filter(Boolean).join(', ');
  const [phone, email] = [textAnswer(answers, 'referrer_phone'), textAnswer(answers, 'referrer_email')];
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
