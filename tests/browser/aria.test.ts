import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright';
import type { Form } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { siteInBrowser } from './fixture.ts';
import { eachState } from './walk-form.ts';

// What a screen reader is told of each page of each form: every name and role, in order, compared with a file in aria/.
// A change there is no mistake by itself. It is here to be read by a person before it reaches people.
const here = siteInBrowser();

const renew = process.env['RENEW_ARIA'] === '1';
const toRenew = 'Read the difference. If it is meant, write the file anew: RENEW_ARIA=1 node --test tests/browser/aria.test.ts';

const fileOf = ({ address }: Form) => join(import.meta.dirname, 'aria', `${address.replaceAll('/', '-')}.yml`);

async function toldOf(page: Page): Promise<string> {
  const told = await page.getByRole('main').ariaSnapshot();
  return (
    told
      // A new one each time.
      .replace(/\b[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}\b/g, 'A-REFERENCE')
      // Counted anew a second after the last key, so that a screen reader is not interrupted: nobody waits for it here.
      .replace(/\b[\d,]+ characters remaining/g, 'SO MANY characters remaining')
  );
}

async function statesOf(form: Form): Promise<Record<string, string>> {
  const states: Record<string, string> = {};
  await here.visiting({}, (page) =>
    eachState(page, form, async (state) => {
      states[state] = await toldOf(page);
    }),
  );
  return states;
}

const asYaml = (states: Record<string, string>) =>
  Object.entries(states)
    .map(([state, told]) => `${JSON.stringify(state)}:\n${told.replace(/^/gm, '  ')}\n`)
    .join('\n');

for (const form of forms) {
  test(`/${form.address}/ tells a screen reader what it told before, in every state`, async () => {
    const told = asYaml(await statesOf(form));
    if (renew) await writeFile(fileOf(form), told);
    const before = await readFile(fileOf(form), 'utf8').catch(() => '');
    if (told === before) return;
    const [now, then] = [told.split('\n'), before.split('\n')];
    const first = now.findIndex((line, index) => line !== then[index]);
    assert.deepEqual(now.slice(first, first + 20), then.slice(first, first + 20), `${fileOf(form)}, line ${first + 1}. ${toRenew}`);
    assert.equal(told, before, toRenew);
  });
}
