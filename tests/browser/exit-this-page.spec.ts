import assert from 'node:assert/strict';
import { expect } from '@playwright/test';
import { type Browser, type LaunchOptions, launch, type Page } from 'puppeteer-core';
import type { Answers } from '../../src/forms/fields.ts';
import type { Form } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { selfReferralForm } from '../../src/forms/referral.ts';
import { answerLeadingTo, textQuestions, validAnswers } from '../forms/answers.ts';
import { findChromium, quietChromium } from './chromium.ts';
import { findFirefox } from './firefox.ts';
import { test as base } from './fixture.ts';
import { type SiteWithStandIn, standInExit } from './stand-in-exit.ts';

// Whoever sits down at the screen after "Exit this page" presses Back, and then again. Tried in browsers as people have
// them: Playwright starts Chromium without its back/forward cache, and its Firefox has none.

const chromium = (...args: string[]): LaunchOptions => ({
  executablePath: findChromium(),
  args: [...quietChromium, '--no-sandbox', ...args],
});
const firefoxPath = findFirefox();
const firefox = (extraPrefsFirefox: Record<string, unknown> = {}): LaunchOptions => ({
  browser: 'firefox',
  ...(firefoxPath && { executablePath: firefoxPath }),
  extraPrefsFirefox,
});

interface WorkerFixtures {
  standIn: SiteWithStandIn;
  browserNamed: (name: string, options: LaunchOptions) => Promise<Browser>;
}

const test = base.extend<object, WorkerFixtures>({
  standIn: [
    async ({ site }, use) => {
      const standIn = await standInExit(site.url);
      await use(standIn);
      standIn.stop();
    },
    { scope: 'worker' },
  ],
  browserNamed: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
    async ({}, use) => {
      const started = new Map<string, Promise<Browser>>();
      await use((name, options) => {
        const browser = started.get(name) ?? launch(options);
        started.set(name, browser);
        return browser;
      });
      for (const browser of started.values()) await (await browser).close();
    },
    { scope: 'worker' },
  ],
});

interface Seen {
  url: string;
  /** Tells documents apart: when this one was opened, which it keeps in the back/forward cache. */
  id: string;
  heading: string;
  /** What can be read on the screen or in a field. */
  text: string;
}

/** What somebody at the screen can see. Undefined between two pages. */
const look = (page: Page): Promise<Seen | undefined> =>
  page
    .evaluate(() => {
      // An error page of Firefox stays interactive.
      if (document.readyState !== 'complete' && !document.documentURI.startsWith('about:neterror')) return undefined;
      const root = document.documentElement;
      const isSeen = !root.hidden && getComputedStyle(root).visibility === 'visible';
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type=hidden]), textarea')].map(
        (field) =>
          field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)
            ? field.checked
              ? `${field.name} is ${field.value}`
              : ''
            : field.value,
      );
      return {
        // Not location.href, which names the page that an error page of Firefox stands for.
        url: document.documentURI,
        id: `${document.documentURI} ${performance.timeOrigin}`,
        heading: document.querySelector('h1')?.textContent ?? '',
        text: isSeen ? [document.title, document.body?.innerText, ...fields].join('\n') : '',
      };
    })
    .catch(() => undefined);

async function until(page: Page, when: (seen: Seen) => boolean, what: string, timeout = 20_000): Promise<Seen> {
  let seen: Seen | undefined;
  await expect
    .poll(
      async () => {
        seen = await look(page);
        return seen !== undefined && when(seen);
      },
      { message: `${what}, but the browser is at ${page.url()}`, intervals: [20, 50, 100], timeout },
    )
    .toBe(true);
  return seen as Seen;
}

// The page may be gone before it can answer. What comes next is waited for anyway.
const press = (page: Page, selector: string): Promise<unknown> =>
  page.$eval(selector, (element) => (element as HTMLElement).click()).catch(() => {});

/** Does not wait: a page from the back/forward cache has no event that puppeteer waits for. */
function pressBack(page: Page): void {
  page.goBack({ timeout: 2000 }).catch(() => {});
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
}

const firstHeading = (heading: string) => (seen: Seen) => seen.heading === heading;

