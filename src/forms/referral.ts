import { type Answers, answerEquals, answerIncludes, type FieldError, type Question, textAnswer } from './fields.ts';
import type { EligibilityPage, Form } from './form.ts';
import { helpLinks } from './help-links.ts';
import { hasAgreed, referralActions, referralWarnings } from './referral-mail.ts';
import { type ReferralType, referralQuestions, referrerOnly } from './referral-questions.ts';
import { contactNotes, ownSafeContactSection, safeContactSection, unsafeTextErrors } from './safe-contact.ts';

/** See `Form.crossFieldErrors`. */
function referralErrors(type: ReferralType) {
  return (answers: Answers): FieldError[] => {
    const errors: FieldError[] = [];
    // Without a yes the person is not contacted, so their number and e-mail address are not asked for.
    if (
      type !== 'self' &&
      answers['person_knows'] !== undefined &&
      !hasAgreed(answers) &&
      answerIncludes(answers, 'contact_how', 'call', 'text', 'email')
    )
      errors.push({ question: 'contact_how', message: 'They have not said yes. Choose Through me or They will call us' });
    // A professional who works for no service may leave either; one message says so.
    if (
      type === 'professional' &&
      answerEquals(answers, 'referrer_type', 'other') &&
      !answers['referrer_phone'] &&
      !answers['referrer_email']
    )
      errors.push({ question: 'referrer_phone', message: 'Enter your phone number or your email address' });
    return [...errors, ...unsafeTextErrors(answers, type === 'self' ? 'you' : 'them')];
  };
}

const adultsOnly: EligibilityPage = {
  question: 'person_adult',
  when: (answers) => answerEquals(answers, 'person_adult', 'no'),
  title: 'This service is for adults',
  paragraphs: [
    'These services work with people aged 18 and over.',
    'If someone younger is in danger now, call 999. There are also people that a child, or anyone worried about a child, can talk to now.',
  ],
  links: helpLinks('Urgent help, and lines for children'),
  notSaved: true,
};

const talkFirst = (type: ReferralType): EligibilityPage => ({
  question: 'person_knows',
  when: (answers) => answerEquals(answers, 'person_knows', 'no') && !referrerOnly(answers),
  title: 'Talk to them first, if it is safe',
  paragraphs: [
    'Help works best when people want it. Tell them what the service is, and ask if someone may get in touch.',
    'If you cannot talk to them, or you think it is not safe to, you do not have to sort this out alone.',
  ],
  links: helpLinks('Urgent help'),
  buttons: [
    { name: 'agreed', text: 'They agree now', answers: { person_knows: 'agrees' } },
    ...(type === 'professional'
      ? [
          {
            name: 'send-anyway' as const,
            text: 'Send it anyway. Call me first',
            answers: { contact_route: 'referrer-only', call_first: 'yes' },
          },
        ]
      : []),
  ],
  // The answers are in the sealed state of the page and nowhere else.
  notSaved: true,
});

/** The questions about the person to be helped: the paper form asks the same. */
export const personQuestions = [
  'person_name',
  'person_known_as',
  'person_adult',
  'person_area',
  'person_area_unknown',
  'in_prison',
  'needed_by',
];
export const contactQuestions = ['contact_how', 'person_phone', 'person_email', 'message_safe', 'contact_when'];
export const helpQuestions = ['need', 'need_talk', 'interpreter', 'language', 'access_needs', 'access_other'];

type FormOfOneType = Pick<Form, 'address' | 'title' | 'description' | 'intro' | 'recordCopyNote'>;

function referralForm(type: ReferralType, { referrer, ...about }: FormOfOneType & { referrer: readonly string[] }): Form {
  const self = type === 'self';
  const sections: Form['sections'] = [
    { heading: 'The service', questions: ['service', 'service_other'] },
    ...(self ? [] : [{ heading: 'About you', questions: referrer }]),
    { heading: self ? 'About you' : 'About the person', questions: personQuestions },
    ...(self
      ? []
      : [{ heading: 'Do they know?', questions: type === 'professional' ? ['person_knows', 'contact_route'] : ['person_knows'] }]),
    { ...(self ? ownSafeContactSection : safeContactSection), questions: contactQuestions },
    { heading: 'What would help', questions: helpQuestions },
    ...(self ? [] : [{ heading: 'Talking to you first', questions: ['call_first'] }]),
  ];
  const questions = referralQuestions(type);
  return {
    ...about,
    parent: { text: 'Refer someone', href: '/refer/' },
    version: 1,
    referencePrefix: 'R',
    subject: 'Referral',
    exitThisPage: true,
    mailboxes: (answers) => [textAnswer(answers, 'service'), 'referrals'],
    sections,
    questions: Object.fromEntries(sections.flatMap((section) => section.questions.map((name) => [name, questions[name] as Question]))),
    eligibilityPages: self ? [adultsOnly] : [adultsOnly, talkFirst(type)],
    crossFieldErrors: referralErrors(type),
    checkPageNotes: contactNotes,
    declaration: [`When you send this, we will use it to contact ${self ? 'you' : 'the person, in the way you chose,'} about the service.`],
    sendButton: 'Send referral',
    sentTitle: 'Referral sent',
    whatHappensNext: self ? ['We will only contact you in the way you chose.'] : ['We will only contact the person in the way you chose.'],
    warnings: referralWarnings(type),
    nextActions: referralActions(type),
  };
}

const noOffences = 'Do not tell us about crimes, court cases or risk on this form. A service that needs to know can ask.';
const noSaving = 'We cannot save the form for later. If you stop, you will need to start again.';

export const selfReferralForm = referralForm('self', {
  address: 'refer/myself',
  title: 'Ask for support for yourself',
  description: 'A form to ask a service to get in touch with you, in the way that is safe for you.',
  intro: ['It takes about 10 minutes. You do not need any papers.', noOffences, noSaving],
  referrer: [],
});

export const friendReferralForm = referralForm('friend', {
  address: 'refer/someone-i-know',
  title: 'Refer someone you know',
  description: 'A form for a relative or friend, to ask a service to get in touch with someone who has said yes.',
  intro: ['It takes about 10 minutes. You do not need any papers. Ask them first, if it is safe.', noOffences, noSaving],
  referrer: ['referrer_name', 'referrer_relation', 'referrer_phone', 'referrer_email', 'referrer_message_safe', 'referrer_when'],
});

export const professionalReferralForm = referralForm('professional', {
  address: 'refer/at-work',
  title: 'Refer someone you work with',
  description: 'A form for probation, court, police, health and charity workers, to refer someone who has said yes.',
  intro: [
    'Have ready: their first name and town, a safe way to reach them, and that they said yes.',
    'It takes about 10 minutes.',
    noOffences,
    noSaving,
  ],
  referrer: ['referrer_type', 'referrer_type_other', 'referrer_name', 'referrer_org', 'referrer_phone', 'referrer_email', 'referrer_when'],
  recordCopyNote: 'Need a copy for your records? Print this page now. The next page shows only your reference.',
});
