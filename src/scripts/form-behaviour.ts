// What script adds to a form page: the error summary takes focus, characters are counted as they are typed, a second
// click on a button with `preventDoubleClick` is ignored, and the space key presses a link that looks like a button.
// Conditional questions are revealed by CSS alone: see styles/forms.scss.
// @ts-expect-error: govuk-frontend publishes no types
import { Button, CharacterCount, createAll, ErrorSummary } from 'govuk-frontend';

// govuk-frontend starts only if it finds this class. It is meant to be set by an inline script, which the CSP forbids.
document.body.classList.add('govuk-frontend-supported');

createAll(Button);
createAll(CharacterCount);
createAll(ErrorSummary);
