import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright';
import PostalMime from 'postal-mime';
import { createFakeResend, type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { serve } from '../site-under-test/serve.ts';
import { axeViolations } from './axe.ts';
import { sidewaysOf, siteInBrowser } from './fixture.ts';
import { pressSend } from './form-actions.ts';

const here = siteInBrowser();

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

const mails = async () => (await readdir(join(here.site.folder, 'var/mail')).catch(() => [])).filter((name) => name.endsWith('.eml'));

for (const [how, options] of [
  ['with JavaScript off', { javaScriptEnabled: false }],
  ['with JavaScript', {}],
  ['with JavaScript off on a screen of 320 pixels', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }],
] as [string, BrowserContextOptions][]) {
  test(`a person applies ${how}: reads the page, checks the answers, gets a reference, and one mail arrives`, async () => {
    const before = await mails();
    await here.visiting(options, async (page) => {
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
      const arrived = (await mails()).filter((name) => !before.includes(name));
      assert.equal(arrived.length, 1);
      const mail = await PostalMime.parse(await readFile(join(here.site.folder, 'var/mail', arrived[0] ?? '')));
      assert.equal(mail.subject, `Mentor application ${reference}`);
      for (const answer of ['A bus pass', 'Meera Patel', 'Wigston', '07700 900 982', 'Someone helped me.'])
        assert(mail.text?.includes(answer), answer);

      await page.reload();
      await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
      assert.equal((await mails()).length, before.length + 1);
    });
  });
}

test('a person applies by keyboard alone', async () => {
  await here.visiting({}, async (page) => {
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
});

test('missing answers: the title says Error, the summary has focus, its links lead to the questions, answers are kept', async () => {
  await here.visiting({}, async (page) => {
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
});

test('a question that only some are asked is hidden until its answer is chosen, with or without JavaScript', async () => {
  for (const javaScriptEnabled of [true, false]) {
    await here.visiting({ javaScriptEnabled }, async (page) => {
      await page.goto(address);
      const safe = page.getByRole('group', { name: 'Is it safe to leave a message?' });
      assert(!(await safe.isVisible()));
      await page.getByLabel('Text message').check();
      assert(await safe.isVisible());
      await page.getByLabel('Text message').uncheck();
      assert(!(await safe.isVisible()));
    });
  }
});

test('a reader with JavaScript is told how many characters are left', async () => {
  await here.visiting({}, async (page) => {
    await page.goto(address);
    await page.getByLabel('Why do you want to be a peer mentor?').fill('a'.repeat(990));
    await page.getByText('You have 10 characters remaining').first().waitFor();
  });
});

// Every other state of every form: form-states.test.ts.
const audit = async (page: Page, state: string) => {
  assert.deepEqual(
    (await axeViolations(page)).map((finding) => `${state} ${finding}`),
    [],
  );
  assert.equal(await sidewaysOf(page), 0, `${state} scrolls sideways`);
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`the pages that few people meet have no finding of axe: ${width} pixels, ${colorScheme}`, async () => {
      const provider: FakeResend = await createFakeResend();
      // Without a store, so that a failing provider is seen.
      const sending = await serve({ ...resendSettings(provider), STORE_URL: 'none', SENDS_PER_ADDRESS: '1' });
      try {
        await here.visiting(
          { colorScheme, viewport: { width, height: 900 } },
          async (page) => {
            await page.goto(address);
            await fillIn(page);
            // As autofill may, which is why a filled trap only asks.
            await page.locator('[name="leave_empty"]').evaluate((field: HTMLInputElement) => {
              field.value = 'x';
            });
            await page.getByRole('button', { name: 'Continue' }).click();
            await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
            await page.getByRole('button', { name: 'Send application' }).click();
            await page.getByRole('heading', { name: 'Check this is really you' }).waitFor();
            await audit(page, 'really you');
            provider.respondOnceWith('401');
            await page.getByRole('button', { name: 'Send', exact: true }).click();
            await page.getByRole('heading', { name: 'Sorry, there is a problem' }).waitFor();
            await audit(page, 'not sent');
            await page.getByRole('button', { name: 'Try again' }).click();
            await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
            await page.goto(address);
            await fillIn(page);
            await page.getByRole('button', { name: 'Continue' }).click();
            await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
            await pressSend(page, 'Send application');
            await page.getByRole('heading', { name: 'Too many forms have been sent' }).waitFor();
            await audit(page, 'too many');
            await page.goto(`${address}sent/?r=nothing`);
            await audit(page, 'nothing sent');
          },
          sending.url,
        );
      } finally {
        await sending.stop();
        await provider.stop();
      }
    });
  }
}
