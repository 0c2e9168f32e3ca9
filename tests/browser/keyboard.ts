import type { Page } from '@playwright/test';
import type { Answers } from '../../src/forms/fields.ts';

// More than any form has controls.
const mostPresses = 120;

/** The focused element: its text, or its name, type and value. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement as HTMLInputElement | null;
    return { name: it?.name ?? '', type: it?.type ?? '', value: it?.value ?? '', words: it?.textContent?.trim() ?? '' };
  });

/** Presses Tab until the element with this text has focus. */
export async function tabTo(page: Page, words: string, onTheWay?: (name: string, type: string, value: string) => Promise<void>) {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press('Tab');
    const it = await focused(page);
    if (it.words === words) return;
    if (it.name) await onTheWay?.(it.name, it.type, it.value);
  }
  throw new Error(`Tab never reached ${words}`);
}

/** Answers every question of a form on the way to Continue with Tab, Space, arrows and letters alone. */
export async function answerByKeyboard(page: Page, answers: Answers): Promise<void> {
  const left = new Set(Object.keys(answers));
  await tabTo(page, 'Continue', async (name, type, value) => {
    const answer = answers[name];
    if (answer === undefined) return;
    left.delete(name);
    if (type === 'radio') {
      // Tab stops at one radio of a group; arrows choose among the others.
      if (value === answer) await page.keyboard.press('Space');
      while ((await focused(page)).value !== answer) await page.keyboard.press('ArrowDown');
    } else if (type === 'checkbox') {
      if ([answer].flat().includes(value)) await page.keyboard.press('Space');
    } else await page.keyboard.type(String(answer));
  });
  if (left.size > 0) throw new Error(`Tab never reached ${[...left].join(', ')}`);
}
