import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answers } from '../../src/forms/fields.ts';
import type { Form } from '../../src/forms/form.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../src/forms/referral.ts';
import { toFormValues, validate } from '../../src/forms/validate.ts';
import { leadingLines, mailForAnswers } from '../submissions/mail-fixture.ts';
import { formValues, referralForms, validAnswers } from './answers.ts';

type Changes = Parameters<typeof formValues>[0];

const validated = (form: Form, changes: Changes = {}) => validate(form, formValues(changes, validAnswers(form)));

const safetyAnswers = [undefined, 'yes', 'name-only', 'no', 'unsure'];

/** Every subset: the power set. */
const subsetsOf = (methods: readonly string[]): string[][] =>
  methods.reduce<string[][]>((subsets, method) => subsets.concat(subsets.map((subset) => subset.concat(method))), [[]]);

interface Contact {
  person_knows: string | undefined;
  contact_how: string[];
  message_safe: string | undefined;
  referrer_message_safe: string | undefined;
  referrer_phone: string | undefined;
  referrer_email: string | undefined;
  contact_route: string | undefined;
}

const referrer = { phone: '01632 960 001', email: 'ravi@example.org' };
/** Both contact details of a referrer, or one of them. */
const referrerDetails = [
  { referrer_phone: referrer.phone, referrer_email: referrer.email },
  { referrer_phone: referrer.phone, referrer_email: undefined },
  { referrer_phone: undefined, referrer_email: referrer.email },
];

/** Every combination of answers about safe contact. */
function* contactAnswers(form: Form): Generator<Contact> {
  const aboutSomeoneElse = form !== selfReferralForm;
  for (const contact_how of subsetsOf(['call', 'text', 'email', 'they-call', ...(aboutSomeoneElse ? ['via-referrer'] : [])]))
    for (const message_safe of safetyAnswers)
      for (const person_knows of aboutSomeoneElse ? [undefined, 'agrees', 'knows-unsure', 'no'] : [undefined])
        for (const referrer_message_safe of form === friendReferralForm ? safetyAnswers : [undefined])
          for (const details of referrerDetails.slice(0, form === friendReferralForm ? 3 : 1))
            for (const contact_route of aboutSomeoneElse ? [undefined, 'referrer-only'] : [undefined])
              yield { person_knows, contact_how, message_safe, referrer_message_safe, ...details, contact_route };
}

/** What must follow from a combination: the rules written a second time, independently of the code. */
function expectedOf(form: Form, contact: Contact) {
  const { person_knows, contact_how, message_safe, referrer_message_safe, referrer_phone, referrer_email, contact_route } = contact;
  const aboutSomeoneElse = form !== selfReferralForm;
  const chose = (...methods: string[]) => methods.some((method) => contact_how.includes(method));
  const throughReferrer = form === professionalReferralForm && person_knows === 'no' && contact_route === 'referrer-only';
  const agreed = !aboutSomeoneElse || person_knows === 'agrees';
  const byPhone = chose('call', 'text');
  const noMessage = byPhone && (message_safe === 'no' || message_safe === 'unsure');

  const eligibilityPage = person_knows === 'no' && !throughReferrer;
  const error = throughReferrer
    ? false
    : (aboutSomeoneElse && person_knows === undefined) ||
      contact_how.length === 0 ||
      (!agreed && chose('call', 'text', 'email')) ||
      (byPhone && message_safe === undefined) ||
      (noMessage && contact_how.join() === 'text');

  // A text is a message, so it does not count where no message may be left.
  const reachable = chose('call', 'email') || (chose('text') && !noMessage);
  const warnings = [
    throughReferrer || (chose('via-referrer') && !reachable) ? 'DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER' : '',
    !throughReferrer && chose('they-call') && !chose('call') ? 'DO NOT CALL. THEY WILL CALL US' : '',
    !throughReferrer && noMessage ? 'DO NOT LEAVE A MESSAGE' : '',
    !throughReferrer && noMessage && chose('text') ? 'DO NOT SEND A TEXT' : '',
    !throughReferrer && byPhone && message_safe === 'name-only' ? 'MESSAGE: FIRST NAME AND NUMBER ONLY' : '',
    form === friendReferralForm && referrer_message_safe === 'name-only' ? 'MESSAGE FOR THE REFERRER: FIRST NAME AND NUMBER ONLY' : '',
    form === friendReferralForm && !['yes', 'name-only'].includes(referrer_message_safe ?? '') ? 'DO NOT LEAVE THE REFERRER A MESSAGE' : '',
    agreed ? '' : 'PERSON HAS NOT AGREED YET',
  ].filter((line) => line !== '');
  const mayEmailReferrer = form === professionalReferralForm || ['yes', 'name-only'].includes(referrer_message_safe ?? '');
  return {
    eligibilityPage,
    error,
    warnings,
    // A number whose only use is a text that is not safe is left out.
    phone: !throughReferrer && agreed && (chose('call') || (chose('text') && !noMessage)),
    email: !throughReferrer && agreed && chose('email'),
    textIsSafe: !throughReferrer && chose('text') && !noMessage,
    callReferrer: form !== selfReferralForm && referrer_phone !== undefined,
    // An e-mail is a message too.
    emailReferrer: form !== selfReferralForm && referrer_email !== undefined && mayEmailReferrer,
  };
}

const phone = '07700 900 982';
const email = 'meera@example.org';

