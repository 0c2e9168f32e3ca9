import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { questionNamed } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { toFormValues, validate } from '../../src/forms/validate.ts';
import { elementsOf, textOf } from '../form-flow/read-page.ts';
import { answerInMail, mailForAnswers } from '../submissions/mail-fixture.ts';
import { formValues, textQuestions, validAnswers } from './answers.ts';
import { expectedText, formTextArbitrary } from './arbitraries.ts';

for (const form of forms) {
  test(`${form.address}: any text in every box at once is kept as typed, valid or not`, () => {
    fc.assert(
      fc.property(formTextArbitrary(form), (typed) => {
        const { answers } = validate(form, formValues(typed, validAnswers(form)));
        for (const [name, text] of Object.entries(typed)) assert.equal(answers[name] ?? '', expectedText(form, name, text), name);
        assert.deepEqual(validate(form, toFormValues(answers)).answers, answers);
      }),
      { numRuns: 300 },
    );
  });

  test(`${form.address}: any text is in the mail as typed, in the plain text and in the parsed HTML`, () => {
    fc.assert(
      fc.property(formTextArbitrary(form), (typed) => {
        const { answers, errors } = validate(form, formValues(typed, validAnswers(form)));
        // Invalid text never reaches a mail: those boxes keep their valid answer.
        const invalid = errors.map(({ question }) => question);
        const corrections = Object.fromEntries(invalid.map((name) => [name, validAnswers(form)[name] ?? '']));
        const mail = mailForAnswers(form, { ...answers, ...corrections });
        const paragraphs = elementsOf(mail.html).filter(({ tagName }) => tagName === 'p');
        for (const [name, text] of Object.entries(typed)) {
          if (invalid.includes(name)) continue;
          const { label, rowLabel = label } = questionNamed(form, name);
          const expected = expectedText(form, name, text) || 'Not provided';
          assert.equal(answerInMail(mail, rowLabel), expected, `text: ${name}`);
          const answer = paragraphs.find(({ childNodes: [first] }) => first?.nodeName === 'strong' && textOf(first) === rowLabel);
          assert(answer, `HTML: ${name}`);
          // The answer follows the question, with a <br> between lines.
          const lines = answer.childNodes.slice(1).map((node) => (node.nodeName === 'br' ? '\n' : textOf(node)));
          assert.equal(lines.join('').slice(1), expected, `HTML: ${name}`);
        }
        for (const { tagName, attrs } of elementsOf(mail.html)) {
          assert.match(tagName, /^(html|head|meta|title|body|p|strong|h2|br)$/);
          assert(attrs.every(({ name }) => name === 'lang' || name === 'charset'));
        }
      }),
      { numRuns: 150 },
    );
  });
}

test('no mail contains a bidi control or a control character', () => {
  const marks = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0000\u0007\u001b\u007f\u0080\u009f';
  for (const form of forms) {
    const typed = Object.fromEntries(textQuestions(form).map((name) => [name, [...marks].join(String(validAnswers(form)[name] ?? 'x'))]));
    const { answers } = validate(form, formValues(typed, validAnswers(form)));
    const { text, html } = mailForAnswers(form, answers);
    for (const mark of marks) assert(!text.includes(mark) && !html.includes(mark), mark.codePointAt(0)?.toString(16));
  }
});

// Denial of service: a character count or a pattern that is slow for some text would stop the whole server.
const slow: [string, string][] = [
  ['one letter with ten thousand accents', `a${'\u0301'.repeat(10_000)}`],
  ['thirty thousand accents in an order that must be sorted', `a${'\u0315\u0300'.repeat(15_000)}`],
  ['forty thousand dots after an @', `a@${'a.'.repeat(20_000)}`],
  ['thirty thousand blanks', ' '.repeat(30_000)],
  ['thirty thousand blanks and a letter at each end', `a${' '.repeat(30_000)}a`],
  ['thirty thousand plus signs', '+'.repeat(30_000)],
  ['thirty thousand digits', '0'.repeat(30_000)],
  ['thirty thousand @', '@'.repeat(30_000)],
  ['sixty thousand line breaks', `a${'\r\n'.repeat(30_000)}a`],
  ['thirty thousand joiners', `a${'\u200d'.repeat(30_000)}a`],
  ['thirty thousand Hangul fillers and a letter', `a${'\u3164'.repeat(30_000)}a`],
  ['thousands of flags', '🇬🇧'.repeat(8_000)],
];
for (const [what, text] of slow) {
  test(`${what} in any box is validated within 50 ms`, () => {
    for (const form of forms) {
      for (const name of textQuestions(form)) {
        // The fastest of three runs, since another process may interrupt one.
        const times = [1, 2, 3].map(() => {
          const start = performance.now();
          validate(form, formValues({ [name]: text }, validAnswers(form)));
          return performance.now() - start;
        });
        assert(Math.min(...times) < 50, `${form.address} ${name}: ${Math.min(...times).toFixed(0)} ms`);
      }
    }
  });
}
