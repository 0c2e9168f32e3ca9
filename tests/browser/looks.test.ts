import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { mentorForm } from '../../src/forms/mentor.ts';
import { root } from '../site-under-test/serve.ts';
import { siteInBrowser } from './fixture.ts';
import { eachState } from './walk-form.ts';

// One page of each kind, as it looks, lies in looks/. A test fails where a page looks otherwise now, so that nothing
// changes unseen; where the change is meant, make the pictures anew with RENEW_LOOKS=1. What two machines draw
// differently (the edges of letters, a pixel of a line) is forgiven: pictures are compared in coarse squares.
const here = siteInBrowser();
const folder = join(import.meta.dirname, 'looks');
const renew = process.env['RENEW_LOOKS'] === '1';

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

/** In pixels of a picture. */
const square = 16;
/** So far a square may be from what it was, of 255, in any colour; and so many squares may be further, of a hundred. */
const [far, few] = [16, 1];

/** The site's own font on every machine, which a first page does without. */
async function inOurFont(page: Page) {
  const assets = join(root, 'dist/node/client/_astro');
  const font = readdirSync(assets).find((file) => file.endsWith('.woff2'));
  await page.evaluate(async (url) => {
    const face = new FontFace('Atkinson Hyperlegible Next', `url(${url})`, { weight: '200 800' });
    document.fonts.add(await face.load());
    await document.fonts.ready;
  }, `/_astro/${font}`);
}

/** How many squares in a hundred differ; all, where the pictures are of other sizes. */
async function differing(page: Page, one: Buffer, other: Buffer): Promise<number> {
  await page.goto('about:blank');
  return page.evaluate(
    async ({ pictures, square, far }) => {
      const [first, second] = await Promise.all(
        pictures.map(async (picture) => {
          const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${picture}`)).blob());
          const [width, height] = [Math.ceil(bitmap.width / square), Math.ceil(bitmap.height / square)];
          // Half by half: drawn small in one go, most pixels would not count.
          let canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
          for (let half = square; half > 1; half /= 2) {
            const smaller = new OffscreenCanvas(Math.ceil(canvas.width / 2), Math.ceil(canvas.height / 2));
            smaller.getContext('2d')?.drawImage(canvas, 0, 0, smaller.width, smaller.height);
            canvas = smaller;
          }
          return { width, height, data: canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray() };
        }),
      );
      if (!first || !second || first.data.length !== second.data.length) return 100;
      let differ = 0;
      for (let at = 0; at < first.data.length; at += 4)
        if ([0, 1, 2].some((colour) => Math.abs((first.data[at + colour] ?? 0) - (second.data[at + colour] ?? 0)) > far)) differ += 1;
      return (differ / (first.data.length / 4)) * 100;
    },
    { pictures: [one, other].map((picture) => picture.toString('base64')), square, far },
  );
}

async function compare(page: Page, name: string): Promise<string | undefined> {
  await inOurFont(page);
  const now = await page.screenshot({ type: 'jpeg', quality: 70, animations: 'disabled', caret: 'hide' });
  const file = join(folder, `${name}.jpeg`);
  if (renew) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, now);
    return undefined;
  }
  assert(existsSync(file), `There is no picture ${file}: make it with RENEW_LOOKS=1`);
  const blank = await page.context().newPage();
  const share = await differing(blank, readFileSync(file), now);
  await blank.close();
  if (share <= few) return undefined;
  const seen = join(tmpdir(), `${name}.jpeg`);
  writeFileSync(seen, now);
  return `${name} looks otherwise in ${share.toFixed(1)} of 100 squares: compare ${file} with ${seen}`;
}

for (const [screen, options] of Object.entries(screens)) {
  test(`one page of each kind looks as it did, on a ${screen}`, async () => {
    await here.visiting(options, async (page) => {
      const otherwise: (string | undefined)[] = [];
      for (const [kind, address] of Object.entries(kinds)) {
        await page.goto(address);
        otherwise.push(await compare(page, `${kind}-${screen}`));
      }
      assert.deepEqual(otherwise.filter(Boolean), []);
    });
  });

  test(`a form looks as it did, empty, with faults, to check and sent, on a ${screen}`, async () => {
    await here.visiting(options, async (page) => {
      const otherwise: (string | undefined)[] = [];
      await eachState(page, mentorForm, async (state) => {
        if (!['empty', 'errors', 'check', 'sent'].includes(state)) return;
        // A reference is another each time.
        if (state === 'sent') await page.locator('.govuk-panel strong').evaluate((reference) => reference.replaceChildren('M-2345-6789'));
        await page.evaluate(() => scrollTo(0, 0));
        otherwise.push(await compare(page, `form-${state}-${screen}`));
      });
      assert.deepEqual(otherwise.filter(Boolean), []);
    });
  });
}
