import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import PostalMime from 'postal-mime';
import { createFakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';
import { audit } from './audit.ts';
import { test } from './fixture.ts';
import { pressContinue, pressSend } from './form-actions.ts';

const address = '/become-a-mentor/apply/';

/** Fills in the form as a person does, by the words they read. */
async function fillIn(page: Page) {
  await page.getByRole('group', { name: 'Do these fit your life right now?' }).getByLabel('Yes, all of them').check();
  await page.getByLabel('Yes, with some help').check();
  await page.getByLabel('What would help you come to training?').fill('A bus pass');
  await page.getByLabel('What is your full name?').fill('Meera Patel');
  await page.getByRole('group', { name: 'Are you 18 or over?' }).getByLabel('Yes').check();
  await page.getByLabel('Which town or village do you live in?').fill('Oadby');
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Phone number').fill('07700 900 982');
  await page.getByLabel('Only a first name and number. Do not say where you are from').check();
  await page.getByLabel('Why do you want to be a peer mentor?').fill('Someone helped me.\nI want to do the same.');
  await page.getByLabel('I understand you will need to do checks before I start').check();
}

const mailsOf = async ({ folder }: RunningSite) =>
  (await readdir(join(folder, 'var/mail')).catch(() => [])).filter((name) => name.endsWith('.eml'));

for (const [how, options] of [
  ['with JavaScript off', { javaScriptEnabled: false }],
  ['with JavaScript', {}],
  ['with JavaScript off on a screen of 320 pixels', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }],
] as [string, BrowserContextOptions][]) {
  test(`a visitor applies ${how}: checks and changes answers, gets a reference, and one mail arrives`, async ({ site, newPage }) => {
    const before = await mailsOf(site);
    const page = await newPage(options);
    await page.goto('/become-a-mentor/');
    await page.locator(`main a[href="${address}"]`).first().click();
    await fillIn(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const answer of ['A bus pass', 'Meera Patel', 'Oadby', '07700 900 982', 'Someone helped me.'])
      assert(text.includes(answer), answer);

    await page.getByRole('button', { name: 'Change Which town or village do you live in?' }).click();
    await page.getByLabel('Which town or village do you live in?').fill('Wigston');
    await page.getByRole('button', { name: 'Continue' }).click();
    await pressSend(page, 'Send application');

    await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
    const shown = await page.locator('main').innerText();
    const reference = /M-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(shown)?.[0];
    assert(reference);
    assert.doesNotMatch(shown, /Meera|Wigston/);
    const arrived = (await mailsOf(site)).filter((name) => !before.includes(name));
    assert.equal(arrived.length, 1);
    const mail = await PostalMime.parse(await readFile(join(site.folder, 'var/mail', arrived[0] ?? '')));
    assert.equal(mail.subject, `Mentor application ${reference}`);
    for (const answer of ['A bus pass', 'Meera Patel', 'Wigston', '07700 900 982', 'Someone helped me.'])
      assert(mail.text?.includes(answer), answer);

    await page.reload();
    await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
    assert.equal((await mailsOf(site)).length, before.length + 1);
  });
}

test('a visitor applies by keyboard alone', async ({ page }) => {
  await page.goto(address);
  /** Tabs until the control with this name has focus, as someone who cannot use a mouse does. */
  const tabTo = async (id: RegExp) => {
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || '');
      assert.notEqual(focused, 'leave_empty');
      if (id.test(focused)) return;
    }
    assert.fail(`Tab never reached ${id}`);
  };
  await tabTo(/^criteria/);
  await page.keyboard.press('Space');
  await tabTo(/^training$/);
  await page.keyboard.press('Space');
  await tabTo(/^name$/);
  await page.keyboard.type('Meera Patel');
  await tabTo(/^adult$/);
  await page.keyboard.press('Space');
  await tabTo(/^area$/);
  await page.keyboard.type('Oadby');
  await tabTo(/^contact_how-3$/);
  await page.keyboard.press('Space');
  await tabTo(/^email$/);
  await page.keyboard.type('meera@example.org');
  await tabTo(/^why$/);
  await page.keyboard.type('To help');
  await tabTo(/^vetting_ok$/);
  await page.keyboard.press('Space');
  await tabTo(/^Continue$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
  await tabTo(/^Send application$/);
  await page.keyboard.press('Enter');
  const [asked, sent] = ['Check this is really you', 'Demonstration sent'].map((name) => page.getByRole('heading', { name }));
  assert(asked && sent);
  await asked.or(sent).waitFor();
  if (await asked.isVisible()) {
    await tabTo(/^Send$/);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
});

test('missing answers: the title says Error, the summary has focus and links to the questions, answers are kept', async ({ page }) => {
  await page.goto(address);
  await page.getByLabel('What is your full name?').fill('Meera Patel');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').waitFor();
  assert.match(await page.title(), /^Error: /);
  assert(
    await page
      .getByRole('alert')
      .evaluate((summary) => summary === document.activeElement || summary.parentElement === document.activeElement),
  );
  assert.equal(await page.getByLabel('What is your full name?').inputValue(), 'Meera Patel');
  for (const link of await page.getByRole('alert').getByRole('link').all()) {
    const href = (await link.getAttribute('href')) ?? '';
    assert.equal(await page.locator(href).count(), 1, href);
  }
  await page.getByRole('link', { name: 'Enter a town or village' }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'area');
});

test('a conditional question is hidden until its answer is chosen, with and without JavaScript', async ({ newPage }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await newPage({ javaScriptEnabled });
    await page.goto(address);
    const safe = page.getByRole('group', { name: 'Is it safe to leave a message?' });
    assert(!(await safe.isVisible()));
    await page.getByLabel('Text message').check();
    assert(await safe.isVisible());
    await page.getByLabel('Text message').uncheck();
    assert(!(await safe.isVisible()));
  }
});

test('with JavaScript the characters left are announced', async ({ page }) => {
  await page.goto(address);
  await page.getByLabel('Why do you want to be a peer mentor?').fill('a'.repeat(990));
  await page.getByText('You have 10 characters remaining').first().waitFor();
});

// Every other state of every form: form-states.spec.ts.
test('the rare pages of a form pass axe and fit every screen', async ({ newPage }) => {
  test.setTimeout(240_000);
  const resend = await createFakeResend();
  // Without a store, so that a failing provider shows on the page.
  const site = await serve({ ...resendSettings(resend), STORE_URL: 'none', SENDS_PER_ADDRESS: '1' });
  try {
    const page = await newPage({ baseURL: site.url });
    const wrong: string[] = [];
    const look = async (state: string) => wrong.push(...(await audit(page)).map((line) => `${state}: ${line}`));
    await page.goto(address);
    await fillIn(page);
    // As autofill may: a filled honeypot only makes the site ask.
    await page.locator('[name="leave_empty"]').evaluate((field: HTMLInputElement) => {
      field.value = 'x';
    });
    await pressContinue(page, 'Check your answers');
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.getByRole('heading', { name: 'Check this is really you' }).waitFor();
    await look('confirm-human');
    resend.respondOnceWith('401');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'Sorry, there is a problem' }).waitFor();
    await look('send-failed');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
    await page.goto(address);
    await fillIn(page);
    await pressContinue(page, 'Check your answers');
    await pressSend(page, 'Send application');
    await page.getByRole('heading', { name: 'Too many forms have been sent' }).waitFor();
    await look('rate-limited');
    await page.goto(`${address}sent/?r=nothing`);
    await look('not-found');
    assert.deepEqual(wrong, []);
  } finally {
    await site.stop();
    await resend.stop();
  }
});
