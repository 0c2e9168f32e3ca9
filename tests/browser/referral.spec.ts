import assert from 'node:assert/strict';
import type { BrowserContextOptions } from '@playwright/test';
import { forms } from '../../src/forms/forms.ts';
import { mentorForm } from '../../src/forms/mentor.ts';
import { friendReferralForm, professionalReferralForm } from '../../src/forms/referral.ts';
import { validAnswers, validProfessionalReferral } from '../forms/answers.ts';
import { test } from './fixture.ts';
import { fillIn, pressContinue, pressSend } from './form-actions.ts';
import { answerByKeyboard, tabTo } from './keyboard.ts';

// The mentor form has tests of its own, by the words a person reads.
const named = forms.filter((form) => form !== mentorForm);

for (const form of named) {
  for (const [how, options] of [
    ['with JavaScript', {}],
    ['with JavaScript off, at 320 pixels', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }],
  ] as [string, BrowserContextOptions][]) {
    test(`/${form.address}/ goes from the first question to a reference ${how}`, async ({ newPage }) => {
      const page = await newPage(options);
      await fillIn(page, form);
      await pressContinue(page, 'Check your answers');
      await pressSend(page, form.sendButton);
      await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
      assert.match(await page.locator('main').innerText(), new RegExp(`${form.referencePrefix}-[A-Z2-9]{4}-[A-Z2-9]{4}`));
    });
  }

  test(`/${form.address}/ can be answered and sent by keyboard alone`, async ({ page }) => {
    await page.goto(`/${form.address}/`);
    await answerByKeyboard(page, validAnswers(form));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    await tabTo(page, form.sendButton);
    await page.keyboard.press('Enter');
    const asked = page.getByRole('heading', { name: 'Check this is really you' });
    const sent = page.getByRole('heading', { name: 'Demonstration sent' });
    await asked.or(sent).waitFor();
    if (await asked.isVisible()) {
      await tabTo(page, 'Send');
      await page.keyboard.press('Enter');
    }
    await sent.waitFor();
  });
}

test('at work a referral can be sent before the person agrees, without their number', async ({ newPage }) => {
  const page = await newPage({ javaScriptEnabled: false });
  await fillIn(page, professionalReferralForm, { person_knows: 'no' });
  await pressContinue(page, 'Talk to them first, if it is safe');
  await page.getByRole('button', { name: 'Send it anyway. Call me first' }).click();
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
  assert(!(await page.locator('main').innerText()).includes(String(validProfessionalReferral['person_phone'])));
});

test('"They agree now" keeps the answers and leads to the check page', async ({ newPage }) => {
  const page = await newPage({ javaScriptEnabled: false });
  await fillIn(page, friendReferralForm, { person_knows: 'no' });
  await pressContinue(page, 'Talk to them first, if it is safe');
  assert.equal(await page.getByRole('button', { name: /Send it anyway/ }).count(), 0);
  await page.getByRole('button', { name: 'They agree now' }).click();
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
  assert.match(await page.locator('main').innerText(), /Yes, and they want us to contact them/);
});

test('"Exit this page" empties the form, leaves, and the Back button does not return', async ({ page }) => {
  // The weather page is not on this machine: what counts is that the browser goes there and nowhere else.
  await page.route('https://www.bbc.co.uk/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }));
  await page.goto('/refer/');
  await page.goto('/refer/myself/');
  await page.getByLabel('What is your full name?').fill('Meera Patel');
  await page.getByRole('link', { name: 'Exit this page' }).click();
  await page.getByRole('heading', { name: 'Weather' }).waitFor();
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, '/refer/');
});

test('"Exit this page" never covers what has focus', async ({ newPage }) => {
  for (const width of [1280, 360]) {
    const page = await newPage({ viewport: { width, height: 640 } });
    await page.goto('/refer/at-work/');
    const covered: string[] = [];
    for (let presses = 0; presses < 90; presses += 1) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const it = document.activeElement;
        const exit = document.querySelector('a[data-exit]');
        if (!it || !exit || it === exit || it === document.body) return '';
        const [a, b] = [it.getBoundingClientRect(), exit.getBoundingClientRect()];
        const over = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        return over ? `${it.id || it.textContent}` : '';
      });
      if (found) covered.push(found);
    }
    assert.deepEqual(covered, [], `${width} pixels`);
  }
});
