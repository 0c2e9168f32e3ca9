import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { mentorForm } from '../../src/forms/mentor.ts';
import { folder } from '../built/build-output.ts';
import { test } from './fixture.ts';
import { walkForm } from './walk-form.ts';

// A screenshot of one page of each kind, in looks/: a test fails where a page looks different now. Where the change is
// meant, take the pictures again with --update-snapshots. They are JPEG, which toHaveScreenshot cannot write, because
// PNG would be three times their size: toMatchSnapshot compares them pixel by pixel just the same.
const kinds: Record<string, string> = {
  home: '/',
  list: '/services/',
  service: '/services/peer-mentoring/',
  partnership: '/partnerships/just-women-project/',
  'for-magistrates': '/magistrates/',
  comparison: '/magistrates/requirements/',
  requirement: '/magistrates/requirements/unpaid-work/',
  help: '/help/urgent/',
  history: '/about/history/',
  figures: '/about/figures/',
  sources: '/sources/',
  'not-found': '/nothing/here/',
};

const screens = {
  desk: { viewport: { width: 1280, height: 1400 }, colorScheme: 'light', deviceScaleFactor: 0.5 },
  phone: { viewport: { width: 360, height: 1400 }, colorScheme: 'dark', deviceScaleFactor: 0.5 },
} as const;

const assets = join(folder, 'client/_astro');
const font = readdirSync(assets).find((file) => file.endsWith('.woff2'));

/** Loads the site's own font, which the first page of a visit does without: system fonts differ between machines. */
async function loadFont(page: Page) {
  await page.evaluate(async (url) => {
    const face = new FontFace('Atkinson Hyperlegible Next', `url(${url})`, { weight: '200 800' });
    document.fonts.add(await face.load());
    await document.fonts.ready;
  }, `/_astro/${font}`);
}

async function expectSameLook(page: Page, name: string) {
  await loadFont(page);
  const now = await page.screenshot({ type: 'jpeg', quality: 70, animations: 'disabled', caret: 'hide' });
  // Machines draw the edges of letters a little differently; a moved or recoloured part is far more than one pixel in fifty.
  expect.soft(now).toMatchSnapshot(['looks', `${name}.jpeg`], { threshold: 0.2, maxDiffPixelRatio: 0.02 });
}

for (const [screen, options] of Object.entries(screens)) {
  test(`one page of each kind looks as before on a ${screen}`, async ({ newPage }) => {
    const page = await newPage(options);
    for (const [kind, address] of Object.entries(kinds)) {
      await page.goto(address);
      // A script adds suggestions. Without them the picture would depend on which is faster, the script or the test.
      if (kind === 'not-found') await page.getByRole('region', { name: 'Pages with a name like that' }).waitFor();
      await expectSameLook(page, `${kind}-${screen}`);
    }
  });

  test(`a form looks as before, empty, with errors, to check and sent, on a ${screen}`, async ({ newPage }) => {
    const page = await newPage(options);
    await walkForm(page, mentorForm, async (state) => {
      if (!['empty', 'errors', 'check', 'sent'].includes(state)) return;
      // A new reference each time.
      if (state === 'sent') await page.locator('.govuk-panel strong').evaluate((reference) => reference.replaceChildren('M-2345-6789'));
      await page.evaluate(() => scrollTo(0, 0));
      await expectSameLook(page, `form-${state}-${screen}`);
    });
  });
}
