import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import fc from 'fast-check';
import { displayValue } from '../../src/forms/fields.ts';
import { type Form, questionNamed } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { validate } from '../../src/forms/validate.ts';
import { formClient } from '../form-flow/form-client.ts';
import { fieldValues, summaryRows } from '../form-flow/read-page.ts';
import { formValues, textQuestions, urlEncoded, validAnswers } from '../forms/answers.ts';
import { expectedText, formTextArbitrary } from '../forms/arbitraries.ts';
import { createFakeResend, type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';
import { answerInMail } from '../submissions/mail-fixture.ts';

let provider: FakeResend;
let site: RunningSite;
before(async () => {
  provider = await createFakeResend();
  site = await serve(resendSettings(provider));
});
after(async () => {
  await provider?.stop();
  await site?.stop();
});

type Given = Record<string, string>;

/** Does a thing with each of a list, a few at a time. */
async function withEach<T, R>(list: readonly T[], what: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const waiting = list.entries();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const [index, each] of waiting) {
        done[index] = await what(each).catch((error: Error) => {
          throw new Error(`${JSON.stringify(each)}: ${error.message}`, { cause: error });
        });
      }
    }),
  );
  return done;
}

/** Posts words in every box of a form, and looks for them on the page of errors and on the page to check. */
async function fillIn(form: Form, given: Given) {
  const { post } = formClient(site.url, `/${form.address}/`);
  // Not compressed: that takes half the time of a page, and other tests cover it.
  const fill = (changes: Given) => post('check', urlEncoded(formValues(changes, validAnswers(form))), { 'Accept-Encoding': 'identity' });
  const refused = validate(form, formValues(given, validAnswers(form))).errors.map(({ question }) => question);
  if (refused.length > 0) {
    const page = await fill(given);
    assert.equal(page.status, 422);
    const fields = fieldValues(page.html);
    for (const [name, text] of Object.entries(given)) assert.equal(fields.get(name), expectedText(form, name, text), `error page: ${name}`);
  }

  const sendable = Object.entries(given).filter(([name]) => !refused.includes(name));
  const page = await fill(Object.fromEntries(sendable));
  assert.equal(page.status, 200);
  const shownOnPage = summaryRows(page.html);
  const rows = sendable.map(([name, text]) => {
    const question = questionNamed(form, name);
    const kept = expectedText(form, name, text);
    return { label: question.rowLabel ?? question.label, answer: kept === '' ? [] : displayValue(question, kept) };
  });
  for (const { label, answer } of rows) assert.deepEqual(shownOnPage.get(label), answer, `check page: ${label}`);
  return { state: page.state, rows };
}

/** Sends what was filled in, and looks for it in the mail. */
async function send(form: Form, { state, rows }: Awaited<ReturnType<typeof fillIn>>) {
  const sent = await formClient(site.url, `/${form.address}/`).send(state);
  assert.equal(sent.status, 303);
  const reference = /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(sent.location ?? '')?.[0];
  const mail = [...provider.delivered.values()].find(({ idempotencyKey }) => reference && idempotencyKey?.startsWith(reference));
  assert(mail);
  for (const { label, answer } of rows)
    assert.equal(answerInMail({ text: String(mail.body['text']) }, label), answer.join('\n') || 'Not provided', `mail: ${label}`);
  provider.delivered.delete(mail.idempotencyKey ?? '');
}

for (const form of forms) {
  test(`${form.address}: keeps, shows and mails each of the ${naughtyStrings.length} naughty strings in every field as typed`, async () => {
    const everywhere = naughtyStrings.map((text) => Object.fromEntries(textQuestions(form).map((name) => [name, text])));
    // All pages first, then all sends: who sends within two seconds of the page is asked if it is really them.
    const filledIn = await withEach(everywhere, (given) => fillIn(form, given));
    await withEach(filledIn, (each) => send(form, each));
  });

  test(`${form.address}: keeps, shows and mails random text as typed`, async () => {
    await fc.assert(
      fc.asyncProperty(formTextArbitrary(form), async (given) => send(form, await fillIn(form, given))),
      { numRuns: 20 },
    );
  });
}

test('logs none of it: only where mail goes, the address, and a line for each submission', () => {
  const lines = site
    .output()
    .trimEnd()
    .split('\n')
    .slice(
      site
        .output()
        .split('\n')
        .findIndex((line) => line.startsWith('The site is at')) + 1,
    );
  assert(lines.length > forms.length * naughtyStrings.length);
  for (const line of lines)
    assert.match(line, /^\{"time":"[\d:.TZ-]+","event":"submission","reference":"[MR]-[A-Z2-9-]{9}"[\w":.,[\]]*\}$/);
});
