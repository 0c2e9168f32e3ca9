import type { Answers } from '../../src/forms/fields.ts';
import { type EligibilityPage, type Form, questionsInOrder } from '../../src/forms/form.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../src/forms/referral.ts';
import type { FormValues } from '../../src/forms/validate.ts';

// Each answers every question that shows a box to write in, so that a test can put its own words into all of them.

/** A good mentor application, as a browser posts it. */
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

/** A good request for a call about mentoring. */
export const validCallBack: Answers = {
  name: 'Meera Patel',
  contact_how: ['call', 'text', 'email'],
  phone: '07700 900 982',
  email: 'meera@example.org',
  message_safe: 'name-only',
};

/** A good referral of oneself. */
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

const ofAnother = { contact_how: ['call', 'text', 'email', 'via-referrer', 'they-call'], person_knows: 'agrees', call_first: 'no' };

/** A good referral by a relative or a friend. */
export const validFriendReferral: Answers = {
  ...validSelfReferral,
  ...ofAnother,
  referrer_name: 'Ravi Patel',
  referrer_relation: 'Her brother',
  referrer_phone: '01632 960 001',
  referrer_email: 'ravi@example.org',
  referrer_message_safe: 'yes',
  referrer_when: 'After work, ask for Ravi',
};

/** A good referral by someone at work. */
export const validProfessionalReferral: Answers = {
  ...validSelfReferral,
  ...ofAnother,
  referrer_type: 'other',
  referrer_type_other: 'A teacher',
  referrer_name: 'Jo Wójcik',
  referrer_org: 'The college',
  referrer_phone: '01632 960 002 x12',
  referrer_email: 'jo@example.org',
  referrer_when: 'Mornings, ask for the office',
};

const good: Readonly<Record<string, Answers>> = {
  'become-a-mentor/apply': validMentor,
  'become-a-mentor/ask-for-a-call': validCallBack,
  'refer/myself': validSelfReferral,
  'refer/someone-i-know': validFriendReferral,
  'refer/at-work': validProfessionalReferral,
};

/** Good answers to a form. A new form needs a line above before any test that tries every form can try it. */
export function validAnswers({ address }: Form): Answers {
  const answers = good[address];
  if (!answers) throw new Error(`tests/forms/answers.ts has no good answers for ${address}`);
  return answers;
}

/** The answer that leads to a kind page, whatever else was answered. */
export function answerLeadingTo({ question, when }: EligibilityPage, form: Form): Record<string, string> {
  const asked = form.questions[question];
  const values = asked && 'options' in asked ? Object.keys(asked.options) : [];
  const value = values.find((each) => when({ [question]: each }));
  if (value === undefined) throw new Error(`No answer to ${question} leads to its kind page`);
  return { [question]: value };
}

/** The forms that are a referral. */
export const referralForms: readonly Form[] = [selfReferralForm, friendReferralForm, professionalReferralForm];

/** The names of the questions answered in words, in the order they are asked. */
export const textQuestions = (form: Form): string[] =>
  questionsInOrder(form).flatMap(([name, { kind }]) => (kind === 'text' || kind === 'textarea' ? [name] : []));

/** The same with some answers changed; `undefined` leaves one out. */
export const formValues = (changes: Record<string, string | readonly string[] | undefined> = {}, from = validMentor): FormValues =>
  new Map(
    Object.entries({ ...from, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? [value] : value] as const],
    ),
  );

/** The same as the body of a post. */
export function urlEncoded(answers: FormValues): string {
  const form = new URLSearchParams();
  for (const [name, values] of answers) for (const value of values) form.append(name, value);
  return form.toString();
}
