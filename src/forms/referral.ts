import named from '../../content/referral-services.json' with { type: 'json' };
import { accessNeeds, otherAccessNeed } from './access-needs.ts';
import {
  type Answers,
  answerEquals,
  answerIncludes,
  checkbox,
  checkboxes,
  email,
  fullName,
  hidden,
  type Options,
  phone,
  type Question,
  radios,
  textAnswer,
  textareaField,
  textField,
  town,
} from './fields.ts';
import type { EligibilityPage, Form } from './form.ts';
import {
  contactNotes,
  isDirectlyReachable,
  isPhoneRelevant,
  messageSafeQuestion,
  messageWarnings,
  referrerActions,
  referrerMessageSafeQuestion,
  referrerWarnings,
  safeContactMethods,
  unsafeTextErrors,
} from './safe-contact.ts';

/**
 * The services a referral can name, by their values. JSON and not YAML, because whatever reads a form reads this too:
 * the server, a platform's function, which has no disk, and the tests.
 */
export const referralServiceNames: Options = named;

export const serviceOptions: Options = { ...referralServiceNames, other: 'Something else', unsure: 'I am not sure' };

type Whose = 'myself' | 'someone I know' | 'at work';

const agrees = (answers: Answers) => answerEquals(answers, 'person_knows', 'agrees');
const referrerOnly = (answers: Answers) => answerEquals(answers, 'contact_route', 'referrer-only');

