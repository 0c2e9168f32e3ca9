import assert from 'node:assert/strict';
import { forms } from '../../src/forms/forms.ts';
import { pages } from '../built/build-output.ts';
import { test } from './fixture.ts';
import { stickingOutWithLongWords } from './long-words.ts';
import { walkForm } from './walk-form.ts';

// Words of other languages are longer than English ones, and a browser's translation puts them into the same boxes.

test.use({ viewport: { width: 320, height: 640 } });

test('no page scrolls sideways on a phone with words half as long again', async ({ page }) => {
  test.setTimeout(300_000);
  const wide: Record<string, string[]> = {};
  for (const address of [...pages.map((each) => each.address), '/nothing/here/']) {
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    const out = await stickingOutWithLongWords(page);
    if (out.length > 0) wide[address] = out;
  }
  assert.deepEqual(wide, {});
});

test('no search results scroll sideways on a phone with words half as long again', async ({ page }) => {
  for (const query of ['help', 'probation hostel', 'domestic abuse', 'zzzz']) {
    await page.goto(`/search/#q=${encodeURIComponent(query)}`);
    await page.reload();
    await page.getByRole('status').filter({ hasText: /\w/ }).first().waitFor();
    assert.deepEqual(await stickingOutWithLongWords(page), [], query);
  }
});

for (const form of forms) {
  test(`no step of /${form.address}/ scrolls sideways on a phone with words half as long again`, async ({ page }) => {
    const wide: Record<string, string[]> = {};
    await walkForm(page, form, async (state) => {
      const out = await stickingOutWithLongWords(page);
      if (out.length > 0) wide[state] = out;
    });
    assert.deepEqual(wide, {});
  });
}
