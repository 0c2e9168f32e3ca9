import { accessNeeds, otherAccessNeed } from './access-needs.ts';
import {
  answerEquals,
  answerIncludes,
  checkbox,
  checkboxes,
  email,
  fullName,
  phone,
  radios,
  textAnswer,
  textareaField,
  textField,
  town,
} from './fields.ts';
import { type Form, questionNamed } from './form.ts';
import { helpLinks } from './help-links.ts';
import {
  contactNotes,
  isPhoneRelevant,
  messageSafeQuestion,
  messageWarnings,
  ownSafeContactSection,
  safeContactMethods,
  unsafeTextErrors,
} from './safe-contact.ts';

const contactFields = { phone: 'phone', email: 'email' };

/** The application to be a volunteer peer mentor. */
export const mentorForm: Form = {
  address: 'become-a-mentor/apply',
  parent: { text: 'Become a mentor', href: '/become-a-mentor/' },
  version: 1,
  referencePrefix: 'M',
  subject: 'Mentor application',
  title: 'Apply to be a volunteer peer mentor',
  description: 'A form for people who want to become a volunteer peer mentor. It takes about 10 minutes and asks nothing about offences.',
  exitThisPage: false,
  mailboxes: () => ['mentors'],
  intro: [
    'The form takes about 10 minutes. You do not need any papers.',
    'Do not tell us about your offences. A past conviction does not stop you.',
    'We cannot save the form for later. If you stop, you will need to start again.',
  ],
  sections: [
    { heading: 'You and the role', questions: ['criteria', 'training', 'training_help'] },
    { heading: 'About you', questions: ['name', 'adult', 'area'] },
    {
      ...ownSafeContactSection,
      questions: ['contact_how', 'phone', 'email', 'message_safe', 'contact_when'],
    },
    { heading: 'You as a mentor', questions: ['why', 'why_talk', 'experience'] },
    { heading: 'What would help', questions: ['support_needs', 'support_other'] },
    {
      heading: 'Checks before you start',
      lead: 'Mentors are checked before they start, so that the role is right and safe for them and for others. This can include a criminal record check. A record does not rule you out. You can ask what the check is, and talk about anything it shows.',
      questions: ['vetting_ok'],
    },
  ],
  questions: {
    criteria: radios('Do these fit your life right now?', {
      list: { name: 'criteria', lead: 'To be a mentor you need to:' },
      requiredMessage: 'Select if these fit your life right now',
      options: {
        all: 'Yes, all of them',
        talk: 'I am not sure. I would like to talk about it',
        'not-yet': 'Not all of them yet',
      },
    }),
    training: radios('Can you come to training once a week for about 3 months?', {
      hint: 'You can ask for help with travel, childcare or times.',
      requiredMessage: 'Select if you can come to training once a week',
      options: { yes: 'Yes', help: 'Yes, with some help', 'not-now': 'Not at the moment' },
    }),
    training_help: textField('What would help you come to training?', {
      optional: true,
      autocomplete: 'off',
      conditionalOn: { question: 'training', values: ['help'] },
    }),
    name: fullName('What is your full name?', { autocomplete: 'name', requiredMessage: 'Enter your full name' }),
    adult: radios('Are you 18 or over?', {
      requiredMessage: 'Select yes if you are 18 or over',
      options: { yes: 'Yes', no: 'No' },
    }),
    area: town('Which town or village do you live in?', {
      hint: 'If you have no home now, write where you are staying or spend most time.',
      autocomplete: 'address-level2',
      requiredMessage: 'Enter a town or village',
    }),
    contact_how: checkboxes('How can we contact you?', {
      hint: 'Choose all that you are happy with.',
      requiredMessage: 'Select how we can contact you',
      options: { call: 'Phone call', text: 'Text message', email: 'Email' },
    }),
    phone: phone('Phone number', {
      hint: 'Fill this in if you chose a phone call or a text message.',
      autocomplete: 'tel',
      requiredMessage: 'Enter your phone number',
      relevantIf: isPhoneRelevant,
    }),
    email: email('Email address', {
      hint: 'Fill this in if you chose email.',
      autocomplete: 'email',
      requiredMessage: 'Enter your email address',
      relevantIf: (answers) => answerIncludes(answers, 'contact_how', 'email'),
    }),
    message_safe: messageSafeQuestion({ hint: 'This is about phone calls and texts.' }),
    contact_when: textField('When is a good time to contact you?', {
      hint: 'For example, weekday mornings. Tell us about any time that is not safe.',
      optional: true,
      autocomplete: 'off',
    }),
    why: textareaField('Why do you want to be a peer mentor?', {
      hint: 'A few sentences is fine. You do not need to tell us about your offences. Spelling does not matter. You can use the microphone on your keyboard.',
      requiredMessage: 'Enter why you want to be a peer mentor',
      tooLongMessage: 'Why you want to be a peer mentor must be 1,000 characters or fewer',
      requiredIf: (answers) => !answerEquals(answers, 'why_talk', 'yes'),
    }),
    why_talk: checkbox('Why I want to be a peer mentor', 'I would rather tell you when we talk'),
    experience: textareaField('What could you bring to it?', {
      hint: 'For example, things you have learned, people you have helped, jobs, hobbies, or languages.',
      tooLongMessage: 'What you could bring to it must be 1,000 characters or fewer',
      optional: true,
    }),
    support_needs: accessNeeds({ pronoun: 'me', extraOptions: { money: 'Help with travel costs' } }),
    support_other: otherAccessNeed('support_needs'),
    vetting_ok: checkbox('Checks before I start', 'I understand you will need to do checks before I start', {
      requiredMessage: 'Tick to say you understand we will need to do checks',
    }),
  },
  eligibilityPages: [
    {
      question: 'criteria',
      when: (answers) => answerEquals(answers, 'criteria', 'not-yet'),
      title: 'Not yet is fine',
      paragraphs: [
        'Thank you for being honest. It takes courage, and it does not close the door.',
        'We ask this because mentors meet people who are at a hard point. It has to be safe for you too.',
        'Come back whenever you are ready. There is no time limit.',
      ],
      links: [
        { text: 'Ask for a call', href: '/become-a-mentor/ask-for-a-call/' },
        { text: 'Support for yourself, and who to ask', href: '/help/today/' },
      ],
      contentLinks: 'not-yet',
      notSaved: true,
    },
    {
      question: 'adult',
      when: (answers) => answerEquals(answers, 'adult', 'no'),
      title: 'Mentoring is for people aged 18 and over',
      paragraphs: [
        'Thank you for wanting to help. Mentors work with adults, so they need to be 18 or over.',
        'If you are under 18 and worried about something, there are people you can talk to now.',
      ],
      links: helpLinks('Urgent help, and Childline'),
      notSaved: true,
    },
  ],
  crossFieldErrors: (answers) => unsafeTextErrors(answers, 'you'),
  checkPageNotes: (answers) => [
    ...(answerEquals(answers, 'training', 'not-now')
      ? ['You said you cannot come to training at the moment. You can still send the form: it says that you would like a later course.']
      : []),
    ...contactNotes(answers),
  ],
  declaration: ['We will use your answers only to talk to you about mentoring.'],
  sendButton: 'Send application',
  sentTitle: 'Application sent',
  whatHappensNext: ['What happens next: a chat, then training, then checks.'],
  warnings: messageWarnings,
  nextActions: (answers) => [
    `Contact ${textAnswer(answers, 'name')}, the applicant.`,
    `Safe ways: ${safeContactMethods(answers, contactFields).join('; ')}.`,
    ...(textAnswer(answers, 'contact_when') ? [`When: ${textAnswer(answers, 'contact_when')}`] : []),
    ...(answerEquals(answers, 'criteria', 'talk') ? ['They would like to talk about what a mentor needs.'] : []),
    ...(answerEquals(answers, 'training', 'not-now') ? ['They cannot come to training at the moment and would like a later course.'] : []),
    ...(answerEquals(answers, 'why_talk', 'yes') ? ['They would rather say why they want to be a mentor when you talk.'] : []),
  ],
};

const contactQuestions = ['contact_how', 'phone', 'email', 'message_safe'];

/** "Ask us to call you", with the contact questions of the application. Anyone may ask, so it mentions no criteria. */
export const callBackForm: Form = {
  ...mentorForm,
  address: 'become-a-mentor/ask-for-a-call',
  version: 1,
  title: 'Ask for a call about mentoring',
  description: 'A form for anyone who would like to talk about becoming a volunteer peer mentor before applying.',
  subject: 'Call about mentoring',
  intro: ['You do not need to give a reason. Do not tell us about your offences.'],
  sections: [
    { heading: 'About you', questions: ['name'] },
    { ...ownSafeContactSection, questions: contactQuestions },
  ],
  questions: Object.fromEntries(['name', ...contactQuestions].map((name) => [name, questionNamed(mentorForm, name)])),
  eligibilityPages: [],
  checkPageNotes: contactNotes,
  sendButton: 'Ask for a call',
  sentTitle: 'Request sent',
  whatHappensNext: [],
  nextActions: (answers) => [
    `${textAnswer(answers, 'name')} would like to talk about mentoring.`,
    `Safe ways: ${safeContactMethods(answers, contactFields).join('; ')}.`,
  ],
};
