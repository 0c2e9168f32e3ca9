// What script adds to a form page: the error summary takes focus, characters are counted as they are typed, a second
// click on a button with `preventDoubleClick` is ignored, and the space key presses a link that looks like a button.
// Conditional questions are revealed by CSS alone: see styles/forms.scss.
// @ts-expect-error: govuk-frontend publishes no types
import { Button, CharacterCount, createAll, ErrorSummary } from 'govuk-frontend';
import { countCharacters, normalizeText } from '../forms/normalize.ts';

// govuk-frontend starts only if it finds this class. It is meant to be set by an inline script, which the CSP forbids.
document.body.classList.add('govuk-frontend-supported');

/** Counts what the server counts. govuk-frontend counts code units, of which a letter of Punjabi or an emoji has several. */
class SameCount extends CharacterCount {
  declare $textarea: HTMLTextAreaElement;
  declare count: number;

  updateCount() {
    this.count = countCharacters(normalizeText(this.$textarea.value, { multiline: true }));
  }
}

createAll(Button);
// With this type a browser without Intl.Segmenter shows no count, but how many characters are allowed: none is better than a wrong one.
createAll(SameCount, { countType: 'characters' });
createAll(ErrorSummary);
