import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContextOptions } from 'playwright';
import { forms } from '../../src/forms/forms.ts';
import { axeViolations } from './axe.ts';
import { setTextSize, sidewaysOf, siteInBrowser } from './fixture.ts';
import { eachState } from './walk-form.ts';

const here = siteInBrowser();

for (const form of forms) {
  for (const [view, options] of [
    ['on a desk', {}],
    ['on a phone in the dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
    ['in forced colours', { forcedColors: 'active' }],
  ] as [string, BrowserContextOptions][]) {
    test(`every state of /${form.address}/ has no finding of axe ${view}`, async () => {
      await here.visiting(options, async (page) => {
        await eachState(page, form, async (state) => {
          assert.deepEqual(
            (await axeViolations(page)).map((finding) => `${state} ${finding}`),
            [],
          );
          assert.equal(await sidewaysOf(page), 0, `${state} scrolls sideways`);
        });
      });
    });
  }

  test(`no state of /${form.address}/ scrolls sideways at 320 pixels with text twice the size`, async () => {
    await here.visiting({ viewport: { width: 320, height: 640 } }, async (page) => {
      await setTextSize(page, 32);
      const wrong: string[] = [];
      await eachState(page, form, async (state) => {
        const sideways = await sidewaysOf(page);
        if (sideways > 0) wrong.push(`${state}: ${sideways} pixels`);
      });
      assert.deepEqual(wrong, []);
    });
  });
}
