import assert from 'node:assert/strict';
import { papers, questionsOn } from '../../src/forms/paper.ts';
import { audit } from './audit.ts';
import { sidewaysOf, test } from './fixture.ts';

// The forms to print: as people meet them on a screen, and as they come out of a printer.

const mostSheets = 4;
const pixelsInACentimetre = 96 / 2.54;
/** A4 without its margins, in the pixels of CSS. */
const sheet = { width: Math.floor(17.8 * pixelsInACentimetre), height: Math.floor(26.9 * pixelsInACentimetre) };

for (const paper of papers) {
  const { address } = paper;

  test(`${address} prints each question once and is headed as an example`, async ({ page }) => {
    await page.goto(`/${address}/`);
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

  test(`${address} passes axe and fits the screen in every view`, async ({ page }) => {
    await page.goto(`/${address}/`);
    assert.deepEqual(await audit(page), []);
  });

  test(`${address} prints on at most ${mostSheets} sheets of A4`, async ({ page }) => {
    await page.goto(`/${address}/`);
    // The browser refuses to print a sheet that there is not.
    await page.pdf({ preferCSSPageSize: true, pageRanges: '1' });
    await assert.rejects(page.pdf({ preferCSSPageSize: true, pageRanges: `${mostSheets + 1}` }), /page range/i);
  });

  test(`${address} prints without cut questions, in 12 points or more, and without navigation`, async ({ newPage }) => {
    // In the dark, because paper is white whatever the screen is.
    const page = await newPage({ viewport: sheet, colorScheme: 'dark' });
    await page.goto(`/${address}/`);
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
          (element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
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
}
