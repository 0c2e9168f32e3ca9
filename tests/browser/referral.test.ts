import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { inOrder } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { findingsOf } from '../axe.ts';
import { launch } from '../browser.ts';
import { goodAtWork, goodCallBack, goodMyself, goodSomeoneIKnow } from '../forms/answers.ts';
import { type Served, serve } from '../serve.ts';
import { pressSend } from './press-send.ts';

let site: Served;
let browser: Browser;
before(async () => {
  // Many people send from this one machine in the tests below.
  [site, browser] = await Promise.all([serve({ SENDS_PER_ADDRESS: '1000', SENDS_PER_HOUR: '1000' }), launch()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

async function visiting(options: BrowserContextOptions, visit: (page: Page) => Promise<void>) {
  const context = await browser.newContext({
    baseURL: site.url,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  try {
    await visit(await context.newPage());
  } finally {
    await context.close();
  }
}

const good: Record<string, Readonly<Record<string, string | readonly string[]>>> = {
  'become-a-mentor/ask-for-a-call': goodCallBack,
  'refer/myself': goodMyself,
  'refer/someone-i-know': goodSomeoneIKnow,
  'refer/at-work': goodAtWork,
};
const named = forms.filter(({ address }) => address in good);

/** Fills in a form by its questions, in their order: what one answer shows is there when the next is given. */
async function fillIn(page: Page, form: (typeof forms)[number], changes: Record<string, string> = {}) {
  const answers: Record<string, string | readonly string[]> = { ...good[form.address], ...changes };
  for (const [name, question] of inOrder(form)) {
    const answer = answers[name];
    if (answer === undefined || question.kind === 'hidden') continue;
    if (question.kind === 'text' || question.kind === 'long text') await page.locator(`[name="${name}"]`).fill(String(answer));
    else for (const value of [answer].flat()) await page.locator(`[name="${name}"][value="${value}"]`).check();
  }
}

const next = async (page: Page, title: string | RegExp) => {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};

for (const form of named) {
  for (const [how, options] of [
    ['with JavaScript', {}],
    ['with JavaScript off, at 320 pixels', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }],
  ] as [string, BrowserContextOptions][]) {
    test(`/${form.address}/ goes from the first question to a reference ${how}`, async () => {
      await visiting(options, async (page) => {
        await page.goto(`/${form.address}/`);
        await fillIn(page, form);
        await next(page, 'Check your answers');
        await pressSend(page, form.sendButton);
        await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
        assert.match(await page.locator('main').innerText(), new RegExp(`${form.letter}-[A-Z2-9]{4}-[A-Z2-9]{4}`));
      });
    });
  }

  test(`/${form.address}/ can be sent by keyboard alone`, async () => {
    await visiting({}, async (page) => {
      await page.goto(`/${form.address}/`);
      await fillIn(page, form);
      // Everything that can be answered is reached by Tab, in the order of the page; Enter in a field sends it on.
      const reached: string[] = [];
      await page.locator('h1').evaluate((title) => {
        title.setAttribute('tabindex', '-1');
        (title as HTMLElement).focus();
      });
      for (let presses = 0; presses < 90; presses += 1) {
        await page.keyboard.press('Tab');
        const { name, words } = await page.evaluate(() => {
          const it = document.activeElement as HTMLInputElement | null;
          return { name: it?.name ?? '', words: it?.textContent?.trim() ?? '' };
        });
        if (name) reached.push(name);
        if (words === 'Continue') break;
      }
      const answered = inOrder(form).filter(([name, { kind }]) => kind !== 'hidden' && name in (good[form.address] ?? {}));
      assert.deepEqual(
        answered.map(([name]) => name).filter((name) => !reached.includes(name)),
        [],
      );
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    });
  });

  for (const [view, options] of [
    ['on a desk', {}],
    ['on a phone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
    ['in forced colours', { forcedColors: 'active' }],
  ] as [string, BrowserContextOptions][]) {
    test(`every state of /${form.address}/ has no finding of axe ${view}`, async () => {
      await visiting(options, async (page) => {
        const audit = async (state: string) => {
          assert.deepEqual(
            (await findingsOf(page)).map((finding) => `${state} ${finding}`),
            [],
          );
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(sideways, 0, `${state} scrolls sideways`);
        };
        await page.goto(`/${form.address}/`);
        await audit('empty');
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByRole('alert').waitFor();
        await audit('errors');
        await page.goto(`/${form.address}/`);
        await fillIn(page, form);
        await next(page, 'Check your answers');
        await audit('check');
        await pressSend(page, form.sendButton);
        await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
        await audit('sent');
        for (const kind of form.kindPages) {
          await page.goto(`/${form.address}/`);
          await fillIn(page, form, { [kind.question]: 'no' });
          await next(page, kind.title);
          await audit(kind.title);
        }
      });
    });
  }
}

test('someone who was not asked yet: at work it can be sent so that only the referrer is called, and no number of theirs goes with it', async () => {
  await visiting({ javaScriptEnabled: false }, async (page) => {
    const form = named.find(({ address }) => address === 'refer/at-work');
    assert(form);
    await page.goto('/refer/at-work/');
    await fillIn(page, form, { person_knows: 'no' });
    await next(page, 'Talk to them first, if it is safe');
    await page.getByRole('button', { name: 'Send it anyway. Call me first' }).click();
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    assert(!(await page.locator('main').innerText()).includes(String(goodAtWork['person_phone'])));
  });
});

test('someone who says yes now: the answers are kept, and the next page is the check page', async () => {
  await visiting({ javaScriptEnabled: false }, async (page) => {
    const form = named.find(({ address }) => address === 'refer/someone-i-know');
    assert(form);
    await page.goto('/refer/someone-i-know/');
    await fillIn(page, form, { person_knows: 'no' });
    await next(page, 'Talk to them first, if it is safe');
    assert.equal(await page.getByRole('button', { name: /Send it anyway/ }).count(), 0);
    await page.getByRole('button', { name: 'They agree now' }).click();
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    assert.match(await page.locator('main').innerText(), /Yes, and they want us to contact them/);
  });
});

test('"Exit this page" empties the form, leaves, and the Back button does not return', async () => {
  await visiting({}, async (page) => {
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
});

test('"Exit this page" never covers what has focus', async () => {
  for (const width of [1280, 360]) {
    await visiting({ viewport: { width, height: 640 } }, async (page) => {
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
    });
  }
});
