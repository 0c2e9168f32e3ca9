import type { Page } from 'playwright';
import type { Form } from '../../src/forms/form.ts';
import { answerLeadingTo } from '../forms/answers.ts';
import { fillIn, goOn } from './fill-in.ts';
import { pressSend } from './form-actions.ts';

/** Walks through a form by every page a person may meet on the way, and looks at each; the state has a name for messages. */
export async function eachState(page: Page, form: Form, look: (state: string) => Promise<void>): Promise<void> {
  await page.goto(`/${form.address}/`);
  await look('empty');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').waitFor();
  await look('errors');
  for (const kind of form.eligibilityPages) {
    await fillIn(page, form, answerLeadingTo(kind, form));
    await goOn(page, kind.title);
    await look(`kind page: ${kind.title}`);
  }
  await fillIn(page, form);
  await look('every question answered');
  await goOn(page, 'Check your answers');
  await look('check');
  await pressSend(page, form.sendButton);
  await page.getByRole('heading', { name: 'Demonstration sent' }).waitFor();
  await look('sent');
}
