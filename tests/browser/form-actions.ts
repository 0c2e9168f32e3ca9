import type { Page } from '@playwright/test';
import { type Form, questionsInOrder } from '../../src/forms/form.ts';
import { validAnswers } from '../forms/answers.ts';

/** Opens a form and answers its questions in their order, so that what an answer reveals is there for the next. */
export async function fillIn(page: Page, form: Form, changes: Record<string, string> = {}): Promise<void> {
  await page.goto(`/${form.address}/`);
  const answers = { ...validAnswers(form), ...changes };
  for (const [name, question] of questionsInOrder(form)) {
    const answer = answers[name];
    if (answer === undefined || question.kind === 'hidden') continue;
    if (['text', 'long text', 'textarea'].includes(question.kind)) await page.locator(`[name="${name}"]`).fill(String(answer));
    else for (const value of [answer].flat()) await page.locator(`[name="${name}"][value="${value}"]`).check();
  }
}

/** Presses Continue and waits for the page with this heading. */
export async function pressContinue(page: Page, heading: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** Presses the button that sends, then "Send" where the site asks first whether it is really you: a test is as fast as a program. */
export async function pressSend(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  const confirm = page.getByRole('heading', { level: 1, name: 'Check this is really you' });
  // Whichever page comes next, it is not the one the button was on.
  await page.getByRole('heading', { level: 1, name: 'Check your answers' }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  if (await confirm.isVisible()) await page.getByRole('button', { name: 'Send', exact: true }).click();
}
