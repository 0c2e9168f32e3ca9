import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import { type Form, questionsInOrder } from '../../src/forms/form.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../src/forms/referral.ts';
import { validate } from '../../src/forms/validate.ts';
import { serviceOptions } from '../../src/schemas/referral-services.ts';
import { root } from '../site-under-test/serve.ts';
import { formValues, referralForms, validAnswers } from './answers.ts';

type Changes = Parameters<typeof formValues>[0];

const validated = (form: Form, changes: Changes = {}) => validate(form, formValues(changes, validAnswers(form)));

/** The errors as "question: message". */
const errorsOf = (form: Form, changes: Changes = {}) =>
  validated(form, changes).errors.map(({ question, message }) => `${question}: ${message}`);

// Field names are a public contract: checks from outside post them.
const expectedQuestions: [Form, string][] = [
  [
    selfReferralForm,
    `service service_other
     person_name person_known_as person_adult person_area person_area_unknown in_prison needed_by
     contact_how person_phone person_email message_safe contact_when
     need need_talk interpreter language access_needs access_other`,
  ],
  [
    friendReferralForm,
    `service service_other
     referrer_name referrer_relation referrer_phone referrer_email referrer_message_safe referrer_when
     person_name person_known_as person_adult person_area person_area_unknown in_prison needed_by
     person_knows
     contact_how person_phone person_email message_safe contact_when
     need need_talk interpreter language access_needs access_other
     call_first`,
  ],
  [
    professionalReferralForm,
    `service service_other
     referrer_type referrer_type_other referrer_name referrer_org referrer_phone referrer_email referrer_when
     person_name person_known_as person_adult person_area person_area_unknown in_prison needed_by
     person_knows contact_route
     contact_how person_phone person_email message_safe contact_when
     need need_talk interpreter language access_needs access_other
     call_first`,
  ],
];

for (const [form, names] of expectedQuestions) {
  test(`${form.address} asks exactly the expected questions, in order`, () => {
    assert.deepEqual(
      questionsInOrder(form).map(([name]) => name),
      names.split(/\s+/),
    );
  });
}

const expectedValues: Record<string, string> = {
  service: 'peer-mentoring just-women mental-health health-trainers reach other unsure',
  referrer_type: 'probation court police health voluntary other',
  referrer_message_safe: 'yes name-only no unsure',
  person_adult: 'yes no unsure',
  person_knows: 'agrees knows-unsure no',
  contact_how: 'call text email via-referrer they-call',
  message_safe: 'yes name-only no unsure',
  interpreter: 'no yes unsure',
  access_needs: 'reading step-free hearing sight quiet childcare travel support-person other',
  call_first: 'yes no unsure',
};
for (const form of referralForms) {
  test(`${form.address}: each choice has the expected values, and "Through me" is not offered to oneself`, () => {
    for (const [name, question] of questionsInOrder(form)) {
      if (question.kind !== 'radios' && question.kind !== 'checkboxes') continue;
      const expected = form === selfReferralForm && name === 'contact_how' ? 'call text email they-call' : expectedValues[name];
      assert.equal(Object.keys(question.options).join(' '), expected, name);
    }
  });

  test(`${form.address}: valid answers have no errors and are all kept`, () => {
    const { answers, errors, eligibilityPage } = validated(form);
    assert.deepEqual(errors, []);
    assert.equal(eligibilityPage, undefined);
    assert.deepEqual(answers, validAnswers(form));
  });
}

test('each service that can be named has a page, and each page that cannot says how people get a place', async () => {
  const { content } = await readContent(root);
  const pages = [...content.services, ...content.partnerships];
  const referral = pages.map(({ data }) => data.referral);
  assert.deepEqual(
    [...new Set(referral)].filter((value) => value !== 'none').toSorted(),
    Object.keys(serviceOptions)
      .filter((value) => value !== 'other' && value !== 'unsure')
      .toSorted(),
  );
  for (const { file, data } of pages) if (data.referral === 'none') assert.match(data.access ?? '', /\w.+\.$/, file);
});

