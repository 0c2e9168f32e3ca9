import { serviceOptions } from '../schemas/referral-services.ts';
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
  phone,
  type Question,
  radios,
  textareaField,
  textField,
  town,
} from './fields.ts';
import { isPhoneRelevant, messageSafeQuestion, referrerMessageSafeQuestion } from './safe-contact.ts';

/** Who fills the form in: the person themselves, someone they know, or someone who works with them. */
export type ReferralType = 'self' | 'friend' | 'professional';

/** Whether staff may contact only the referrer: a professional sent the form although the person has not agreed. */
export const referrerOnly = (answers: Answers) => answerEquals(answers, 'contact_route', 'referrer-only');

/** Every question of the three referral forms, worded for the person who fills the form in: each form asks some of them. */
export function referralQuestions(type: ReferralType): Record<string, Question> {
  const self = type === 'self';
  const say = (you: string, them: string) => (self ? you : them);
  // A browser would fill in the referrer's own details where someone else's are asked for.
  const ownAutocomplete = <const A extends 'name' | 'tel' | 'email' | 'address-level2'>(token: A) => (self ? token : 'off');

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
      requiredMessage: type === 'professional' ? 'Enter your phone number' : 'Enter your phone number or your email address',
      requiredIf: (answers) =>
        type === 'professional' ? !answerEquals(answers, 'referrer_type', 'other') : answers['referrer_email'] === undefined,
    }),
    referrer_email: email('What is your email address?', {
      hint: 'It is only for this referral.',
      autocomplete: 'email',
      optional: true,
    }),
    referrer_message_safe: referrerMessageSafeQuestion(),
    referrer_when: textField('When can we call you, and who should we ask for?', { optional: true, autocomplete: 'off' }),

    person_name: fullName(say('What is your full name?', 'What is their full name?'), {
      autocomplete: ownAutocomplete('name'),
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
      autocomplete: ownAutocomplete('address-level2'),
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
    // Discarded once the person has said yes, since how to contact them is then required again.
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
      autocomplete: ownAutocomplete('tel'),
      requiredMessage: say('Enter your phone number, or choose another way', 'Enter a phone number for them, or choose another way'),
      relevantIf: isPhoneRelevant,
    }),
    person_email: email(say('Email address', 'Their email address'), {
      hint: 'Fill this in if you chose email.',
      autocomplete: ownAutocomplete('email'),
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
      tooLongMessage: say(
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
    access_needs: accessNeeds({ pronoun: self ? 'me' : 'them' }),
    access_other: otherAccessNeed('access_needs'),
    call_first: radios('Should we talk to you before we meet them?', {
      hint: 'For example, about safety. Do not write the details here.',
      requiredMessage: 'Select if we should talk to you first',
      options: { yes: 'Yes, call me first', no: 'No', unsure: 'I am not sure' },
    }),
  };
}
