import type { Page } from 'playwright';

/** Presses the button that sends, and "Send" where the site asks first if it is really you: a test is as fast as a program. */
export async function pressSend(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  const asked = page.getByRole('heading', { level: 1, name: 'Check this is really you' });
  // Whatever comes after, it is another page than the one that was pressed on.
  await page.getByRole('heading', { level: 1, name: 'Check your answers' }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  if (await asked.isVisible()) await page.getByRole('button', { name: 'Send', exact: true }).click();
}