/** The same questions, in the words of whoever fills the form in. */
function questionsFor(whose: Whose): Record<string, Question> {
  const self = whose === 'myself';
  const say = (you: string, them: string) => (self ? you : them);
  // Facts about someone else are never filled in by the browser: it would write the referrer's own.
  const own = <const A extends 'name' | 'tel' | 'email' | 'address-level2'>(token: A) => (self ? token : 'off');

  return {
    service: radios(say('Which service do you want?', 'Which service do they want?'), {
      hint: 'If you are not sure, choose “I am not sure”.',
      requiredMessage: 'Select which service you want',
      options: serviceOptions,
    }),
    service_other: textField(say('What are you looking for?', 'What are they looking for?'), {
      requiredMessage: 'Enter what you are looking for',
      autocomplete: 'off',
      conditionalOn: { question: 'service', values: ['other'] },
    }),

    referrer_type: radios('Who are you?', {
      requiredMessage: 'Select who is making this referral',
      options: {
        probation: 'A probation worker',
        court: 'A magistrate or court worker',
        police: 'A police officer or police staff',
        health: 'A health worker',
        voluntary: 'A charity or community group',
        other: 'Someone else',
      },
    }),
    referrer_type_other: textField('What is your role?', {
      requiredMessage: 'Enter who you are',
      autocomplete: 'off',
      conditionalOn: { question: 'referrer_type', values: ['other'] },
    }),
    referrer_name: fullName('What is your full name?', { autocomplete: 'name', requiredMessage: 'Enter your full name' }),
    referrer_org: textField('Where do you work?', {
      hint: 'For example, the name of your team, court, surgery or charity.',
      autocomplete: 'organization',
      requiredMessage: 'Enter where you work',
      requiredIf: (answers) => !answerEquals(answers, 'referrer_type', 'other'),
    }),
    referrer_relation: textField('How do you know them?', {
      hint: 'For example, a relative or a friend.',
      optional: true,
      autocomplete: 'off',
    }),
    referrer_phone: phone('What is your phone number?', {
      hint: 'It is for questions about this referral. Add an extension if you have one.',
      autocomplete: 'tel',
      requiredMessage: whose === 'at work' ? 'Enter your phone number' : 'Enter your phone number or your email address',
      requiredIf: (answers) =>
        whose === 'at work' ? !answerEquals(answers, 'referrer_type', 'other') : answers['referrer_email'] === undefined,
    }),
    referrer_email: email('What is your email address?', {
      hint: 'It is only for this referral.',
      autocomplete: 'email',
      optional: true,
    }),
    referrer_message_safe: referrerMessageSafeQuestion(),
    referrer_when: textField('When can we call you, and who should we ask for?', { optional: true, autocomplete: 'off' }),

    person_name: fullName(say('What is your full name?', 'What is their full name?'), {
      autocomplete: own('name'),
      requiredMessage: say('Enter your full name', 'Enter their full name'),
    }),
    person_known_as: textField(say('What do you like to be called?', 'What do they like to be called?'), {
      hint: 'Only if it is different.',
      optional: true,
      autocomplete: 'off',
    }),
    person_adult: radios(say('Are you 18 or over?', 'Are they 18 or over?'), {
      requiredMessage: say('Select yes if you are 18 or over', 'Select yes if they are 18 or over'),
      options: { yes: 'Yes', no: 'No', unsure: 'I am not sure' },
    }),
    person_area: town(say('Which town or village do you live in?', 'Which town or village do they live in?'), {
      hint: say(
        'If you have no home now, write where you are staying or spend most time.',
        'If they have no home now, write where they are staying or spend most time.',
      ),
      autocomplete: own('address-level2'),
      requiredMessage: 'Enter a town or village, or tick I do not know',
      requiredIf: (answers) => !answerEquals(answers, 'person_area_unknown', 'yes'),
    }),
    person_area_unknown: checkbox('Town or village', 'I do not know'),
    in_prison: checkbox(say('In prison', 'In prison'), say('I am in prison now', 'They are in prison now')),
    needed_by: textField('Is there a date we should know?', {
      hint: say('For example, the day you leave prison.', 'For example, the day they leave prison.'),
      optional: true,
      autocomplete: 'off',
    }),

    person_knows: radios('Do they know about this referral?', {
      requiredMessage: 'Select if they know about this referral',
      options: {
        agrees: 'Yes, and they want us to contact them',
        'knows-unsure': 'Yes, but they are not sure',
        no: 'No',
      },
    }),
    // Only of who said no: once the person has said yes, how to contact them is asked again and must not be left out.
    contact_route: hidden('Who to contact', ['referrer-only'], { relevantIf: (answers) => answerEquals(answers, 'person_knows', 'no') }),
    contact_how: checkboxes(say('How can we contact you?', 'How can we contact them?'), {
      hint: 'Choose all that are safe.',
      requiredMessage: say('Select how we can contact you', 'Select how we can contact them'),
      relevantIf: (answers) => !referrerOnly(answers),
      options: {
        call: 'Phone call',
        text: 'Text message',
        email: 'Email. Only tick this if nobody else can read it',
        ...(self ? {} : { 'via-referrer': 'Through me' }),
        'they-call': say('I will call you', 'They will call us'),
      },
    }),
    person_phone: phone(say('Phone number', 'Their phone number'), {
      hint: 'Fill this in if you chose a phone call or a text message.',
      autocomplete: own('tel'),
      requiredMessage: say('Enter your phone number, or choose another way', 'Enter a phone number for them, or choose another way'),
      relevantIf: isPhoneRelevant,
    }),
    person_email: email(say('Email address', 'Their email address'), {
      hint: 'Fill this in if you chose email.',
      autocomplete: own('email'),
      requiredMessage: say(
        'Enter an email address in the correct format, like name@example.com',
        'Enter an email address for them in the correct format, like name@example.com',
      ),
      relevantIf: (answers) => answerIncludes(answers, 'contact_how', 'email'),
    }),
    message_safe: messageSafeQuestion({ hint: 'This is about phone calls and texts.' }),
    contact_when: textField('When is a good time?', {
      hint: 'For example, weekday mornings. Tell us about any time that is not safe.',
      optional: true,
      autocomplete: 'off',
    }),

    need: textareaField(say('What would you like help with?', 'What would they like help with?'), {
      hint: 'A sentence or two is enough. Do not write about crimes, court cases, risk or health problems. You can use the microphone on your keyboard.',
      requiredMessage: say('Enter what you would like help with', 'Enter what they would like help with'),
      tooLong: say(
        'What you would like help with must be 1,000 characters or fewer',
        'What they would like help with must be 1,000 characters or fewer',
      ),
      requiredIf: (answers) =>
        !answerEquals(answers, 'need_talk', 'yes') &&
        !answerEquals(answers, 'referrer_type', 'court') &&
        !answerEquals(answers, 'referrer_type', 'police'),
    }),
    need_talk: checkbox('What help is needed', 'I would rather tell you when we talk'),
    interpreter: radios(say('Do you need an interpreter?', 'Do they need an interpreter?'), {
      requiredMessage: say('Select if you need an interpreter', 'Select if they need an interpreter'),
      options: { no: 'No', yes: 'Yes', unsure: 'I do not know' },
    }),
    language: textField('Which language?', {
      hint: 'For example, Gujarati, Punjabi, Polish, British Sign Language.',
      requiredMessage: 'Enter which language',
      autocomplete: 'off',
      conditionalOn: { question: 'interpreter', values: ['yes'] },
    }),
    access_needs: accessNeeds({ whom: self ? 'me' : 'them' }),
    access_other: otherAccessNeed('access_needs'),
    call_first: radios('Should we talk to you before we meet them?', {
      hint: 'For example, about safety. Do not write the details here.',
      requiredMessage: 'Select if we should talk to you first',
      options: { yes: 'Yes, call me first', no: 'No', unsure: 'I am not sure' },
    }),
  };
}

