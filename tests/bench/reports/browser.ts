import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import type { Form } from '../../../src/forms/form.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../../src/forms/referral.ts';
import { findChromium } from '../../browser/chromium.ts';
import { validAnswers } from '../../forms/answers.ts';
import { type RunningSite, root } from '../../site-under-test/serve.ts';
import { type Attempt, each, type ReportContext, type ReportRow } from './context.ts';

// Rows that only a browser can show. Puppeteer, because Playwright starts Chromium without its back/forward cache.

const forms = [selfReferralForm, friendReferralForm, professionalReferralForm];
/** Words that stand nowhere on the site. */
const typed = 'Zebedee Quillfeather';

const browsers = new Map<string, Promise<Browser>>();
const launch = (name: string, ...args: string[]) => {
  const launched =
    browsers.get(name) ??
    puppeteer.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', ...args],
    });
  browsers.set(name, launched);
  return launched;
};
export const closeBrowsers = async (): Promise<void> => {
  for (const browser of browsers.values()) await (await browser).close();
};

async function visiting(browser: Browser, visit: (page: Page) => Promise<void>) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await visit(page);
  } finally {
    await context.close();
  }
}

const exitAddress = 'https://www.bbc.co.uk/weather';

/** The site with its way out leading to a page on this machine, since no other site is asked for anything here. */
async function withExitHere(site: RunningSite) {
  const weather = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Weather</title><h1>Weather</h1>');
  });
  const listen = (server: typeof weather) =>
    new Promise<number>((listening) => server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port)));
  const out = `http://127.0.0.1:${await listen(weather)}/`;
  const { hostname, port } = new URL(site.url);
  const proxy = createServer((asked, response) => {
    const forwarded = request(
      { hostname, port, method: asked.method, path: asked.url, headers: { ...asked.headers, 'accept-encoding': 'identity' } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { 'content-length': _, etag: __, ...headers } = answer.headers;
          if (headers.location?.startsWith('https://')) headers.location = out;
          const body = Buffer.concat(chunks);
          const text = /html|javascript/.test(String(headers['content-type']));
          response.writeHead(answer.statusCode ?? 502, headers).end(text ? body.toString().replaceAll(exitAddress, out) : body);
        });
      },
    ).on('error', () => response.destroy());
    asked.pipe(forwarded);
  });
  const url = `http://localhost:${await listen(proxy)}`;
  const close = () => {
    for (const server of [proxy, weather]) {
      server.closeAllConnections();
      server.close();
    }
  };
  return { url, out, close };
}

/** Answers every question at once, but for one that is typed as a person does: what the browser keeps is what was typed. */
async function fillIn(page: Page, form: Form, leaveOut: readonly string[] = []) {
  const answers = Object.entries(validAnswers(form)).filter(([name]) => !leaveOut.includes(name));
  await page.evaluate(
    (given) => {
      for (const [name, answer] of given) {
        const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`main [name="${name}"]`);
        for (const field of fields) {
          if (field.type === 'radio' || field.type === 'checkbox') field.checked = [answer].flat().includes(field.value);
          else field.value = String(answer);
        }
      }
    },
    answers as [string, string | string[]][],
  );
  await page.evaluate(() => {
    for (const field of document.querySelectorAll<HTMLInputElement>('main [name="person_name"]')) field.value = '';
  });
  await page.type('main [name="person_name"]', typed);
}

async function press(page: Page, text: string) {
  const buttons = await page.$$('main button');
  for (const button of buttons) {
    if ((await button.evaluate((it) => it.textContent?.trim())) !== text) continue;
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.evaluate((it) => it.click())]);
    return;
  }
  throw new Error(`no button "${text}" on ${page.url()}`);
}

/** Where someone may be when they leave. */
const steps: Record<string, (page: Page, form: Form) => Promise<void>> = {
  'the form': async () => {},
  'the errors': (page) => press(page, 'Continue'),
  'the check page': async (page, form) => {
    await fillIn(page, form);
    await press(page, 'Continue');
  },
  'a page that says who this is for': async (page, form) => {
    await fillIn(page, form);
    await page.evaluate(() => document.querySelector<HTMLInputElement>('main [name="person_adult"][value="no"]')?.click());
    await press(page, 'Continue');
  },
  Change: async (page, form) => {
    await fillIn(page, form);
    await press(page, 'Continue');
    const change = await page.$('main button[name="change"]');
    if (change) await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), change.evaluate((it) => it.click())]);
  },
  'a help page reached from the form': async (page) => {
    await page.evaluate(() => undefined);
    const help = await page.$('a[href="/help/urgent/"]');
    if (!help) throw new Error('the form has no link to /help/urgent/');
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), help.evaluate((it) => it.click())]);
  },
};
const sent: typeof steps = {
  'the sent page': async (page, form) => {
    await fillIn(page, form);
    await press(page, 'Continue');
    await press(page, form.sendButton);
    if ((await page.title()).startsWith('Check this is really you')) await press(page, 'Send');
  },
};

