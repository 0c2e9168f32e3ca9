import type { Answers } from '../../src/forms/fields.ts';
import { type EligibilityPage, type Form, questionsInOrder } from '../../src/forms/form.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../src/forms/referral.ts';
import type { FormValues } from '../../src/forms/validate.ts';

// Each has an answer to every question with a text box, so that a test can put its own text into all of them.

export const validMentor: Answers = {
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

export const validCallBack: Answers = {
  name: 'Meera Patel',
  contact_how: ['call', 'text', 'email'],
  phone: '07700 900 982',
  email: 'meera@example.org',
  message_safe: 'name-only',
};

export const validSelfReferral: Answers = {
  service: 'other',
  service_other: 'Help with letters',
  person_name: 'Meera Patel',
  person_known_as: 'Mina',
  person_adult: 'yes',
  person_area: 'Oadby',
  in_prison: 'yes',
  needed_by: 'I leave on 3 March',
  contact_how: ['call', 'text', 'email', 'they-call'],
  person_phone: '07700 900 982',
  person_email: 'meera@example.org',
  message_safe: 'name-only',
  contact_when: 'Weekday mornings',
  need: 'I want to find work.\nI like to cook.',
  interpreter: 'yes',
  language: 'Gujarati',
  access_needs: ['reading', 'other'],
  access_other: 'A seat near the door',
};

const aboutSomeoneElse = { contact_how: ['call', 'text', 'email', 'via-referrer', 'they-call'], person_knows: 'agrees', call_first: 'no' };

export const validFriendReferral: Answers = {
  ...validSelfReferral,
  ...aboutSomeoneElse,
  referrer_name: 'Ravi Patel',
  referrer_relation: 'Her brother',
  referrer_phone: '01632 960 001',
  referrer_email: 'ravi@example.org',
  referrer_message_safe: 'yes',
  referrer_when: 'After work, ask for Ravi',
};

export const validProfessionalReferral: Answers = {
  ...validSelfReferral,
  ...aboutSomeoneElse,
  referrer_type: 'other',
  referrer_type_other: 'A teacher',
  referrer_name: 'Jo Wójcik',
  referrer_org: 'The college',
  referrer_phone: '01632 960 002 x12',
  referrer_email: 'jo@example.org',
  referrer_when: 'Mornings, ask for the office',
};

const validByAddress: Readonly<Record<string, Answers>> = {
  'become-a-mentor/apply': validMentor,
  'become-a-mentor/ask-for-a-call': validCallBack,
  'refer/myself': validSelfReferral,
  'refer/someone-i-know': validFriendReferral,
  'refer/at-work': validProfessionalReferral,
};

/** Valid answers to a form. A new form needs an entry above before the tests over every form can run. */
export function validAnswers({ address }: Form): Answers {
  const answers = validByAddress[address];
  if (!answers) throw new Error(`tests/forms/answers.ts has no valid answers for ${address}`);
  return answers;
}

/** An answer that leads to the eligibility page, whatever the other answers are. */
export function answerLeadingTo({ question, when }: EligibilityPage, form: Form): Record<string, string> {
  const definition = form.questions[question];
  const values = definition && 'options' in definition ? Object.keys(definition.options) : [];
  const value = values.find((candidate) => when({ [question]: candidate }));
  if (value === undefined) throw new Error(`No answer to ${question} leads to its eligibility page`);
  return { [question]: value };
}

export const referralForms: readonly Form[] = [selfReferralForm, friendReferralForm, professionalReferralForm];

/** The names of the questions with a text box, in order. */
export const textQuestions = (form: Form): string[] =>
  questionsInOrder(form).flatMap(([name, { kind }]) => (kind === 'text' || kind === 'textarea' ? [name] : []));

/** `from` as a browser posts it, with some answers changed; `undefined` leaves one out. */
export const formValues = (changes: Record<string, string | readonly string[] | undefined> = {}, from = validMentor): FormValues =>
  new Map(
    Object.entries({ ...from, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? [value] : value] as const],
    ),
  );

/** As the body of a POST request. */
export function urlEncoded(answers: FormValues): string {
  const form = new URLSearchParams();
  for (const [name, values] of answers) for (const value of values) form.append(name, value);
  return form.toString();
}