/** Errors that need more than one answer. */
function faults(whose: Whose) {
  return (answers: Answers) => {
    const found: { question: string; says: string }[] = [];
    // Nobody is contacted who did not say yes; their number is not asked for and not passed on.
    if (
      whose !== 'myself' &&
      answers['person_knows'] !== undefined &&
      !agrees(answers) &&
      answerIncludes(answers, 'contact_how', 'call', 'text', 'email')
    )
      found.push({ question: 'contact_how', says: 'They have not said yes. Choose Through me or They will call us' });
    // Who works for no service may leave either, and is told so in one sentence.
    if (whose === 'at work' && answerEquals(answers, 'referrer_type', 'other') && !answers['referrer_phone'] && !answers['referrer_email'])
      found.push({ question: 'referrer_phone', says: 'Enter your phone number or your email address' });
    return [...found, ...unsafeTextErrors(answers, whose === 'myself' ? 'you' : 'them')];
  };
}

/** True when staff may only reach the person through whoever referred them. */
const onlyThroughReferrer = (answers: Answers) =>
  referrerOnly(answers) || (answerIncludes(answers, 'contact_how', 'via-referrer') && !isDirectlyReachable(answers));

function warnings(whose: Whose) {
  return (answers: Answers): string[] => {
    const self = whose === 'myself';
    return [
      // Not being sure counts as yes: a call costs a minute.
      ...(!self && !answerEquals(answers, 'call_first', 'no') ? ['CALL REFERRER FIRST'] : []),
      ...(!self && onlyThroughReferrer(answers) ? ['DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER'] : []),
      // An e-mail or a text that is safe does not make a call safe.
      ...(answerIncludes(answers, 'contact_how', 'they-call') && !answerIncludes(answers, 'contact_how', 'call')
        ? ['DO NOT CALL. THEY WILL CALL US']
        : []),
      ...messageWarnings(answers),
      ...(whose === 'someone I know' ? referrerWarnings(answers) : []),
      ...(!self && !agrees(answers) ? ['PERSON HAS NOT AGREED YET'] : []),
      ...(answerEquals(answers, 'interpreter', 'yes') ? [`INTERPRETER: ${textAnswer(answers, 'language')}`] : []),
      ...(answerEquals(answers, 'interpreter', 'unsure') ? ['INTERPRETER: NOT KNOWN. ASK'] : []),
      ...(answers['needed_by'] === undefined ? [] : [`DATE THAT MATTERS: ${textAnswer(answers, 'needed_by')}`]),
    ];
  };
}

function first(whose: Whose) {
  return (answers: Answers): string[] => {
    const self = whose === 'myself';
    const ways = safeContactMethods(answers, { phone: 'person_phone', email: 'person_email' });
    const called = textAnswer(answers, 'person_known_as');
    const person = `${textAnswer(answers, 'person_name')}${called ? ` (likes to be called ${called})` : ''}`;
    return [
      ...(self ? [] : referrerActions(answers, { professionalReferralForm: whose === 'at work' })),
      ...(!self && textAnswer(answers, 'referrer_when') ? [`When to call the referrer: ${textAnswer(answers, 'referrer_when')}`] : []),
      ...(onlyThroughReferrer(answers)
        ? [`Do not contact ${person}. Speak to the referrer.`]
        : [`${self ? 'Contact' : 'The person is'} ${person}.`, `Safe ways: ${ways.join('; ')}.`]),
      ...(textAnswer(answers, 'contact_when') && !onlyThroughReferrer(answers) ? [`When: ${textAnswer(answers, 'contact_when')}`] : []),
      ...(answerEquals(answers, 'in_prison', 'yes') ? [`${self ? 'They say they are' : 'The person is'} in prison now.`] : []),
      ...(answerEquals(answers, 'need_talk', 'yes') ? ['They would rather say what help is needed when you talk.'] : []),
    ];
  };
}

const forAdults: EligibilityPage = {
  question: 'person_adult',
  when: (answers) => answerEquals(answers, 'person_adult', 'no'),
  title: 'This service is for adults',
  paragraphs: [
    'These services work with people aged 18 and over.',
    'If someone younger is in danger now, call 999. There are also people that a child, or anyone worried about a child, can talk to now.',
  ],
  links: [
    { text: 'Urgent help, and lines for children', href: '/help/urgent/' },
    { text: 'Who to contact today', href: '/help/today/' },
  ],
  notSaved: true,
};

