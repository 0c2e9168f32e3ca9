import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { classesOf, getAttribute, getChildNodes, isElement, type Node, parseHtml, queryAll } from '../../src/content-checks/html.ts';
import { forms } from '../../src/forms/forms.ts';
import { errorPages, pages } from '../built/build-output.ts';
import { visitEveryFormPage } from '../form-flow/every-form-page.ts';
import { formClient } from '../form-flow/form-client.ts';
import { formValues, textQuestions, urlEncoded, validAnswers } from '../forms/answers.ts';
import { createFakeResend, type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

// A browser that translates a page may write a number in other digits, or reword what a person wrote.

let provider: FakeResend;
let site: RunningSite;
before(async () => {
  provider = await createFakeResend();
  site = await serve({ ...resendSettings(provider), STORE_URL: 'none', SENDS_PER_ADDRESS: String(forms.length) });
});
after(async () => {
  await provider?.stop();
  await site?.stop();
});

/** The texts and values that a translation changes. */
function translatable(node: Node, translate = true): string[] {
  if ('value' in node && node.nodeName === '#text') return translate ? [node.value] : [];
  let inside = translate;
  if (isElement(node)) {
    if (['script', 'style', 'head'].includes(node.tagName)) return [];
    const own = getAttribute(node, 'translate');
    inside = own === undefined ? translate : own !== 'no';
    if (inside && node.tagName === 'input' && ['text', 'tel', 'email'].includes(getAttribute(node, 'type') ?? ''))
      return [getAttribute(node, 'value') ?? ''];
  }
  return getChildNodes(node).flatMap((child) => translatable(child, inside));
}

const number = /\+?\b\d[\d ]{5,}\d\b/;
const emailAddress = /\S@\S+\.\w/;
const reference = /\b[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}\b/;
const found = (html: string, ...what: (RegExp | string)[]) =>
  translatable(parseHtml(html)).filter((text) => what.some((each) => (typeof each === 'string' ? text.includes(each) : each.test(text))));

/** Of a link to a telephone or a mailbox, or a number set large, what a translation changes. */
const contacts = (html: string) =>
  queryAll(parseHtml(html))
    .filter((element) => /^(tel|mailto):/.test(getAttribute(element, 'href') ?? '') || classesOf(element).includes('number'))
    .filter((element) => getAttribute(element, 'translate') !== 'no')
    .map((element) => translatable(element).join(''));

test('a translation leaves every telephone number and e-mail address of every page as it is', () => {
  const changed = [...pages, ...errorPages].flatMap(({ address, html }) =>
    [...contacts(html), ...found(html, number, emailAddress)].map((text) => `${address}: ${text.trim()}`),
  );
  assert.deepEqual(changed, []);
});

for (const form of forms) {
  test(`a translation leaves references, numbers and what a person wrote as they are on every page of /${form.address}/`, async () => {
    const typed = textQuestions(form).flatMap((name) => String(validAnswers(form)[name] ?? '').split('\n'));
    const { pages: steps } = await visitEveryFormPage(form, { url: site.url, provider, rateLimited: form === forms.at(-1) });
    // A hint may name what someone also wrote.
    const own = typed.filter((text) => found(steps['empty'] ?? '', text).length === 0);
    assert(own.length > 1);
    const [leftOut = ''] = Object.keys(validAnswers(form));
    const client = formClient(site.url, `/${form.address}/`);
    const errors = await client.post('check', urlEncoded(formValues({ [leftOut]: undefined }, validAnswers(form))));
    assert.equal(errors.status, 422);
    const wrongFormat = urlEncoded(formValues({ phone: '1', email: '1', person_phone: '1', person_email: '1' }, validAnswers(form)));
    const wrong = await client.post('check', wrongFormat);
    const changed = Object.entries({ ...steps, 'errors, with answers': errors.html, 'errors, in numbers': wrong.html }).flatMap(
      ([page, html]) => found(html, ...own, number, emailAddress, reference).map((text) => `${page}: ${text.trim()}`),
    );
    assert.deepEqual(changed, []);
  });
}
