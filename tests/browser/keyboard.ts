import type { Page } from '@playwright/test';
import type { Answers } from '../../src/forms/fields.ts';

// More presses than any form has controls: what Tab does not reach by then, it never reaches.
const mostPresses = 120;

/** What has focus: the words of a button or a link, or the control of a question. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement as HTMLInputElement | null;
    return { name: it?.name ?? '', type: it?.type ?? '', value: it?.value ?? '', words: it?.textContent?.trim() ?? '' };
  });

/** Presses Tab until what has these words has focus, as someone does who cannot use a mouse. */
export async function tabTo(page: Page, words: string, onTheWay?: (name: string, type: string, value: string) => Promise<void>) {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press('Tab');
    const it = await focused(page);
    if (it.words === words) return;
    if (it.name) await onTheWay?.(it.name, it.type, it.value);
  }
  throw new Error(`Tab never reached ${words}`);
}

/** Answers every question of a form on the way from its title to Continue, with no key that is not on every keyboard. */
export async function answerByKeyboard(page: Page, answers: Answers): Promise<void> {
  const left = new Set(Object.keys(answers));
  await tabTo(page, 'Continue', async (name, type, value) => {
    const answer = answers[name];
    if (answer === undefined) return;
    left.delete(name);
    if (type === 'radio') {
      // Tab comes to the first of a group alone; the arrows choose among the others.
      if (value === answer) await page.keyboard.press('Space');
      while ((await focused(page)).value !== answer) await page.keyboard.press('ArrowDown');
    } else if (type === 'checkbox') {
      if ([answer].flat().includes(value)) await page.keyboard.press('Space');
    } else await page.keyboard.type(String(answer));
  });
  if (left.size > 0) throw new Error(`Tab never reached ${[...left].join(', ')}`);
}