/** What is left to be seen, on the page and in its fields: nothing of what was typed may be. */
const seen = (page: Page): Promise<boolean> =>
  page
    .evaluate((words) => {
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type="hidden"]), textarea')];
      return (
        (document.body?.innerText ?? '').includes(words) || fields.some((field) => field.value.includes(words) && field.checkVisibility())
      );
    }, typed)
    // A page that is about to be another one.
    .catch(() => false);

/** Asks the browser about a page, again where that page is just becoming another. */
async function withDevTools<T>(page: Page, ask: (devTools: CDPSession) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const devTools = await page.createCDPSession();
    try {
      return await ask(devTools);
    } catch (error) {
      if (tries === 40) throw error;
      await wait(50);
    } finally {
      await devTools.detach().catch(() => {});
    }
  }
}
const historyOf = (page: Page) => withDevTools(page, (devTools) => devTools.send('Page.getNavigationHistory'));

async function leaveAndGoBack(page: Page, url: string, out: string): Promise<string[]> {
  const found: string[] = [];
  const exit = await page.$('a[data-exit], form[data-exit] button, button[data-exit]');
  if (!exit) throw new Error(`no "Exit this page" on ${page.url()}`);
  await exit.evaluate((it) => (it as HTMLElement).click());
  await page
    .waitForFunction((there) => location.href.startsWith(there), { timeout: 10_000 }, out)
    .catch(async () => {
      throw new Error(`after the exit: ${page.url()}`);
    });
  for (let back = 1; back <= 8; back += 1) {
    const { currentIndex, entries } = await historyOf(page);
    const before = entries[currentIndex - 1];
    if (!before || before.url === 'about:blank') break;
    // As the Back button does; Puppeteer's goBack waits for events that a page from the cache does not have.
    await withDevTools(page, (devTools) => devTools.send('Page.navigateToHistoryEntry', { entryId: before.id }));
    const ends = performance.now() + 3000;
    while ((await historyOf(page)).currentIndex >= currentIndex && performance.now() < ends) await wait(50);
    // Long enough for a page to be put back and to send its reader away again.
    for (let look = 0; look < 6; look += 1) {
      if (await seen(page)) {
        found.push(`Back ${back}: ${page.url().replace(url, '')}`);
        break;
      }
      await wait(100);
    }
  }
  return found;
}

const caches: [string, string[]][] = [
  ['with bfcache', []],
  ['without bfcache', ['--disable-back-forward-cache']],
];

/** Leaving from each of these steps of each form, with script and without, with bfcache and without. */
const exits =
  (from: typeof steps, scripts: readonly boolean[]) =>
  async ({ site }: ReportContext): Promise<Attempt[]> =>
    forms.flatMap((form) =>
      Object.entries(from).flatMap(([step, go]) =>
        caches.flatMap(([cache, args]) =>
          each(
            scripts,
            (script) => `/${form.address}/ from ${step}, ${cache}, ${script ? 'with' : 'without'} script`,
            async (script) => {
              const { url, out, close } = await withExitHere(site);
              try {
                await visiting(await launch(cache, ...args), async (page) => {
                  if (!script) await page.setJavaScriptEnabled(false);
                  await page.goto(`${url}/refer/`);
                  await page.goto(`${url}/${form.address}/`);
                  await page.type('main [name="person_name"]', typed);
                  await go(page, form);
                  const found = await leaveAndGoBack(page, url, out);
                  assert.deepEqual(found, [], found.join('; '));
                });
              } finally {
                close();
              }
            },
          ),
        ),
      ),
    );