/** Types the answers into the form that is open. */
const type = (page: Page, answers: Answers) =>
  page.evaluate((given) => {
    for (const [name, answer] of Object.entries(given)) {
      for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`)) {
        if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) field.checked = [answer].flat().includes(field.value);
        else field.value = String(answer);
      }
    }
  }, answers);

interface Step {
  name: string;
  /** From the open, empty form to the page to leave from. */
  go: (page: Page, form: Form) => Promise<void>;
}

const continueButton = 'form[action$="/check/"] button:not([name])';
const sendButton = 'form[action$="/send/"] button';

const toCheck: Step['go'] = async (page, form) => {
  await type(page, validAnswers(form));
  await press(page, continueButton);
  await until(page, firstHeading('Check your answers'), 'Continue leads to the check page');
};
const toConfirm: Step['go'] = async (page, form) => {
  await toCheck(page, form);
  await press(page, sendButton);
  await until(page, firstHeading('Check this is really you'), 'a press as quick as a program is asked about');
};

const toForm: Step['go'] = (page, form) => type(page, validAnswers(form));
const toErrors: Step['go'] = async (page, form) => {
  const [leftOut = ''] = Object.keys(validAnswers(form));
  await type(page, { ...validAnswers(form), [leftOut]: [] });
  await press(page, continueButton);
  await until(page, ({ text }) => text.includes('There is a problem'), 'an answer left out is an error');
};

const stepsOf = (form: Form): Step[] => [
  { name: 'the form', go: toForm },
  { name: 'the page with errors', go: toErrors },
  ...form.eligibilityPages.map((eligibilityPage) => ({
    name: `"${eligibilityPage.title}"`,
    go: async (page: Page) => {
      await type(page, { ...validAnswers(form), ...answerLeadingTo(eligibilityPage, form) });
      await press(page, continueButton);
      await until(page, firstHeading(eligibilityPage.title), 'the answer leads to its page');
    },
  })),
  { name: 'the check page', go: toCheck },
  {
    name: 'the form, after Change and a jump within it',
    go: async (page) => {
      await toCheck(page, form);
      await press(page, 'button[name="change"]');
      await until(page, firstHeading(form.title), 'Change leads to the form');
      await press(page, '.skip-link');
    },
  },
  { name: 'the page that asks to press Send again', go: toConfirm },
  {
    name: 'the sent page',
    go: async (page) => {
      await toConfirm(page, form);
      await press(page, sendButton);
      await until(page, firstHeading('Demonstration sent'), 'Send leads to the sent page');
    },
  },
];

const isErrorPage = ({ url }: Seen) => /^(chrome-error:|about:neterror)/.test(url);

/**
 * Presses Back until the home page, where the visit began. Returns what was seen of our pages on the way. `stays`: which
 * pages Back may show; others are seen for a moment at most.
 */
async function pressBackToTheStart(page: Page, { url }: SiteWithStandIn, left: Seen, stays: (seen: Seen) => boolean): Promise<string[]> {
  const way: string[] = [];
  let before = left;
  for (let backs = 1; backs <= 20; backs += 1) {
    pressBack(page);
    const arrived = (seen: Seen) => {
      if (seen.url.startsWith(url)) way.push(`${seen.url.slice(url.length)}: ${seen.text}`);
      return seen.id !== before.id && (seen.url === `${url}/` || isErrorPage(seen) || stays(seen));
    };
    // A Back that comes while the page before is still being noted in the history may do nothing: it is pressed again.
    before = await until(page, arrived, `Back number ${backs} leads to another page`, 5000).catch(() => before);
    if (before.url === `${url}/`) return way;
  }
  throw new Error(`No number of Backs led to the home page, but to ${before.url}`);
}

/** The texts of the answers that are seen in what was seen. */
const typedIn = (form: Form, way: readonly string[]): string[] => {
  const answers = validAnswers(form);
  const seen = way.join('\n');
  const texts = textQuestions(form).flatMap((name) => String(answers[name] ?? '').split('\n'));
  const choices = Object.entries(answers).flatMap(([name, answer]) => [answer].flat().map((value) => `${name} is ${value}`));
  return [...texts.filter(Boolean), ...choices].filter((text) => seen.includes(text));
};

const noFirefox = 'No Firefox here: install it (on Debian: apt-get install firefox-esr) or set FIREFOX to its path.';
const browsers: [name: string, options: LaunchOptions][] = [
  ['Chromium', chromium()],
  ['Chromium without its back/forward cache', chromium('--disable-back-forward-cache')],
  ['Firefox', firefox()],
];

async function exit(page: Page, { exitUrl }: SiteWithStandIn): Promise<Seen> {
  await press(page, 'a[data-exit]');
  return until(page, ({ url }) => url === exitUrl, 'the exit leads to the other site');
}

async function goToHelp(page: Page): Promise<void> {
  await press(page, 'a[href="/help/urgent/"]');
  await until(page, ({ url }) => url.endsWith('/help/urgent/'), 'the link leads to the help page');
}

for (const [name, options] of browsers) {
  for (const form of forms) {
    test(`in ${name} no Back shows what was typed in /${form.address}/ after "Exit this page" from any step`, async ({
      standIn,
      browserNamed,
    }) => {
      test.skip(name === 'Firefox' && !firefoxPath, noFirefox);
      test.setTimeout(400_000);
      const browser = await browserNamed(name, options);
      const steps = stepsOf(form);
      const byHelp = form.exitThisPage ? steps.filter(({ go }) => go === toForm || go === toErrors || go === toCheck) : steps;
      const walks = [
        ...(form.exitThisPage ? steps.map((step) => ({ ...step, help: false })) : []),
        ...byHelp.map((step) => ({ ...step, name: `a help page after ${step.name}`, help: true })),
      ];
      for (const { name: from, go, help } of walks) {
        await test.step(`from ${from}`, async () => {
          const page = await browser.newPage();
          await open(page, `${standIn.url}/`);
          await open(page, `${standIn.url}/${form.address}/`);
          await go(page, form);
          if (help) await goToHelp(page);
          const left = await exit(page, standIn);
          const way = await pressBackToTheStart(page, standIn, left, ({ url }) => url === standIn.exitUrl);
          assert.deepEqual(typedIn(form, way), [], `from ${from}`);
          await page.close();
        });
      }
    });
  }

  test(`in ${name} Back from the check page shows the form with its answers, also after an exit before`, async ({
    standIn,
    browserNamed,
  }) => {
    test.skip(name === 'Firefox' && !firefoxPath, noFirefox);
    const form = selfReferralForm;
    const address = `${standIn.url}/${form.address}/`;
    const page = await (await browserNamed(name, options)).newPage();
    await open(page, address);
    await type(page, { person_name: 'Somebody Else' });
    await exit(page, standIn);
    await open(page, address);
    const fresh = await until(page, firstHeading(form.title), 'who comes back on purpose sees the form');
    assert(!fresh.text.includes('Somebody Else'));
    await toCheck(page, form);
    pressBack(page);
    const again = await until(
      page,
      ({ heading, text }) => heading === form.title && text.includes('Meera Patel'),
      'Back leads to the form with its answers',
    );
    const wanted = Object.entries(validAnswers(form)).flatMap(([question, answer]) =>
      textQuestions(form).includes(question) ? [String(answer)] : [answer].flat().map((value) => `${question} is ${value}`),
    );
    assert.deepEqual(
      wanted.filter((text) => !again.text.includes(text)),
      [],
    );
    await press(page, continueButton);
    await until(page, firstHeading('Check your answers'), 'the form goes on from there');
    // Firefox asks first, and waits for the answer.
    if (name !== 'Firefox') {
      await page.reload();
      await until(page, firstHeading('Check your answers'), 'a reload keeps the check page');
    }
    await page.close();
  });
}

test('where posted answers are sent again after "Exit this page", they are not shown', async ({ standIn, browserNamed }) => {
  const page = await (await browserNamed(...(browsers[1] as [string, LaunchOptions]))).newPage();
  await open(page, `${standIn.url}/${selfReferralForm.address}/`);
  await toCheck(page, selfReferralForm);
  await goToHelp(page);
  await exit(page, standIn);
  pressBack(page);
  await until(page, isErrorPage, 'the browser asks before it sends them again');
  const painted: string[] = [];
  await page.exposeFunction('notePaint', (text: string) => painted.push(text));
  await page.evaluateOnNewDocument(() => {
    const note = () => {
      const root = document.documentElement;
      if (root && !root.hidden && document.body?.innerText)
        (window as unknown as { notePaint: (text: string) => void }).notePaint(document.body.innerText);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await page.reload().catch(() => {});
  await until(page, ({ url }) => url === standIn.exitUrl, 'it goes on to the other site');
  assert.deepEqual(typedIn(selfReferralForm, painted), []);
  await page.close();
});

test('a browser that refuses storage shows an empty form after "Exit this page"', async ({ standIn, browserNamed }) => {
  const page = await (await browserNamed(...(browsers[0] as [string, LaunchOptions]))).newPage();
  await page.evaluateOnNewDocument(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  });
  const form = selfReferralForm;
  await open(page, `${standIn.url}/`);
  await open(page, `${standIn.url}/${form.address}/`);
  await toCheck(page, form);
  await goToHelp(page);
  const left = await exit(page, standIn);
  const way = await pressBackToTheStart(page, standIn, left, ({ text }) => text !== '');
  assert.deepEqual(typedIn(form, way), []);
  await page.close();
});

// Without script.

for (const [name, options] of [...browsers.slice(0, 2), ['Firefox without script', firefox({ 'javascript.enabled': false })]] as [
  string,
  LaunchOptions,
][]) {
  test(`in ${name.replace(' without script', '')}, with script off, no Back shows what was typed after "Exit this page"`, async ({
    standIn,
    browserNamed,
  }) => {
    test.skip(name.startsWith('Firefox') && !firefoxPath, noFirefox);
    const browser = await browserNamed(name, options);
    const form = selfReferralForm;
    for (const go of [toForm, toErrors, toCheck]) {
      for (const help of [false, true]) {
        const page = await browser.newPage();
        if (!name.startsWith('Firefox')) await page.setJavaScriptEnabled(false);
        await open(page, `${standIn.url}/`);
        await open(page, `${standIn.url}/${form.address}/`);
        await go(page, form);
        if (help) await goToHelp(page);
        const pings = standIn.pings();
        await exit(page, standIn);
        // Firefox sends none, and keeps no page with no-store.
        if (!name.startsWith('Firefox')) await expect.poll(standIn.pings, { message: 'the ping is answered' }).toBe(pings + 1);
        // So that the browser has read the answer too.
        await page.reload();
        const left = await until(page, ({ url }) => url === standIn.exitUrl, 'the other site stays');
        const way = await pressBackToTheStart(page, standIn, left, () => true);
        assert.deepEqual(typedIn(form, way), [], `${go.name}, ${help ? 'by a help page' : 'by its own link'}`);
        await page.close();
      }
    }
  });
}