// The message of each required question, and the other answers that make it required.
const requiredMessages: [string, Partial<Record<'you' | 'them', string>>, Changes?][] = [
  ['service', { you: 'Select which service you want', them: 'Select which service you want' }],
  ['service_other', { you: 'Enter what you are looking for', them: 'Enter what you are looking for' }],
  ['referrer_type', { them: 'Select who is making this referral' }],
  ['referrer_type_other', { them: 'Enter who you are' }],
  ['referrer_name', { them: 'Enter your full name' }],
  ['referrer_org', { them: 'Enter where you work' }, { referrer_type: 'probation' }],
  ['referrer_phone', { them: 'Enter your phone number or your email address' }, { referrer_email: undefined }],
  ['person_name', { you: 'Enter your full name', them: 'Enter their full name' }],
  ['person_adult', { you: 'Select yes if you are 18 or over', them: 'Select yes if they are 18 or over' }],
  ['person_area', { you: 'Enter a town or village, or tick I do not know', them: 'Enter a town or village, or tick I do not know' }],
  ['person_knows', { them: 'Select if they know about this referral' }],
  ['contact_how', { you: 'Select how we can contact you', them: 'Select how we can contact them' }],
  ['person_phone', { you: 'Enter your phone number, or choose another way', them: 'Enter a phone number for them, or choose another way' }],
  [
    'person_email',
    {
      you: 'Enter an email address in the correct format, like name@example.com',
      them: 'Enter an email address for them in the correct format, like name@example.com',
    },
  ],
  ['message_safe', { you: 'Select if it is safe to leave a message', them: 'Select if it is safe to leave a message' }],
  ['need', { you: 'Enter what you would like help with', them: 'Enter what they would like help with' }],
  ['interpreter', { you: 'Select if you need an interpreter', them: 'Select if they need an interpreter' }],
  ['language', { you: 'Enter which language', them: 'Enter which language' }],
  ['call_first', { them: 'Select if we should talk to you first' }],
];
for (const form of referralForms) {
  const person = form === selfReferralForm ? 'you' : 'them';
  for (const [name, question] of questionsInOrder(form)) {
    const [, messages, others] = requiredMessages.find(([question]) => question === name) ?? [];
    const message = messages?.[person];
    test(`${form.address}: without ${name} ${message ? `the only error is "${message}"` : 'there is no error'}`, () => {
      if (question.requiredMessage) assert(message, `${name} is required and has no message in this test`);
      assert.deepEqual(errorsOf(form, { ...others, [name]: undefined }), message ? [`${name}: ${message}`] : []);
    });
  }
}

test('a referrer who works for a service must give a phone number; others may give an e-mail address instead', () => {
  const noPhone = { referrer_phone: undefined };
  for (const referrer_type of ['probation', 'court', 'police', 'health', 'voluntary'])
    assert.deepEqual(
      errorsOf(professionalReferralForm, { ...noPhone, referrer_type }),
      ['referrer_phone: Enter your phone number'],
      referrer_type,
    );
  assert.deepEqual(errorsOf(professionalReferralForm, noPhone), []);
  assert.deepEqual(errorsOf(friendReferralForm, noPhone), []);
  assert.deepEqual(errorsOf(friendReferralForm, { referrer_email: undefined }), []);
});

test('the workplace is optional for "someone else", and the need for courts and police', () => {
  assert.deepEqual(errorsOf(professionalReferralForm, { referrer_org: undefined }), []);
  for (const referrer_type of ['court', 'police'])
    assert.deepEqual(errorsOf(professionalReferralForm, { need: '', referrer_type }), [], referrer_type);
  for (const referrer_type of ['probation', 'health', 'voluntary', 'other'])
    assert.deepEqual(
      errorsOf(professionalReferralForm, { need: '', referrer_type }),
      ['need: Enter what they would like help with'],
      referrer_type,
    );
});

for (const form of referralForms) {
  test(`${form.address}: the town is optional with "I do not know", and the need with "I would rather tell you when we talk"`, () => {
    assert.deepEqual(errorsOf(form, { person_area: '', person_area_unknown: 'yes' }), []);
    assert.deepEqual(errorsOf(form, { need: '', need_talk: 'yes' }), []);
  });

  test(`${form.address}: answers to questions that do not apply are discarded`, () => {
    const { answers, errors } = validated(form, {
      service: 'reach',
      interpreter: 'no',
      access_needs: ['quiet'],
      contact_how: ['they-call'],
      ...('referrer_type' in form.questions && { referrer_type: 'health' }),
    });
    assert.deepEqual(errors, []);
    for (const name of ['service_other', 'language', 'access_other', 'person_phone', 'person_email', 'message_safe', 'referrer_type_other'])
      assert(!(name in answers), name);
  });

  test(`${form.address}: a text as the only way is an error when it is not safe, or not known to be safe`, () => {
    const person = form === selfReferralForm ? 'you' : 'them';
    assert.deepEqual(errorsOf(form, { contact_how: ['text'], message_safe: 'no' }), [
      `contact_how: You said it is not safe to send a text. Choose another way to contact ${person}`,
    ]);
    assert.deepEqual(errorsOf(form, { contact_how: ['text'], message_safe: 'unsure' }), [
      `contact_how: You said you do not know if a text is safe. Choose another way to contact ${person}`,
    ]);
    assert.deepEqual(errorsOf(form, { contact_how: ['text', 'they-call'], message_safe: 'no' }), []);
  });

  test(`${form.address}: being under 18 leads to an eligibility page before any error`, () => {
    const { eligibilityPage } = validated(form, { person_adult: 'no', service: undefined, person_name: '' });
    assert.equal(eligibilityPage?.title, 'This service is for adults');
    assert(eligibilityPage?.links.some(({ href }) => href === '/help/urgent/'));
    assert.deepEqual(eligibilityPage?.buttons ?? [], []);
    assert.equal(validated(form, { person_adult: 'unsure' }).eligibilityPage, undefined);
  });
}