for (const form of referralForms) {
  test(`${form.address}: for every combination of contact answers, the mail has the right warnings and only safe contact details`, () => {
    let mails = 0;
    for (const contact of contactAnswers(form)) {
      const combination = JSON.stringify(contact);
      const expected = expectedOf(form, contact);
      const { answers, errors, eligibilityPage } = validated(form, { ...contact, interpreter: 'no', needed_by: undefined });
      assert.equal(eligibilityPage !== undefined, expected.eligibilityPage, `eligibility page: ${combination}`);
      assert.equal(
        errors.length > 0 && !eligibilityPage,
        expected.error && !expected.eligibilityPage,
        `error: ${combination} ${JSON.stringify(errors)}`,
      );
      if (eligibilityPage || errors.length > 0) continue;
      mails += 1;

      const mail = mailForAnswers(form, answers);
      assert.deepEqual(leadingLines(mail), expected.warnings, combination);
      for (const body of [mail.text, mail.html]) {
        assert.equal(body.includes(phone), expected.phone, `phone: ${combination}`);
        assert.equal(body.includes(email), expected.email, `email: ${combination}`);
        assert.equal(body.includes(`Text ${phone}`), expected.textIsSafe, `text: ${combination}`);
        assert.equal(body.includes(`call ${referrer.phone}`), expected.callReferrer, `call the referrer: ${combination}`);
        assert.equal(body.includes(`email ${referrer.email}`), expected.emailReferrer, `email the referrer: ${combination}`);
      }
      // Answers are validated again when they are sent.
      assert.deepEqual(validate(form, toFormValues(answers)), { answers, errors: [] }, combination);
    }
    assert(mails >= 50, `only ${mails} mails were written`);
  });
}

const warningsOf = (form: Form, changes: Changes): string[] => {
  const { answers, errors } = validated(form, changes);
  assert.deepEqual(errors, []);
  return leadingLines(mailForAnswers(form, answers));
};

test('the other warnings are on top too, in the order of what is most dangerous to miss', () => {
  const all: Answers = {
    person_knows: 'knows-unsure',
    contact_how: ['via-referrer', 'they-call'],
    referrer_message_safe: 'no',
    call_first: 'unsure',
    language: 'Gujarati',
    needed_by: '3 March',
  };
  assert.deepEqual(warningsOf(friendReferralForm, all), [
    'CALL REFERRER FIRST',
    'DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER',
    'DO NOT CALL. THEY WILL CALL US',
    'DO NOT LEAVE THE REFERRER A MESSAGE',
    'PERSON HAS NOT AGREED YET',
    'INTERPRETER: Gujarati',
    'DATE THAT MATTERS: 3 March',
  ]);
  assert.deepEqual(
    warningsOf(professionalReferralForm, {
      call_first: 'yes',
      interpreter: 'no',
      needed_by: '',
      message_safe: 'yes',
      contact_how: ['call'],
    }),
    ['CALL REFERRER FIRST'],
  );
  assert.deepEqual(warningsOf(selfReferralForm, { interpreter: 'unsure', needed_by: '', contact_how: ['email'] }), [
    'INTERPRETER: NOT KNOWN. ASK',
  ]);
});

const nextActionsOf = (form: Form, changes: Changes = {}) => {
  const { answers } = validated(form, changes);
  return mailForAnswers(form, answers).text.split('Do this first\n')[1]?.split('\n\n')[0] ?? '';
};

test('staff may write to a referrer who left only an e-mail address, and no word that it is safe, as a last resort', () => {
  for (const referrer_message_safe of [undefined, 'no', 'unsure']) {
    const changes = { referrer_phone: undefined, referrer_message_safe, interpreter: 'no', needed_by: '', message_safe: 'yes' };
    assert(warningsOf(friendReferralForm, changes).includes('DO NOT LEAVE THE REFERRER A MESSAGE'));
    assert.match(
      nextActionsOf(friendReferralForm, changes),
      /only an email address.+An email is a message too\.\nIf there is no other way/,
    );
  }
  assert.match(
    nextActionsOf(friendReferralForm, { referrer_message_safe: 'no' }),
    /call 01632 960 001 \(no message\)\.\nDo not email the referrer/,
  );
});

test('"Do this first" says who to contact, the number, the safe ways and when', () => {
  const own = nextActionsOf(selfReferralForm);
  for (const words of ['Meera Patel (likes to be called Mina)', `Call ${phone} (message: first name and number only)`, 'Weekday mornings'])
    assert(own.includes(words), words);
  const work = nextActionsOf(professionalReferralForm);
  for (const words of ['Jo Wójcik, The college', 'call 01632 960 002 x12 or email jo@example.org', 'Mornings, ask for the office'])
    assert(work.includes(words), words);
  const throughReferrer = nextActionsOf(professionalReferralForm, { person_knows: 'no', contact_route: 'referrer-only' });
  assert.match(throughReferrer, /Do not contact Meera Patel/);
  assert.doesNotMatch(throughReferrer, /Safe ways|Weekday mornings/);
});

test('the subject of a referral is only the form and the reference', () => {
  for (const form of referralForms) assert.equal(mailForAnswers(form, validated(form).answers).subject, 'Referral R-7K4M-2XQ9');
});

test('a referral goes to the mailbox of its service, or else to that of referrals', () => {
  for (const form of referralForms) assert.deepEqual(form.mailboxes(validated(form, { service: 'reach' }).answers), ['reach', 'referrals']);
});