const counted: Record<string, string> = {
  'the Punjabi of the report': 'ਮੈਨੂੰ ਕੰਮ ਲੱਭਣ ਵਿੱਚ ਮਦਦ ਚਾਹੀਦੀ ਹੈ। ',
  Gujarati: 'મને કામ શોધવામાં મદદ જોઈએ છે. ',
  Hindi: 'मुझे काम ढूँढने में मदद चाहिए। ',
  Tamil: 'எனக்கு வேலை தேட உதவி வேண்டும். ',
  Urdu: 'مجھے کام تلاش کرنے میں مدد چاہیے۔ ',
  emoji: 'I am happy 😀👍🏽 ',
  families: 'My family 👨‍👩‍👧 ',
  flags: 'From 🇵🇰 ',
  English: 'I want to find work. ',
  'line breaks': 'One\nTwo\n',
  'accents apart': 'Cafe\u0301 ',
};
const graphemes = (text: string) => [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length;

function pagesOfTheBuild(): string[] {
  return readdirSync(join(root, 'dist/node/client'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)index\.html$/.test(path) && !path.startsWith('405'))
    .map((path) => `/${path.replace(/index\.html$/, '')}`)
    .sort();
}

export const browserRows: readonly ReportRow[] = [
  {
    row: 'T1',
    title: '"Exit this page" holds from every step, with script',
    atOnce: 2,
    attempts: exits(steps, [true]),
  },
  {
    row: 'T1, no script',
    title: 'without script no field is filled in again (what remains of pages already shown is in /privacy/)',
    atOnce: 2,
    attempts: exits(
      {
        'the form': steps['the form'] as (typeof steps)[string],
        'a help page reached from the form': steps['a help page reached from the form'] as (typeof steps)[string],
      },
      [false],
    ),
  },
  {
    row: 'W1',
    title: '"Exit this page" holds after a form was sent',
    atOnce: 2,
    attempts: exits(sent, [true]),
  },
  {
    row: 'T4, page',
    title: 'the page counts characters as the server does',
    attempts: ({ site }) =>
      each(
        Object.entries(counted),
        ([script]) => script,
        async ([, sentence]) => {
          await visiting(await launch('with bfcache'), async (page) => {
            await page.goto(`${site.url}/refer/myself/`);
            await page.waitForFunction(() => document.querySelector('.govuk-character-count__status'));
            for (const wanted of [650, 980, 1040]) {
              let text = '';
              while (graphemes(text + sentence) <= wanted) text += sentence;
              text = text.trim();
              const over = graphemes(text) - 1000;
              const expected = over > 0 ? `${over} character` : `${-over} character`;
              await page.evaluate((given) => {
                const box = document.querySelector<HTMLTextAreaElement>('[name="need"]');
                if (!box) return;
                box.focus();
                box.value = given;
                for (const name of ['input', 'keydown', 'keyup']) box.dispatchEvent(new Event(name, { bubbles: true }));
              }, text);
              const says = () =>
                page.evaluate(() =>
                  [
                    ...document.querySelectorAll(
                      '[name="need"] ~ .govuk-character-count__status, .govuk-character-count:has([name="need"]) .govuk-character-count__status',
                    ),
                  ]
                    .map((it) => it.textContent ?? '')
                    .join(' '),
                );
              const ends = performance.now() + 4000;
              while (!(await says()).includes(expected) && performance.now() < ends) await wait(100);
              const said = await says();
              assert(
                said.includes(expected) && said.includes('too many') === over > 0,
                `${graphemes(text)} characters: the page says "${said.trim()}"`,
              );
            }
          });
        },
      ),
  },
  {
    row: 'T10',
    title: 'no page scrolls sideways at 320 pixels with words half as long again',
    atOnce: 2,
    attempts: ({ site }) =>
      each(
        pagesOfTheBuild(),
        (path) => path,
        async (path) => {
          await visiting(await launch('with bfcache'), async (page) => {
            await page.setViewport({ width: 320, height: 640, deviceScaleFactor: 1, isMobile: true });
            await page.goto(site.url + path, { waitUntil: 'load' });
            const sideways = await page.evaluate(() => {
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let node = texts.nextNode(); node; node = texts.nextNode()) {
                if (node.parentElement?.closest('script, style, [translate="no"]')) continue;
                node.textContent = (node.textContent ?? '').replace(/\p{L}+/gu, (word) => word + word.slice(0, Math.ceil(word.length / 2)));
              }
              const { scrollWidth, clientWidth } = document.documentElement;
              const widest = [...document.querySelectorAll('body *')].find((it) => it.getBoundingClientRect().right > clientWidth + 1);
              return {
                by: scrollWidth - Math.min(clientWidth, 320),
                widest: widest && `${widest.tagName.toLowerCase()} "${widest.textContent?.trim().slice(0, 40)}"`,
              };
            });
            assert(sideways.by <= 0, `by ${sideways.by} pixels: ${sideways.widest}`);
          });
        },
      ),
  },
];
