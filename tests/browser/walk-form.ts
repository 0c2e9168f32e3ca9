import type { Page } from '@playwright/test';
import type { Form } from '../../src/forms/form.ts';
import { answerLeadingTo } from '../forms/answers.ts';
import { fillIn, pressContinue, pressSend } from './form-actions.ts';

/** Walks through a form by every page a visitor may meet, and calls `look` at each with a name for the state. */
export async function walkForm(page: Page, form: Form, look: (state: string) => Promise<void>): Promise<void> {
  await page.goto(`/${form.address}/`);
  await look('empty');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').waitFor();
  await look('errors');
  for (const eligibilityPage of form.eligibilityPages) {
    await fillIn(page, form, answerLeadingTo(eligibilityPage, form));
    await pressContinue(page, eligibilityPage.title);
    await look(`kind page: ${eligibilityPage.title}`);
  }
  await fillIn(page, form);
  await look('every question answered');
  await pressContinue(page, 'Check your answers');
  await look('check');
  await pressSend(page, form.sendButton);
  await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
  await look('sent');
}
