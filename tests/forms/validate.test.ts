import assert from 'node:assert/strict';
import { test } from 'node:test';
import { questionsInOrder } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { mentorForm } from '../../src/forms/mentor.ts';
import { summaryRows } from '../../src/forms/summary-rows.ts';
import { toFormValues, validate } from '../../src/forms/validate.ts';
import { formValues, validAnswers, validMentor } from './answers.ts';

const messages = (changes: Parameters<typeof formValues>[0]) =>
  validate(mentorForm, formValues(changes)).errors.map(({ message: says }) => says);

test('a good application has no faults, and keeps every answer', () => {
  const { answers, errors: faults, eligibilityPage } = validate(mentorForm, formValues());
  assert.deepEqual(faults, []);
  assert.equal(eligibilityPage, undefined);
  assert.deepEqual(answers, validMentor);
});

for (const form of forms) {
  test(`${form.address}: an empty form has a message of its own for every question that is needed`, () => {
    const { errors: faults } = validate(form, new Map());
    assert(faults.length > 0);
    assert.equal(new Set(faults.map(({ message: says }) => says)).size, faults.length);
    assert.deepEqual(
      faults.map(({ question }) => question),
      questionsInOrder(form)
        .map(([name]) => name)
        .filter((name) => faults.some(({ question }) => question === name)),
    );
  });

  test(`${form.address}: every question stands in one section, and every section asks only its own`, () => {
    const asked = form.sections.flatMap(({ questions }) => [...questions]);
    assert.deepEqual(asked.toSorted(), Object.keys(form.questions).toSorted());
  });

  test(`${form.address}: no message says please, sorry, valid or required`, () => {
    const said = questionsInOrder(form).flatMap(([, question]) => [question.requiredMessage ?? '', question.hint ?? '', question.label]);
    for (const words of said) assert.doesNotMatch(words, /\b(please|sorry|valid|invalid|required|oops)\b/i);
  });
}

test('each question left out, one at a time, gives its message once', () => {
  for (const [name, question] of questionsInOrder(mentorForm)) {
    const { errors: faults } = validate(mentorForm, formValues({ [name]: undefined }));
    const said = faults.filter((fault) => fault.question === name).map(({ message: says }) => says);
    assert.deepEqual(said, question.requiredMessage ? [question.requiredMessage] : [], name);
  }
});

test('a phone number is asked for only when a call or a text was chosen, and left out otherwise', () => {
  assert.deepEqual(messages({ phone: undefined }), ['Enter your phone number']);
  const byEmail = validate(mentorForm, formValues({ contact_how: ['email'] }));
  assert.deepEqual(byEmail.errors, []);
  assert(!('phone' in byEmail.answers));
  assert(!('message_safe' in byEmail.answers));
});

test('a reveal that was filled in but not chosen is left out', () => {
  const { answers, errors: faults } = validate(mentorForm, formValues({ training: 'yes', support_needs: ['reading'] }));
  assert.deepEqual(faults, []);
  assert(!('training_help' in answers));
  assert(!('support_other' in answers));
});

test('a text alone is not a way to contact someone who says, or does not know, that it is not safe', () => {
  assert.deepEqual(messages({ contact_how: ['text'], message_safe: 'no' }), [
    'You said it is not safe to send a text. Choose another way to contact you',
  ]);
  assert.deepEqual(messages({ contact_how: ['text'], message_safe: 'unsure' }), [
    'You said you do not know if a text is safe. Choose another way to contact you',
  ]);
  assert.deepEqual(messages({ contact_how: ['text', 'call'], message_safe: 'no' }), []);
});

test('a number that could only be used for a text that is not safe is not asked for, is never wrong, and is not passed on', () => {
  for (const form of forms) {
    const name = 'person_phone' in form.questions ? 'person_phone' : 'phone';
    for (const message_safe of ['no', 'unsure']) {
      for (const number of ['07700 900 982', '', 'call me']) {
        const given = { contact_how: ['text', 'email'], message_safe, [name]: number };
        const { answers, errors: faults } = validate(form, formValues(given, validAnswers(form)));
        assert.deepEqual(faults, []);
        assert(!(name in answers));
        assert(!summaryRows(form, answers).some(({ rows }) => rows.some(({ question }) => question === name)));
        assert.match(form.checkPageNotes(answers).join(), /the phone number is left out/);
      }
      // Alone, a text is an error, and what was typed stays to be used another way.
      const alone = validate(form, formValues({ contact_how: ['text'], message_safe }, validAnswers(form)));
      assert.equal(alone.answers[name], '07700 900 982');
    }
    assert.doesNotMatch(form.checkPageNotes(validAnswers(form)).join(), /left out/);
  }
});

test('someone who would rather talk need not write why', () => {
  assert.deepEqual(messages({ why: '' }), ['Enter why you want to be a peer mentor']);
  assert.deepEqual(messages({ why: '', why_talk: 'yes' }), []);
});

test('"not all of them yet" and being under 18 lead to kind pages before any error', () => {
  assert.equal(validate(mentorForm, formValues({ criteria: 'not-yet', name: '' })).eligibilityPage?.title, 'Not yet is fine');
  assert.equal(validate(mentorForm, new Map([['adult', ['no']]])).eligibilityPage?.question, 'adult');
  assert.equal(validate(mentorForm, formValues({ criteria: 'not-yet', adult: 'no' })).eligibilityPage?.question, 'criteria');
});

test('a choice that is not on the list, in another case, or sent twice is no answer', () => {
  for (const value of ['hacking', 'ALL', 'constructor', '__proto__'])
    assert.deepEqual(messages({ criteria: value }), ['Select if these fit your life right now'], value);
  assert.deepEqual(messages({ criteria: ['all', 'talk'] }), ['Select if these fit your life right now']);
  assert.deepEqual(messages({ contact_how: ['call', 'pigeon'] }), ['Select how we can contact you']);
});

test('names that no question has are never looked at', () => {
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
  for (const value of values) test(`${name} may be ${JSON.stringify(value)}`, () => assert.deepEqual(messages({ [name]: value }), []));
}
for (const [name, values] of Object.entries(refused)) {
  for (const value of values)
    test(`${name} may not be ${JSON.stringify(value.slice(0, 40))}`, () => assert.equal(messages({ [name]: value }).length, 1));
}

test('an e-mail address in another alphabet is shown beside the form that mail programs use', () => {
  const { answers } = validate(mentorForm, formValues({ email: 'info@раypal.com' }));
  const row = summaryRows(mentorForm, answers)
    .flatMap(({ rows }) => rows)
    .find(({ question }) => question === 'email');
  assert.match(row?.answer[0] ?? '', /^info@раypal\.com \(xn--/);
});

test('checking again what was checked changes nothing', () => {
  const { answers } = validate(mentorForm, formValues({ name: ' e\u0301\u200b ', why: 'a\r\nb' }));
  assert.deepEqual(validate(mentorForm, toFormValues(answers)).answers, answers);
});

test('what was ticked and written is read back in the words of the page', () => {
  const { answers } = validate(mentorForm, formValues());
  const all = summaryRows(mentorForm, answers).flatMap(({ rows }) => rows);
  assert.deepEqual(all.find(({ question }) => question === 'contact_how')?.answer, ['Phone call', 'Text message', 'Email']);
  assert.deepEqual(all.find(({ question }) => question === 'support_other')?.answer, ['A seat near the door']);
});
