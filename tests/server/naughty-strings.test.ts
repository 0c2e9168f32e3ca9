import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import fc from 'fast-check';
import { shown } from '../../src/forms/fields.ts';
import { type Form, questionNamed } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { check } from '../../src/forms/validate.ts';
import { keptOf, typedInto } from '../arbitraries.ts';
import { type Provider, standInProvider, towards } from '../fake-resend.ts';
import { visitor } from '../form-client.ts';
import { body, goodFor, inWords, posted } from '../forms/answers.ts';
import { answerIn } from '../mail-fixture.ts';
import { fieldsOf, rowsOf } from '../page.ts';
import { type Served, serve } from '../serve.ts';

let provider: Provider;
let site: Served;
before(async () => {
  provider = await standInProvider();
  site = await serve(towards(provider));
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
  const { post } = visitor(site.url, `/${form.address}/`);
  // Not squeezed: that is half the time of a page, and is tried elsewhere.
  const fill = (changes: Given) => post('check', body(posted(changes, goodFor(form))), { 'Accept-Encoding': 'identity' });
  const refused = check(form, posted(given, goodFor(form))).faults.map(({ question }) => question);
  if (refused.length > 0) {
    const page = await fill(given);
    assert.equal(page.status, 422);
    const fields = fieldsOf(page.html);
    for (const [name, text] of Object.entries(given)) assert.equal(fields.get(name), keptOf(form, name, text), `error page: ${name}`);
  }

  const sendable = Object.entries(given).filter(([name]) => !refused.includes(name));
  const page = await fill(Object.fromEntries(sendable));
  assert.equal(page.status, 200);
  const shownOnPage = rowsOf(page.html);
  const rows = sendable.map(([name, text]) => {
    const question = questionNamed(form, name);
    const kept = keptOf(form, name, text);
    return { label: question.rowLabel ?? question.label, answer: kept === '' ? [] : shown(question, kept) };
  });
  for (const { label, answer } of rows) assert.deepEqual(shownOnPage.get(label), answer, `check page: ${label}`);
  return { state: page.state, rows };
}

/** Sends what was filled in, and looks for it in the mail. */
async function send(form: Form, { state, rows }: Awaited<ReturnType<typeof fillIn>>) {
  const sent = await visitor(site.url, `/${form.address}/`).send(state);
  assert.equal(sent.status, 303);
  const reference = /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(sent.location ?? '')?.[0];
  const mail = [...provider.delivered.values()].find(({ key }) => reference && key?.startsWith(reference));
  assert(mail);
  for (const { label, answer } of rows)
    assert.equal(answerIn({ text: String(mail.body['text']) }, label), answer.join('\n') || 'Not provided', `mail: ${label}`);
  provider.delivered.delete(mail.key ?? '');
}

for (const form of forms) {
  test(`${form.address}: each of the ${naughtyStrings.length} strings that break forms, in every box, is kept, shown and mailed as it was typed`, async () => {
    const everywhere = naughtyStrings.map((text) => Object.fromEntries(inWords(form).map((name) => [name, text])));
    // All pages first, then all sends: who sends within two seconds of the page is asked if it is really them.
    const filledIn = await withEach(everywhere, (given) => fillIn(form, given));
    await withEach(filledIn, (each) => send(form, each));
  });

  test(`${form.address}: whatever is typed is kept, shown and mailed as it was typed`, async () => {
    await fc.assert(
      fc.asyncProperty(typedInto(form), async (given) => send(form, await fillIn(form, given))),
      { numRuns: 20 },
    );
  });
}

test('none of it was printed: only where mail goes, the address, and a line for each application', () => {
  const lines = site
    .printed()
    .trimEnd()
    .split('\n')
    .slice(
      site
        .printed()
        .split('\n')
        .findIndex((line) => line.startsWith('The site is at')) + 1,
    );
  assert(lines.length > forms.length * naughtyStrings.length);
  for (const line of lines)
    assert.match(line, /^\{"time":"[\d:.TZ-]+","event":"application","reference":"[MR]-[A-Z2-9-]{9}"[\w":.,[\]]*\}$/);
});