test('a referral the person does not know of leads to an eligibility page; a professional may send it anyway', () => {
  for (const form of [friendReferralForm, professionalReferralForm]) {
    const { eligibilityPage } = validated(form, { person_knows: 'no', person_name: '' });
    assert.equal(eligibilityPage?.title, 'Talk to them first, if it is safe');
    assert.deepEqual(
      eligibilityPage?.buttons?.map(({ name, text }) => `${name}: ${text}`),
      form === professionalReferralForm
        ? ['agreed: They agree now', 'send-anyway: Send it anyway. Call me first']
        : ['agreed: They agree now'],
    );
    assert.equal(validated(form, { person_knows: 'knows-unsure', contact_how: ['they-call'] }).eligibilityPage, undefined);
  }
  assert.equal(validated(professionalReferralForm, { person_knows: 'no', person_adult: 'no' }).eligibilityPage?.question, 'person_adult');
});

test('each button of an eligibility page goes on with its answers', () => {
  const { eligibilityPage } = validated(professionalReferralForm, { person_knows: 'no' });
  const after = (name: string) =>
    validated(professionalReferralForm, {
      person_knows: 'no',
      ...eligibilityPage?.buttons?.find((button) => button.name === name)?.answers,
    });
  assert.deepEqual(after('agreed'), { answers: validAnswers(professionalReferralForm), errors: [] });
  const { answers, errors, eligibilityPage: again } = after('send-anyway');
  assert.deepEqual([errors, again], [[], undefined]);
  assert.deepEqual([answers['person_knows'], answers['contact_route'], answers['call_first']], ['no', 'referrer-only', 'yes']);
  for (const name of ['contact_how', 'person_phone', 'person_email', 'message_safe']) assert(!(name in answers), name);
});

test('once the person agrees, the contact answers count again and "send anyway" is discarded', () => {
  assert.deepEqual(validated(professionalReferralForm, { contact_route: 'referrer-only' }), {
    answers: validAnswers(professionalReferralForm),
    errors: [],
  });
});

test('only a professional can send a referral without agreement, whatever is posted', () => {
  assert.equal(
    validated(friendReferralForm, { person_knows: 'no', contact_route: 'referrer-only' }).eligibilityPage?.question,
    'person_knows',
  );
  assert(!('contact_route' in validated(selfReferralForm, { contact_route: 'referrer-only' }).answers));
});

test('contacting a person who has not agreed is an error; going through the referrer is not', () => {
  for (const form of [friendReferralForm, professionalReferralForm]) {
    for (const way of ['call', 'text', 'email'])
      assert.deepEqual(
        errorsOf(form, { person_knows: 'knows-unsure', contact_how: ['via-referrer', way] }),
        ['contact_how: They have not said yes. Choose Through me or They will call us'],
        way,
      );
    for (const way of ['via-referrer', 'they-call'])
      assert.deepEqual(errorsOf(form, { person_knows: 'knows-unsure', contact_how: [way] }), [], way);
  }
});

test('browsers autofill only questions about the person filling in the form', () => {
  for (const form of referralForms) {
    for (const [name, question] of questionsInOrder(form)) {
      if (question.kind !== 'text') continue;
      const aboutSelf = name.startsWith('referrer_') || form === selfReferralForm;
      if (!aboutSelf) assert.equal(question.autocomplete, 'off', `${form.address} ${name}`);
    }
  }
});

test('hints ask only for what is safe to write', () => {
  for (const form of referralForms) {
    const hint = (name: string) => form.questions[name]?.hint ?? '';
    assert.match(hint('need'), /Do not write about crimes, court cases, risk or health problems\. You can use the microphone/);
    assert.match(hint('needed_by'), /^For example, the day (you|they) leave prison\.$/);
    if (form !== selfReferralForm) assert.match(hint('referrer_phone'), /Add an extension/);
    if (form !== selfReferralForm) assert.match(hint('call_first'), /Do not write the details here\.$/);
  }
});
