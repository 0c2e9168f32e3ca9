import { type Answers, answerEquals, answerIncludes, type FieldError, radios, textAnswer } from './fields.ts';

// Safe contact: the questions, and what staff must read first. All forms share them, since one form with its own wording
// could put a person in danger.

const shared = 'Some people share a phone or live with someone who checks it. Tell us what is safe';

/** Heading and lead of the section with these questions. */
export const safeContactSection = { heading: 'How to get in touch safely', lead: `${shared}.` };
export const ownSafeContactSection = { ...safeContactSection, lead: `${shared} for you.` };

const messageOptions = {
  yes: 'Yes',
  'name-only': 'Only a first name and number. Do not say where you are from',
  no: 'No. Do not leave a message or send a text',
  unsure: 'I do not know',
} as const;

const chose = (answers: Answers, ...methods: string[]): boolean => answerIncludes(answers, 'contact_how', ...methods);

const byPhone = (answers: Answers): boolean => chose(answers, 'call', 'text');

/** "Is it safe to leave a message?", revealed by a call or a text. */
export const messageSafeQuestion = (o: { hint: string }) =>
  radios('Is it safe to leave a message?', {
    ...o,
    requiredMessage: 'Select if it is safe to leave a message',
    options: messageOptions,
    conditionalOn: { question: 'contact_how', values: ['call', 'text'] },
  });

/** The same about the person who refers. No answer counts as no. */
export const referrerMessageSafeQuestion = () =>
  radios('Is it safe to leave you a message?', {
    optional: true,
    hint: 'An email is a message too. If you leave this out, it means no.',
    options: messageOptions,
  });

/** An error where a text is the only way chosen, and is not known to be safe: a text is a message. */
export function unsafeTextErrors(answers: Answers, whom: 'you' | 'them'): FieldError[] {
  if (!chose(answers, 'text') || chose(answers, 'call', 'email', 'via-referrer', 'they-call')) return [];
  const alternative = `Choose another way to contact ${whom}`;
  if (answerEquals(answers, 'message_safe', 'no'))
    return [{ question: 'contact_how', message: `You said it is not safe to send a text. ${alternative}` }];
  // Not knowing counts as no.
  if (answerEquals(answers, 'message_safe', 'unsure'))
    return [{ question: 'contact_how', message: `You said you do not know if a text is safe. ${alternative}` }];
  return [];
}

type MessageSafety = 'yes' | 'name-only' | 'no';

/** Not knowing counts as no, and so does no answer. */
const messageSafety = (answers: Answers, question: string): MessageSafety => {
  if (answerEquals(answers, question, 'yes')) return 'yes';
  return answerEquals(answers, question, 'name-only') ? 'name-only' : 'no';
};

const mustNotLeaveMessage = (answers: Answers): boolean => byPhone(answers) && messageSafety(answers, 'message_safe') === 'no';

/**
 * Whether to ask for a phone number. Where it could only be used for a text that is not safe, and there is another way,
 * it is left out: what is not in the mail cannot be used by mistake.
 */
export const isPhoneRelevant = (answers: Answers): boolean =>
  chose(answers, 'call') || (chose(answers, 'text') && !isPhoneOmitted(answers));

function isPhoneOmitted(answers: Answers): boolean {
  if (chose(answers, 'call') || !chose(answers, 'text')) return false;
  const unsafe = answerEquals(answers, 'message_safe', 'no') || answerEquals(answers, 'message_safe', 'unsure');
  return unsafe && chose(answers, 'email', 'via-referrer', 'they-call');
}

/** Says on the check page that the phone number was left out. */
export const contactNotes = (answers: Answers): string[] =>
  isPhoneOmitted(answers) ? ['You did not say that a text is safe. So the phone number is left out, and is not sent.'] : [];

/** Whether staff may contact the person themselves. */
export const isDirectlyReachable = (answers: Answers): boolean =>
  chose(answers, 'call', 'email') || (chose(answers, 'text') && !mustNotLeaveMessage(answers));

/** Warnings of the mail about messages to the person. */
export function messageWarnings(answers: Answers): string[] {
  if (mustNotLeaveMessage(answers)) return ['DO NOT LEAVE A MESSAGE', ...(chose(answers, 'text') ? ['DO NOT SEND A TEXT'] : [])];
  return byPhone(answers) && answerEquals(answers, 'message_safe', 'name-only') ? ['MESSAGE: FIRST NAME AND NUMBER ONLY'] : [];
}

const messageSuffix: Readonly<Record<MessageSafety, string>> = {
  yes: '',
  'name-only': ' (message: first name and number only)',
  no: ' (no message)',
};

/** The safe ways to contact a person, as instructions: "Call 07700 900 982 (no message)". `fields` names the two questions. */
export function safeContactMethods(answers: Answers, fields: { phone: string; email: string }): string[] {
  const suffix = messageSuffix[messageSafety(answers, 'message_safe')];
  const phone = textAnswer(answers, fields.phone);
  return [
    ...(chose(answers, 'call') ? [`Call ${phone}${suffix}`] : []),
    ...(chose(answers, 'text') && !mustNotLeaveMessage(answers) ? [`Text ${phone}${suffix}`] : []),
    ...(chose(answers, 'email') ? [`Email ${textAnswer(answers, fields.email)}`] : []),
    ...(chose(answers, 'via-referrer') ? ['Through the referrer'] : []),
    ...(chose(answers, 'they-call') ? ['They will call us'] : []),
  ];
}

/** Warnings of the mail about messages to a referrer who refers someone they know. */
export function referrerWarnings(answers: Answers): string[] {
  switch (messageSafety(answers, 'referrer_message_safe')) {
    case 'yes':
      return [];
    case 'name-only':
      return ['MESSAGE FOR THE REFERRER: FIRST NAME AND NUMBER ONLY'];
    default:
      return ['DO NOT LEAVE THE REFERRER A MESSAGE'];
  }
}

/** Who the referrer is and how to reach them. A professional is reached at work, and is not asked what is safe. */
export function referrerActions(answers: Answers, { professional }: { professional: boolean }): string[] {
  const who = [textAnswer(answers, 'referrer_name'), textAnswer(answers, 'referrer_org')].filter(Boolean).join(', ');
  const [phone, email] = [textAnswer(answers, 'referrer_phone'), textAnswer(answers, 'referrer_email')];
  const safety = professional ? 'yes' : messageSafety(answers, 'referrer_message_safe');
  const emailSuffix = safety === 'name-only' ? ' (first name and number only)' : '';
  const methods = [
    ...(phone ? [`call ${phone}${messageSuffix[safety]}`] : []),
    ...(email && safety !== 'no' ? [`email ${email}${emailSuffix}`] : []),
  ].join(' or ');
  if (!methods)
    return [
      `The referrer is ${who}. They left only an email address, and did not say that a message is safe. An email is a message too.`,
      'If there is no other way, write only your first name and a number to call. Do not say where you are from.',
    ];
  return [
    `The referrer is ${who}: ${methods}.`,
    ...(email && safety === 'no' ? ['Do not email the referrer: an email is a message too.'] : []),
  ];
}
