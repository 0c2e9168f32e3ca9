import { expect } from '@playwright/test';
import { countCharacters, normalizeText } from '../../src/forms/normalize.ts';
import { test } from './fixture.ts';

// A box counts as a person does, and as the server does: what the page calls too long is refused, and nothing else.

const address = '/become-a-mentor/apply/';
const box = 'Why do you want to be a peer mentor?';
const maxLength = 1000;

/** A text, and how many characters a person sees in it. */
const texts: [string, string, number][] = [
  ['English', 'I want to help. ', 16],
  ['Punjabi', 'ਮੈਂ ਮਦਦ ਕਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ ', 16],
  ['Gujarati', 'હું મદદ કરવા માંગુ છું ', 15],
  ['Hindi with conjuncts', 'क्षत्रिय ', 4],
  ['Gujarati with a joiner', 'ક્\u200dષ', 1],
  ['Tamil', 'நான் உதவ ', 7],
  ['Urdu', 'میں مدد کرنا چاہتا ہوں ', 23],
  ['Persian with a joiner', 'می\u200cخواهم ', 8],
  ['Polish', 'Łódź żółć ', 10],
  ['accents typed apart', 'e\u0301', 1],
  ['Vietnamese typed apart', 'e\u0302\u0301', 1],
  ['Chinese', '我想幫助', 4],
  ['Korean in parts', '\u1112\u1161\u11ab', 1],
  ['an emoji', '😀', 1],
  ['a hand with a colour', '👍🏽', 1],
  ['a flag', '🇬🇧', 1],
  ['the flag of Wales', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}', 1],
  ['a family', '👨\u200d👩\u200d👧\u200d👦', 1],
  ['a line', 'a\n', 2],
];

for (const [name, text, seen] of texts) {
  test(`counts ${seen} in ${name}, as the server does`, async ({ page }) => {
    expect(countCharacters(text)).toBe(seen);
    await page.goto(address);
    const fits = Math.min(Math.floor(maxLength / seen), 800);
    const count = page.locator('.govuk-character-count', { has: page.locator('#why') });
    for (const times of [1, fits, Math.floor(maxLength / seen) + 1]) {
      const typed = text.repeat(times);
      await page.getByLabel(box).fill(typed);
      // The server leaves out blanks at the end, and so does the page.
      const left = maxLength - countCharacters(normalizeText(typed, { multiline: true }));
      const number = Math.abs(left).toLocaleString('en-GB');
      const sentence = `You have ${number} character${number === '1' ? '' : 's'} ${left < 0 ? 'too many' : 'remaining'}`;
      await expect(count.getByText(sentence).first()).toBeVisible();
      // A request has at most 64 KiB, and most characters take nine bytes or more of it.
      if (encodeURIComponent(typed).length > 60_000) continue;
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'must be 1,000 characters or fewer' })).toHaveCount(left < 0 ? 1 : 0);
    }
  });
}

test('shows how many characters are allowed, and no wrong count, in a browser that cannot count them', async ({ page }) => {
  await page.addInitScript('delete Intl.Segmenter');
  await page.goto(address);
  await page.getByLabel(box).fill('ਮੈਂ'.repeat(400));
  await expect(page.locator('#why-info')).toHaveText('You can enter up to 1000 characters');
  await expect(page.getByText(/You have/)).toHaveCount(0);
  // The rest of the script still runs.
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('.govuk-error-summary')).toBeFocused();
});
