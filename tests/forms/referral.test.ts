import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import type { Answers } from '../../src/forms/fields.ts';
import { type Form, questionsInOrder } from '../../src/forms/form.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm, serviceOptions } from '../../src/forms/referral.ts';
import { toFormValues, validate } from '../../src/forms/validate.ts';
import { root } from '../site-under-test/serve.ts';
import { leadingLines, mailForAnswers } from '../submissions/mail-fixture.ts';
import { formValues, referralForms, validAnswers } from './answers.ts';

type Changes = Parameters<typeof formValues>[0];

const checked = (form: Form, changes: Changes = {}) => validate(form, formValues(changes, validAnswers(form)));

/** The faults as "question: message". */
const says = (form: Form, changes: Changes = {}) =>
  checked(form, changes).errors.map(({ question, message: says }) => `${question}: ${says}`);

// The names are public: whoever tests the forms from outside posts them.
const asked: [Form, string][] = [
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

for (const [form, names] of asked) {
  test(`${form.address} asks these questions and no others, in this order`, () => {
    assert.deepEqual(
      questionsInOrder(form).map(([name]) => name),
      names.split(/\s+/),
    );
  });
}

const values: Record<string, string> = {
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
  test(`${form.address}: the values of each choice are the public ones, and nobody is their own referrer`, () => {
    for (const [name, question] of questionsInOrder(form)) {
      if (question.kind !== 'radios' && question.kind !== 'checkboxes') continue;
      const expected = form === selfReferralForm && name === 'contact_how' ? 'call text email they-call' : values[name];
      assert.equal(Object.keys(question.options).join(' '), expected, name);
    }
  });

  test(`${form.address}: good answers have no faults, and every one is kept`, () => {
    const { answers, errors: faults, eligibilityPage: kind } = checked(form);
    assert.deepEqual(faults, []);
    assert.equal(kind, undefined);
    assert.deepEqual(answers, validAnswers(form));
  });
}

test('each service but "something else" and "not sure" has a page, and each page says how people come to it', async () => {
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

// What each question that is needed says when it is left out of good answers, and what else must be changed for it to be
// needed at all.
const leftOut: [string, Partial<Record<'you' | 'them', string>>, Changes?][] = [
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
  const whom = form === selfReferralForm ? 'you' : 'them';
  for (const [name, question] of questionsInOrder(form)) {
    const [, messages, others] = leftOut.find(([each]) => each === name) ?? [];
    const message = messages?.[whom];
    test(`${form.address}: without ${name} ${message ? `the page says "${message}", once` : 'the form can be sent'}`, () => {
      if (question.requiredMessage) assert(message, `${name} is needed and has no message in this test`);
      assert.deepEqual(says(form, { ...others, [name]: undefined }), message ? [`${name}: ${message}`] : []);
    });
  }
}

test('a phone number is needed of who works for a service; anyone else may leave an e-mail address instead', () => {
  const noPhone = { referrer_phone: undefined };
  for (const referrer_type of ['probation', 'court', 'police', 'health', 'voluntary'])
    assert.deepEqual(
      says(professionalReferralForm, { ...noPhone, referrer_type }),
      ['referrer_phone: Enter your phone number'],
      referrer_type,
    );
  assert.deepEqual(says(professionalReferralForm, noPhone), []);
  assert.deepEqual(says(friendReferralForm, noPhone), []);
  assert.deepEqual(says(friendReferralForm, { referrer_email: undefined }), []);
});

test('where someone works is not needed of who is "someone else", and what help is needed is not needed of courts and police', () => {
  assert.deepEqual(says(professionalReferralForm, { referrer_org: undefined }), []);
  for (const referrer_type of ['court', 'police'])
    assert.deepEqual(says(professionalReferralForm, { need: '', referrer_type }), [], referrer_type);
  for (const referrer_type of ['probation', 'health', 'voluntary', 'other'])
    assert.deepEqual(
      says(professionalReferralForm, { need: '', referrer_type }),
      ['need: Enter what they would like help with'],
      referrer_type,
    );
});

for (const form of referralForms) {
  test(`${form.address}: a town need not be named by who ticks "I do not know", nor a need by who would rather talk`, () => {
    assert.deepEqual(says(form, { person_area: '', person_area_unknown: 'yes' }), []);
    assert.deepEqual(says(form, { need: '', need_talk: 'yes' }), []);
  });

  test(`${form.address}: what was filled in for an answer that was not chosen is left out`, () => {
    const { answers, errors: faults } = checked(form, {
      service: 'reach',
      interpreter: 'no',
      access_needs: ['quiet'],
      contact_how: ['they-call'],
      ...('referrer_type' in form.questions && { referrer_type: 'health' }),
    });
    assert.deepEqual(faults, []);
    for (const name of ['service_other', 'language', 'access_other', 'person_phone', 'person_email', 'message_safe', 'referrer_type_other'])
      assert(!(name in answers), name);
  });

  test(`${form.address}: a text alone is no way to reach someone it may put in danger`, () => {
    const whom = form === selfReferralForm ? 'you' : 'them';
    assert.deepEqual(says(form, { contact_how: ['text'], message_safe: 'no' }), [
      `contact_how: You said it is not safe to send a text. Choose another way to contact ${whom}`,
    ]);
    assert.deepEqual(says(form, { contact_how: ['text'], message_safe: 'unsure' }), [
      `contact_how: You said you do not know if a text is safe. Choose another way to contact ${whom}`,
    ]);
    assert.deepEqual(says(form, { contact_how: ['text', 'they-call'], message_safe: 'no' }), []);
  });

  test(`${form.address}: someone under 18 is led to a page that says who to ask, before any error`, () => {
    const { eligibilityPage: kind } = checked(form, { person_adult: 'no', service: undefined, person_name: '' });
    assert.equal(kind?.title, 'This service is for adults');
    assert(kind?.links.some(({ href }) => href === '/help/urgent/'));
    assert.deepEqual(kind?.buttons ?? [], []);
    assert.equal(checked(form, { person_adult: 'unsure' }).eligibilityPage, undefined);
  });
}

test('who did not ask them first is led to a page that says so; at work, it can be sent to be talked about', () => {
  for (const form of [friendReferralForm, professionalReferralForm]) {
    const { eligibilityPage: kind } = checked(form, { person_knows: 'no', person_name: '' });
    assert.equal(kind?.title, 'Talk to them first, if it is safe');
    assert.deepEqual(
      kind?.buttons?.map(({ name, text }) => `${name}: ${text}`),
      form === professionalReferralForm
        ? ['agreed: They agree now', 'send-anyway: Send it anyway. Call me first']
        : ['agreed: They agree now'],
    );
    assert.equal(checked(form, { person_knows: 'knows-unsure', contact_how: ['they-call'] }).eligibilityPage, undefined);
  }
  assert.equal(checked(professionalReferralForm, { person_knows: 'no', person_adult: 'no' }).eligibilityPage?.question, 'person_adult');
});

test('each button of a kind page leads on, with what it answers', () => {
  const { eligibilityPage: kind } = checked(professionalReferralForm, { person_knows: 'no' });
  const after = (name: string) =>
    checked(professionalReferralForm, { person_knows: 'no', ...kind?.buttons?.find((button) => button.name === name)?.answers });
  assert.deepEqual(after('agreed'), { answers: validAnswers(professionalReferralForm), faults: [] });
  const { answers, errors: faults, eligibilityPage: again } = after('send-anyway');
  assert.deepEqual([faults, again], [[], undefined]);
  assert.deepEqual([answers['person_knows'], answers['contact_route'], answers['call_first']], ['no', 'referrer-only', 'yes']);
  for (const name of ['contact_how', 'person_phone', 'person_email', 'message_safe']) assert(!(name in answers), name);
});

test('who sent it anyway and comes back because they said yes is asked how to contact them, and that is kept', () => {
  assert.deepEqual(checked(professionalReferralForm, { contact_route: 'referrer-only' }), {
    answers: validAnswers(professionalReferralForm),
    faults: [],
  });
});

test('only someone at work can send it without a yes, whatever is posted', () => {
  assert.equal(
    checked(friendReferralForm, { person_knows: 'no', contact_route: 'referrer-only' }).eligibilityPage?.question,
    'person_knows',
  );
  assert(!('contact_route' in checked(selfReferralForm, { contact_route: 'referrer-only' }).answers));
});

test('a way to contact someone who has not said yes is an error, and the other ways are not', () => {
  for (const form of [friendReferralForm, professionalReferralForm]) {
    for (const way of ['call', 'text', 'email'])
      assert.deepEqual(
        says(form, { person_knows: 'knows-unsure', contact_how: ['via-referrer', way] }),
        ['contact_how: They have not said yes. Choose Through me or They will call us'],
        way,
      );
    for (const way of ['via-referrer', 'they-call'])
      assert.deepEqual(says(form, { person_knows: 'knows-unsure', contact_how: [way] }), [], way);
  }
});

test('what a browser fills in by itself is only ever about who fills in the form', () => {
  for (const form of referralForms) {
    for (const [name, question] of questionsInOrder(form)) {
      if (question.kind !== 'text') continue;
      const own = name.startsWith('referrer_') || form === selfReferralForm;
      if (!own) assert.equal(question.autocomplete, 'off', `${form.address} ${name}`);
    }
  }
});

test('hints ask for what is safe to write, and a tick stands where someone may not want to', () => {
  for (const form of referralForms) {
    const hint = (name: string) => form.questions[name]?.hint ?? '';
    assert.match(hint('need'), /Do not write about crimes, court cases, risk or health problems\. You can use the microphone/);
    assert.match(hint('needed_by'), /^For example, the day (you|they) leave prison\.$/);
    if (form !== selfReferralForm) assert.match(hint('referrer_phone'), /Add an extension/);
    if (form !== selfReferralForm) assert.match(hint('call_first'), /Do not write the details here\.$/);
  }
});

// From here on: every mail there can be, for every combination of the answers about safe contact.

const safe = [undefined, 'yes', 'name-only', 'no', 'unsure'];

/** Every choice of some of these, none and all among them. */
const someOf = (ways: readonly string[]): string[][] =>
  ways.reduce<string[][]>((chosen, way) => chosen.concat(chosen.map((some) => some.concat(way))), [[]]);

interface Contact {
  person_knows: string | undefined;
  contact_how: string[];
  message_safe: string | undefined;
  referrer_message_safe: string | undefined;
  referrer_phone: string | undefined;
  referrer_email: string | undefined;
  contact_route: string | undefined;
}

const toReferrer = { phone: '01632 960 001', email: 'ravi@example.org' };
/** What a referrer may leave: both, or one of them. */
const waysToReferrer = [
  { referrer_phone: toReferrer.phone, referrer_email: toReferrer.email },
  { referrer_phone: toReferrer.phone, referrer_email: undefined },
  { referrer_phone: undefined, referrer_email: toReferrer.email },
];

function* contacts(form: Form): Generator<Contact> {
  const about = form !== selfReferralForm;
  for (const contact_how of someOf(['call', 'text', 'email', 'they-call', ...(about ? ['via-referrer'] : [])]))
    for (const message_safe of safe)
      for (const person_knows of about ? [undefined, 'agrees', 'knows-unsure', 'no'] : [undefined])
        for (const referrer_message_safe of form === friendReferralForm ? safe : [undefined])
          for (const left of waysToReferrer.slice(0, form === friendReferralForm ? 3 : 1))
            for (const contact_route of about ? [undefined, 'referrer-only'] : [undefined])
              yield { person_knows, contact_how, message_safe, referrer_message_safe, ...left, contact_route };
}

/** What the rules say of a combination, written again from the decisions and not from the code. */
function ruled(form: Form, contact: Contact) {
  const { person_knows, contact_how, message_safe, referrer_message_safe, referrer_phone, referrer_email, contact_route } = contact;
  const about = form !== selfReferralForm;
  const has = (...ways: string[]) => ways.some((way) => contact_how.includes(way));
  const throughReferrer = form === professionalReferralForm && person_knows === 'no' && contact_route === 'referrer-only';
  const saidYes = !about || person_knows === 'agrees';
  const phoned = has('call', 'text');
  const quiet = phoned && (message_safe === 'no' || message_safe === 'unsure');

  const kind = person_knows === 'no' && !throughReferrer;
  const wrong = throughReferrer
    ? false
    : (about && person_knows === undefined) ||
      contact_how.length === 0 ||
      (!saidYes && has('call', 'text', 'email')) ||
      (phoned && message_safe === undefined) ||
      (quiet && contact_how.join() === 'text');

  // A text is a message, so it is no way to reach someone who must not be left one.
  const reachable = has('call', 'email') || (has('text') && !quiet);
  const top = [
    throughReferrer || (has('via-referrer') && !reachable) ? 'DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER' : '',
    !throughReferrer && has('they-call') && !has('call') ? 'DO NOT CALL. THEY WILL CALL US' : '',
    !throughReferrer && quiet ? 'DO NOT LEAVE A MESSAGE' : '',
    !throughReferrer && quiet && has('text') ? 'DO NOT SEND A TEXT' : '',
    !throughReferrer && phoned && message_safe === 'name-only' ? 'MESSAGE: FIRST NAME AND NUMBER ONLY' : '',
    form === friendReferralForm && referrer_message_safe === 'name-only' ? 'MESSAGE FOR THE REFERRER: FIRST NAME AND NUMBER ONLY' : '',
    form === friendReferralForm && !['yes', 'name-only'].includes(referrer_message_safe ?? '') ? 'DO NOT LEAVE THE REFERRER A MESSAGE' : '',
    saidYes ? '' : 'PERSON HAS NOT AGREED YET',
  ].filter((line) => line !== '');
  const mayWrite = form === professionalReferralForm || ['yes', 'name-only'].includes(referrer_message_safe ?? '');
  return {
    kind,
    wrong,
    top,
    // A number that is good for nothing but a text that is not safe is left out.
    number: !throughReferrer && saidYes && (has('call') || (has('text') && !quiet)),
    address: !throughReferrer && saidYes && has('email'),
    textIsSafe: !throughReferrer && has('text') && !quiet,
    callReferrer: form !== selfReferralForm && referrer_phone !== undefined,
    // An e-mail is a message too.
    emailReferrer: form !== selfReferralForm && referrer_email !== undefined && mayWrite,
  };
}

const number = '07700 900 982';
const address = 'meera@example.org';

for (const form of referralForms) {
  test(`${form.address}: over every answer about safe contact, a mail has its warnings on top, and no number that must be dropped`, () => {
    let mails = 0;
    for (const contact of contacts(form)) {
      const which = JSON.stringify(contact);
      const expected = ruled(form, contact);
      const { answers, errors: faults, eligibilityPage: kind } = checked(form, { ...contact, interpreter: 'no', needed_by: undefined });
      assert.equal(kind !== undefined, expected.kind, `kind page: ${which}`);
      assert.equal(faults.length > 0 && !kind, expected.wrong && !expected.kind, `error: ${which} ${JSON.stringify(faults)}`);
      if (kind || faults.length > 0) continue;
      mails += 1;

      const mail = mailForAnswers(form, answers);
      assert.deepEqual(leadingLines(mail), expected.top, which);
      for (const body of [mail.text, mail.html]) {
        assert.equal(body.includes(number), expected.number, `number: ${which}`);
        assert.equal(body.includes(address), expected.address, `address: ${which}`);
        assert.equal(body.includes(`Text ${number}`), expected.textIsSafe, `text: ${which}`);
        assert.equal(body.includes(`call ${toReferrer.phone}`), expected.callReferrer, `call the referrer: ${which}`);
        assert.equal(body.includes(`email ${toReferrer.email}`), expected.emailReferrer, `write to the referrer: ${which}`);
      }
      // What is sent was sealed between the check page and the button, and is checked again.
      assert.deepEqual(validate(form, toFormValues(answers)), { answers, faults: [] }, which);
    }
    assert(mails >= 50, `only ${mails} mails were written`);
  });
}

const onTop = (form: Form, changes: Changes): string[] => {
  const { answers, errors } = checked(form, changes);
  assert.deepEqual(errors, []);
  return leadingLines(mailForAnswers(form, answers));
};

test('all other warnings stand on top too, in the order of what is most dangerous to miss', () => {
  const all: Answers = {
    person_knows: 'knows-unsure',
    contact_how: ['via-referrer', 'they-call'],
    referrer_message_safe: 'no',
    call_first: 'unsure',
    language: 'Gujarati',
    needed_by: '3 March',
  };
  assert.deepEqual(onTop(friendReferralForm, all), [
    'CALL REFERRER FIRST',
    'DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER',
    'DO NOT CALL. THEY WILL CALL US',
    'DO NOT LEAVE THE REFERRER A MESSAGE',
    'PERSON HAS NOT AGREED YET',
    'INTERPRETER: Gujarati',
    'DATE THAT MATTERS: 3 March',
  ]);
  assert.deepEqual(
    onTop(professionalReferralForm, { call_first: 'yes', interpreter: 'no', needed_by: '', message_safe: 'yes', contact_how: ['call'] }),
    ['CALL REFERRER FIRST'],
  );
  assert.deepEqual(onTop(selfReferralForm, { interpreter: 'unsure', needed_by: '', contact_how: ['email'] }), [
    'INTERPRETER: NOT KNOWN. ASK',
  ]);
});

const firstOf = (form: Form, changes: Changes = {}) => {
  const { answers } = checked(form, changes);
  return mailForAnswers(form, answers).text.split('Do this first\n')[1]?.split('\n\n')[0] ?? '';
};

test('a referrer who left only an email address, and no word that a message is safe, is written to only if nothing else is left', () => {
  for (const referrer_message_safe of [undefined, 'no', 'unsure']) {
    const changes = { referrer_phone: undefined, referrer_message_safe, interpreter: 'no', needed_by: '', message_safe: 'yes' };
    assert(onTop(friendReferralForm, changes).includes('DO NOT LEAVE THE REFERRER A MESSAGE'));
    assert.match(firstOf(friendReferralForm, changes), /only an email address.+An email is a message too\.\nIf there is no other way/);
  }
  assert.match(
    firstOf(friendReferralForm, { referrer_message_safe: 'no' }),
    /call 01632 960 001 \(no message\)\.\nDo not email the referrer/,
  );
});

test('"Do this first" names whom to contact, the number, the safe ways and when', () => {
  const own = firstOf(selfReferralForm);
  for (const words of ['Meera Patel (likes to be called Mina)', `Call ${number} (message: first name and number only)`, 'Weekday mornings'])
    assert(own.includes(words), words);
  const work = firstOf(professionalReferralForm);
  for (const words of ['Jo Wójcik, The college', 'call 01632 960 002 x12 or email jo@example.org', 'Mornings, ask for the office'])
    assert(work.includes(words), words);
  const hidden = firstOf(professionalReferralForm, { person_knows: 'no', contact_route: 'referrer-only' });
  assert.match(hidden, /Do not contact Meera Patel/);
  assert.doesNotMatch(hidden, /Safe ways|Weekday mornings/);
});

test('the subject of a referral is the form and the reference: no service and no name', () => {
  for (const form of referralForms) assert.equal(mailForAnswers(form, checked(form).answers).subject, 'Referral R-7K4M-2XQ9');
});

test('a referral goes to the mailbox of its service, and to that of referrals where there is none', () => {
  for (const form of referralForms) assert.deepEqual(form.mailboxes(checked(form, { service: 'reach' }).answers), ['reach', 'referrals']);
});
