import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright';
import { papers, questionsOn } from '../../src/forms/paper.ts';
import { axeViolations } from './axe.ts';
import { sidewaysOf, siteInBrowser } from './fixture.ts';

// The forms to print: as people meet them on a screen, and as they come out of a printer.
const here = siteInBrowser();

const mostSheets = 4;
const pixelsInACentimetre = 96 / 2.54;
/** A4 without its margins, in the pixels of CSS. */
const sheet = { width: Math.floor(17.8 * pixelsInACentimetre), height: Math.floor(26.9 * pixelsInACentimetre) };

const visiting = (address: string, options: BrowserContextOptions, visit: (page: Page) => Promise<void>) =>
  here.visiting(options, async (page) => {
    await page.goto(`/${address}/`, { waitUntil: 'load' });
    await visit(page);
  });

for (const paper of papers) {
  const { address } = paper;

  test(`${address}: each question stands on the paper once, and the heading says that it is an example`, async () => {
    await visiting(address, {}, async (page) => {
      const text = await page.locator('main').innerText();
      assert(
        text
          .replace(/\s+/g, ' ')
          .includes('EXAMPLE. Do not fill in. Do not post. Show this to prison staff or your probation worker and ask who does this now.'),
      );
      assert(text.includes('Other people may read this paper. Do not write about crimes, health or risk.'));
      const labels = (await page.locator('main h3, main .paper-question strong').allInnerTexts()).map((label) =>
        label.replace(/^\d+\s+/, '').replace(/ \(optional\)$/, ''),
      );
      for (const { label, boxes } of questionsOn(paper)) {
        if (label) assert.equal(labels.filter((each) => each === label).length, 1, label);
        for (const box of boxes) assert((await page.getByRole('listitem').filter({ hasText: box }).count()) > 0, box);
      }
      // Nothing to fill in on the screen: the one button prints.
      assert.equal(await page.locator('main :is(input, textarea, select)').count(), 0);
      assert.deepEqual(await page.locator('main button').allInnerTexts(), ['Print this page']);
    });
  });

  for (const width of [1280, 360]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${address}: no finding of axe, and nothing beside the screen, at ${width} pixels, ${colorScheme}`, async () => {
        await visiting(address, { viewport: { width, height: 800 }, colorScheme }, async (page) => {
          assert.deepEqual(await axeViolations(page), []);
          assert.equal(await sidewaysOf(page), 0);
        });
      });
    }
  }

  test(`${address}: at 320 pixels nothing is beside the screen`, async () => {
    await visiting(address, { viewport: { width: 320, height: 640 } }, async (page) => assert.equal(await sidewaysOf(page), 0));
  });

  test(`${address}: it prints on ${mostSheets} sheets of A4 at most`, async () => {
    await visiting(address, {}, async (page) => {
      // The browser refuses to print a sheet that there is not.
      await page.pdf({ preferCSSPageSize: true, pageRanges: '1' });
      await assert.rejects(page.pdf({ preferCSSPageSize: true, pageRanges: `${mostSheets + 1}` }), /page range/i);
    });
  });

  test(`${address}: on paper no question is cut, words are 12 points or more, and the way round the site is gone`, async () => {
    // In the dark, because paper is white whatever the screen is.
    await visiting(address, { viewport: sheet, colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.equal(await sidewaysOf(page), 0);

      const rows = await page.locator('.paper-row, .paper-heading').evaluateAll((elements) =>
        elements.map((element) => ({
          text: element.textContent.trim(),
          height: element.getBoundingClientRect().height,
          cut: getComputedStyle(element).breakInside !== 'avoid',
        })),
      );
      assert(rows.length > 10);
      assert.deepEqual(
        rows.filter(({ height, cut }) => cut || height > sheet.height / 2),
        [],
      );

      const words = await page.locator('body *').evaluateAll((elements) =>
        elements
          .filter(
            (element) =>
              element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
          )
          .filter((element) => !element.closest('.visually-hidden'))
          .map((element) => {
            const { fontSize, color } = getComputedStyle(element);
            return { text: element.textContent.trim().slice(0, 60), size: Number.parseFloat(fontSize), color };
          }),
      );
      assert(words.length > 50);
      assert.deepEqual(
        words.filter(({ size, color }) => size < 16 || color !== 'rgb(0, 0, 0)'),
        [],
      );

      for (const gone of ['header nav', 'header form', 'body > footer', '.breadcrumbs', '.exit-this-page', '.print-help'])
        for (const element of await page.locator(gone).all()) assert.equal(await element.isVisible(), false, gone);
      assert(await page.getByText('The Trust closed on 1 June 2014.').isVisible());
      // At the foot of each sheet, since sheets come apart.
      assert(await page.locator('.paper-footer').isVisible());
    });
  });
}
