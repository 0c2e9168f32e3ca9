import assert from 'node:assert/strict';
import { test } from 'node:test';
import { questionsInOrder } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { mentorForm } from '../../src/forms/mentor.ts';
import { summaryRows } from '../../src/forms/summary-rows.ts';
import { toFormValues, validate } from '../../src/forms/validate.ts';
import { formValues, validAnswers, validMentor } from './answers.ts';

const messages = (changes: Parameters<typeof formValues>[0]) =>
  validate(mentorForm, formValues(changes)).errors.map(({ message }) => message);

test('a valid application has no errors and keeps every answer', () => {
  const { answers, errors, eligibilityPage } = validate(mentorForm, formValues());
  assert.deepEqual(errors, []);
  assert.equal(eligibilityPage, undefined);
  assert.deepEqual(answers, validMentor);
});

for (const form of forms) {
  test(`${form.address}: an empty form gives each required question a message of its own`, () => {
    const { errors } = validate(form, new Map());
    assert(errors.length > 0);
    assert.equal(new Set(errors.map(({ message }) => message)).size, errors.length);
    assert.deepEqual(
      errors.map(({ question }) => question),
      questionsInOrder(form)
        .map(([name]) => name)
        .filter((name) => errors.some(({ question }) => question === name)),
    );
  });

  test(`${form.address}: every question is in exactly one section`, () => {
    const asked = form.sections.flatMap(({ questions }) => [...questions]);
    assert.deepEqual(asked.toSorted(), Object.keys(form.questions).toSorted());
  });

  test(`${form.address}: no message says please, sorry, valid or required`, () => {
    const texts = questionsInOrder(form).flatMap(([, question]) => [question.requiredMessage ?? '', question.hint ?? '', question.label]);
    for (const text of texts) assert.doesNotMatch(text, /\b(please|sorry|valid|invalid|required|oops)\b/i);
  });
}

test('leaving out one question gives its message, once', () => {
  for (const [name, question] of questionsInOrder(mentorForm)) {
    const { errors } = validate(mentorForm, formValues({ [name]: undefined }));
    const messages = errors.filter(({ question }) => question === name).map(({ message }) => message);
    assert.deepEqual(messages, question.requiredMessage ? [question.requiredMessage] : [], name);
  }
});

test('a phone number is required for a call or a text, and discarded otherwise', () => {
  assert.deepEqual(messages({ phone: undefined }), ['Enter your phone number']);
  const byEmail = validate(mentorForm, formValues({ contact_how: ['email'] }));
  assert.deepEqual(byEmail.errors, []);
  assert(!('phone' in byEmail.answers));
  assert(!('message_safe' in byEmail.answers));
});

test('the answer to a question that is not revealed is discarded', () => {
  const { answers, errors } = validate(mentorForm, formValues({ training: 'yes', support_needs: ['reading'] }));
  assert.deepEqual(errors, []);
  assert(!('training_help' in answers));
  assert(!('support_other' in answers));
});

test('a text as the only way is an error when it is not safe, or not known to be safe', () => {
  assert.deepEqual(messages({ contact_how: ['text'], message_safe: 'no' }), [
    'You said it is not safe to send a text. Choose another way to contact you',
  ]);
  assert.deepEqual(messages({ contact_how: ['text'], message_safe: 'unsure' }), [
    'You said you do not know if a text is safe. Choose another way to contact you',
  ]);
  assert.deepEqual(messages({ contact_how: ['text', 'call'], message_safe: 'no' }), []);
});

test('a phone number is ignored and not sent when its only use is a text that is not safe', () => {
  for (const form of forms) {
    const name = 'person_phone' in form.questions ? 'person_phone' : 'phone';
    for (const message_safe of ['no', 'unsure']) {
      for (const number of ['07700 900 982', '', 'call me']) {
        const changes = { contact_how: ['text', 'email'], message_safe, [name]: number };
        const { answers, errors } = validate(form, formValues(changes, validAnswers(form)));
        assert.deepEqual(errors, []);
        assert(!(name in answers));
        assert(!summaryRows(form, answers).some(({ rows }) => rows.some(({ question }) => question === name)));
        assert.match(form.checkPageNotes(answers).join(), /the phone number is left out/);
      }
      // As the only way it is an error, and the number stays on the page.
      const alone = validate(form, formValues({ contact_how: ['text'], message_safe }, validAnswers(form)));
      assert.equal(alone.answers[name], '07700 900 982');
    }
    assert.doesNotMatch(form.checkPageNotes(validAnswers(form)).join(), /left out/);
  }
});

