import assert from 'node:assert/strict';
import { expect } from '@playwright/test';
import { forms } from '../../src/forms/forms.ts';
import { audit } from './audit.ts';
import { test } from './fixture.ts';
import { walkForm } from './walk-form.ts';

// One walk through each form. In every state its accessibility tree, which is what a screen reader announces, must be
// the one in aria/: compared as text and not by toMatchAriaSnapshot, which lets a tree have more than its file says.
// A difference is no mistake by itself: read it, and if it is meant, run the tests with --update-snapshots.

const stable = (tree: string) =>
  tree
    // A new one each time.
    .replace(/\b[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}\b/g, 'A-REFERENCE')
    // Updated a second after the last key, so that a screen reader is not interrupted: not waited for here.
    .replace(/\b[\d,]+ characters remaining/g, 'SO MANY characters remaining');

for (const form of forms) {
  test(`/${form.address}/ passes axe, fits every screen and keeps its accessibility tree in every state`, async ({ page }) => {
    test.setTimeout(300_000);
    const trees: Record<string, string> = {};
    const wrong: string[] = [];
    await walkForm(page, form, async (state) => {
      trees[state] = stable(await page.getByRole('main').ariaSnapshot());
      wrong.push(...(await audit(page, { forcedColours: true })).map((line) => `${state}: ${line}`));
    });
    assert.deepEqual(wrong, []);
    const asYaml = Object.entries(trees)
      .map(([state, tree]) => `${JSON.stringify(state)}:\n${tree.replace(/^/gm, '  ')}\n`)
      .join('\n');
    expect(asYaml).toMatchSnapshot(['aria', `${form.address.replaceAll('/', '-')}.yml`]);
  });
}
