import type { Page } from 'playwright';
import { type Form, questionsInOrder } from '../../src/forms/form.ts';
import { validAnswers } from '../forms/answers.ts';

/** Opens a form and answers its questions, in their order: what one answer shows is there when the next is given. */
export async function fillIn(page: Page, form: Form, changes: Record<string, string> = {}): Promise<void> {
  await page.goto(`/${form.address}/`);
  const answers = { ...validAnswers(form), ...changes };
  for (const [name, question] of questionsInOrder(form)) {
    const answer = answers[name];
    if (answer === undefined || question.kind === 'hidden') continue;
    if (question.kind === 'text' || question.kind === 'textarea') await page.locator(`[name="${name}"]`).fill(String(answer));
    else for (const value of [answer].flat()) await page.locator(`[name="${name}"][value="${value}"]`).check();
  }
}

/** Presses Continue, and waits for the page with this title. */
export async function goOn(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}