test('why is not required from someone who would rather talk', () => {
  assert.deepEqual(messages({ why: '' }), ['Enter why you want to be a peer mentor']);
  assert.deepEqual(messages({ why: '', why_talk: 'yes' }), []);
});

test('"not all of them yet" and being under 18 lead to an eligibility page before any error', () => {
  assert.equal(validate(mentorForm, formValues({ criteria: 'not-yet', name: '' })).eligibilityPage?.title, 'Not yet is fine');
  assert.equal(validate(mentorForm, new Map([['adult', ['no']]])).eligibilityPage?.question, 'adult');
  assert.equal(validate(mentorForm, formValues({ criteria: 'not-yet', adult: 'no' })).eligibilityPage?.question, 'criteria');
});

test('a choice that is not listed, in another case, or sent twice is an error', () => {
  for (const value of ['hacking', 'ALL', 'constructor', '__proto__'])
    assert.deepEqual(messages({ criteria: value }), ['Select if these fit your life right now'], value);
  assert.deepEqual(messages({ criteria: ['all', 'talk'] }), ['Select if these fit your life right now']);
  assert.deepEqual(messages({ contact_how: ['call', 'pigeon'] }), ['Select how we can contact you']);
});

test('fields that are no question are ignored', () => {
  const { answers, errors } = validate(
    mentorForm,
    formValues({ __proto__: 'x', 'name[first]': 'a', to: 'victim@example.org', subject: 'x', 'constructor[prototype][x]': '1' }),
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(Object.keys(answers).toSorted(), Object.keys(validMentor).toSorted());
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
});

const accepted = {
  name: ['I', 'Suharto', 'Null', 'X Æ', "Robert'); DROP TABLE Students;--", '李小龍', 'ક્‍ષ', 'Jean–Luc'],
  phone: ['07700 900 982', '(01604) 555-123', '+44 7700 900982', '+48 22 123 45 67', '07700.900.982 x12', '\u202a07700 900 982'],
  email: [
    "o'neil@example.co.uk",
    'first.last+tag@example.com',
    'a@b.co',
    'user%x@example.org',
    'x_y-z!#$&*/=?^{|}~@example.com',
    'name@münchen.de',
  ],
};
const refused = {
  name: ['\u3164', '...', '123', 'a'.repeat(101)],
  phone: ['0770090', '07700 900 982 call me', '1'.repeat(16), '+'.repeat(30)],
  email: [
    'a@b',
    'a@@b.co',
    'a..b@c.de',
    'a@-b.co',
    'a@b.c',
    '"a b"@c.de',
    '<a@b.co>',
    'a@b.co,x@y.zz',
    'a@1.2.3.44',
    'a@b.co/x',
    `a@${'a.'.repeat(20_000)}`,
  ],
};

for (const [name, values] of Object.entries(accepted)) {
  for (const value of values) test(`${name} accepts ${JSON.stringify(value)}`, () => assert.deepEqual(messages({ [name]: value }), []));
}
for (const [name, values] of Object.entries(refused)) {
  for (const value of values)
    test(`${name} rejects ${JSON.stringify(value.slice(0, 40))}`, () => assert.equal(messages({ [name]: value }).length, 1));
}

test('an internationalised e-mail domain is followed by its ASCII form', () => {
  const { answers } = validate(mentorForm, formValues({ email: 'info@раypal.com' }));
  const row = summaryRows(mentorForm, answers)
    .flatMap(({ rows }) => rows)
    .find(({ question }) => question === 'email');
  assert.match(row?.answer[0] ?? '', /^info@раypal\.com \(xn--/);
});

test('validating valid answers again changes nothing', () => {
  const { answers } = validate(mentorForm, formValues({ name: ' e\u0301\u200b ', why: 'a\r\nb' }));
  assert.deepEqual(validate(mentorForm, toFormValues(answers)).answers, answers);
});

test('summary rows show choices in the words of the page', () => {
  const { answers } = validate(mentorForm, formValues());
  const all = summaryRows(mentorForm, answers).flatMap(({ rows }) => rows);
  assert.deepEqual(all.find(({ question }) => question === 'contact_how')?.answer, ['Phone call', 'Text message', 'Email']);
  assert.deepEqual(all.find(({ question }) => question === 'support_other')?.answer, ['A seat near the door']);
});
