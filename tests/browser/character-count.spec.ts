import assert from 'node:assert/strict';
import { countCharacters, normalizeText } from '../../src/forms/normalize.ts';
import { test } from './fixture.ts';

// A box counts as a person does, and as the server does: what the page calls too long is refused, and nothing else.

const address = '/become-a-mentor/apply/';
const box = 'Why do you want to be a peer mentor?';
const maxLength = 1000;

/** A character that people see as one, or text, and how many they see in it. */
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
  test(`${name}: ${seen} to a person, the page and the server`, async ({ page }) => {
    assert.equal(countCharacters(text), seen);
    await page.goto(address);
    const fits = Math.min(Math.floor(maxLength / seen), 800);
    const status = page.locator('.govuk-character-count', { has: page.locator('#why') });
    for (const times of [1, fits, Math.floor(maxLength / seen) + 1]) {
      // The server leaves out blanks at the end, and so does the page.
      const typed = text.repeat(times);
      const count = countCharacters(normalizeText(typed, { multiline: true }));
      await page.getByLabel(box).fill(typed);
      const left = maxLength - count;
      const number = Math.abs(left).toLocaleString('en-GB');
      await status
        .getByText(`You have ${number} character${number === '1' ? '' : 's'} ${left < 0 ? 'too many' : 'remaining'}`)
        .first()
        .waitFor();
      // What fits in a request: 64 KiB, with nine bytes for each character of three.
      if (encodeURIComponent(typed).length > 60_000) continue;
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
      const error = page.getByRole('link', { name: 'must be 1,000 characters or fewer' });
      assert.equal(await error.count(), left < 0 ? 1 : 0, `${times} times`);
    }
  });
}

test('a browser that cannot count characters shows how many are allowed, and no wrong count', async ({ page }) => {
  await page.addInitScript('delete Intl.Segmenter');
  await page.goto(address);
  await page.getByLabel(box).fill('ਮੈਂ'.repeat(400));
  assert(await page.locator('#why-info').getByText('You can enter up to 1000 characters').isVisible());
  assert.equal(await page.getByText(/You have/).count(), 0);
  // The rest of the script still runs.
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('.govuk-error-summary:focus').waitFor();
});