const talkFirst = (whose: Whose): EligibilityPage => ({
  question: 'person_knows',
  when: (answers) => answerEquals(answers, 'person_knows', 'no') && !referrerOnly(answers),
  title: 'Talk to them first, if it is safe',
  paragraphs: [
    'Help works best when people want it. Tell them what the service is, and ask if someone may get in touch.',
    'If you cannot talk to them, or you think it is not safe to, you do not have to sort this out alone.',
  ],
  links: [
    { text: 'Urgent help', href: '/help/urgent/' },
    { text: 'Who to contact today', href: '/help/today/' },
  ],
  buttons: [
    { name: 'agreed', text: 'They agree now', answers: { person_knows: 'agrees' } },
    ...(whose === 'at work'
      ? [
          {
            name: 'send-anyway' as const,
            text: 'Send it anyway. Call me first',
            answers: { contact_route: 'referrer-only', call_first: 'yes' },
          },
        ]
      : []),
  ],
  // Their answers are in the seal of the page, and nowhere else.
  notSaved: true,
});

const aboutThem = ['person_name', 'person_known_as', 'person_adult', 'person_area', 'person_area_unknown', 'in_prison', 'needed_by'];
const contact = ['contact_how', 'person_phone', 'person_email', 'message_safe', 'contact_when'];
const help = ['need', 'need_talk', 'interpreter', 'language', 'access_needs', 'access_other'];

const safeLead = 'Some people share a phone or live with someone who checks it.';

function referralForm(
  whose: Whose,
  own: Pick<Form, 'address' | 'title' | 'description' | 'before'> & { referrer: readonly string[]; keepCopy?: string },
): Form {
  const { referrer, ...rest } = own;
  const self = whose === 'myself';
  const sections: Form['sections'] = [
    { heading: 'The service', questions: ['service', 'service_other'] },
    ...(self ? [] : [{ heading: 'About you', questions: referrer }]),
    { heading: self ? 'About you' : 'About the person', questions: aboutThem },
    ...(self ? [] : [{ heading: 'Do they know?', questions: whose === 'at work' ? ['person_knows', 'contact_route'] : ['person_knows'] }]),
    {
      heading: 'How to get in touch safely',
      lead: `${safeLead} Tell us what is safe${self ? ' for you' : ''}.`,
      questions: contact,
    },
    { heading: 'What would help', questions: help },
    ...(self ? [] : [{ heading: 'Talking to you first', questions: ['call_first'] }]),
  ];
  const all = questionsFor(whose);
  const asked = sections.flatMap(({ questions }) => [...questions]);
  return {
    ...rest,
    parent: { text: 'Refer someone', href: '/refer/' },
    version: 1,
    referencePrefix: 'R',
    subject: 'Referral',
    exitThisPage: true,
    mailboxes: (answers) => [textAnswer(answers, 'service'), 'referrals'],
    sections,
    questions: Object.fromEntries(asked.map((each) => [each, all[each] as Question])),
    eligibilityPages: self ? [forAdults] : [forAdults, talkFirst(whose)],
    crossFieldErrors: faults(whose),
    checkPageNotes: contactNotes,
    declaration: [`When you send this, we will use it to contact ${self ? 'you' : 'the person, in the way you chose,'} about the service.`],
    sendButton: 'Send referral',
    sentTitle: 'Referral sent',
    whatHappensNext: self ? ['We will only contact you in the way you chose.'] : ['We will only contact the person in the way you chose.'],
    warnings: warnings(whose),
    nextActions: first(whose),
  };
}

const never = 'Do not tell us about crimes, court cases or risk on this form. A service that needs to know can ask.';
const noSaving = 'We cannot save the form for later. If you stop, you will need to start again.';

export const selfReferralForm = referralForm('myself', {
  address: 'refer/myself',
  title: 'Ask for support for yourself',
  description: 'A form to ask a service to get in touch with you, in the way that is safe for you.',
  intro: ['It takes about 10 minutes. You do not need any papers.', never, noSaving],
  referrer: [],
});

export const friendReferralForm = referralForm('someone I know', {
  address: 'refer/someone-i-know',
  title: 'Refer someone you know',
  description: 'A form for a relative or friend, to ask a service to get in touch with someone who has said yes.',
  intro: ['It takes about 10 minutes. You do not need any papers. Ask them first, if it is safe.', never, noSaving],
  referrer: ['referrer_name', 'referrer_relation', 'referrer_phone', 'referrer_email', 'referrer_message_safe', 'referrer_when'],
});

export const professionalReferralForm = referralForm('at work', {
  address: 'refer/at-work',
  title: 'Refer someone you work with',
  description: 'A form for probation, court, police, health and charity workers, to refer someone who has said yes.',
  intro: [
    'Have ready: their first name and town, a safe way to reach them, and that they said yes.',
    'It takes about 10 minutes.',
    never,
    noSaving,
  ],
  referrer: ['referrer_type', 'referrer_type_other', 'referrer_name', 'referrer_org', 'referrer_phone', 'referrer_email', 'referrer_when'],
  keepCopy: 'Need a copy for your records? Print this page now. The next page shows only your reference.',
});
