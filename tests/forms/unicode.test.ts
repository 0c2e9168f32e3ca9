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
  test(`${form.address}: whatever is typed into every box at once is kept as it was typed, right or wrong`, () => {
    fc.assert(
      fc.property(formTextArbitrary(form), (given) => {
        const { answers } = validate(form, formValues(given, validAnswers(form)));
        for (const [name, text] of Object.entries(given)) assert.equal(answers[name] ?? '', expectedText(form, name, text), name);
        assert.deepEqual(validate(form, toFormValues(answers)).answers, answers);
      }),
      { numRuns: 300 },
    );
  });

  test(`${form.address}: whatever may be typed stands in the mail as it was typed, in the text and in what a mail program makes of the HTML`, () => {
    fc.assert(
      fc.property(formTextArbitrary(form), (given) => {
        const { answers, errors } = validate(form, formValues(given, validAnswers(form)));
        // What was refused never gets as far as a mail: there the box holds what it held before.
        const wrong = errors.map(({ question }) => question);
        const mended = Object.fromEntries(wrong.map((name) => [name, validAnswers(form)[name] ?? '']));
        const mail = mailForAnswers(form, { ...answers, ...mended });
        const paragraphs = elementsOf(mail.html).filter(({ tagName }) => tagName === 'p');
        for (const [name, text] of Object.entries(given)) {
          if (wrong.includes(name)) continue;
          const { label, rowLabel = label } = questionNamed(form, name);
          const expected = expectedText(form, name, text) || 'Not provided';
          assert.equal(answerInMail(mail, rowLabel), expected, `text: ${name}`);
          const answer = paragraphs.find(({ childNodes: [first] }) => first?.nodeName === 'strong' && textOf(first) === rowLabel);
          assert(answer, `HTML: ${name}`);
          // A line each: what stands between breaks, after the question.
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

test('no mark that turns the direction of a line, and no control character, is in any mail', () => {
  const marks = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0000\u0007\u001b\u007f\u0080\u009f';
  for (const form of forms) {
    const given = Object.fromEntries(textQuestions(form).map((name) => [name, [...marks].join(String(validAnswers(form)[name] ?? 'x'))]));
    const { answers } = validate(form, formValues(given, validAnswers(form)));
    const { text, html } = mailForAnswers(form, answers);
    for (const mark of marks) assert(!text.includes(mark) && !html.includes(mark), mark.codePointAt(0)?.toString(16));
  }
});

// Rows 63 and 65 of threats.md: a count of characters or a pattern that is slow for some text stops the whole server.
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
  test(`63, 65. ${what} in any box of any form is judged within 50 ms`, () => {
    for (const form of forms) {
      for (const name of textQuestions(form)) {
        // The least of three, since another program on the machine may take the processor away for a moment.
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
