// What script adds to a form page: the error summary takes focus, characters are counted as they are typed,
// a second click on a button with `preventDoubleClick` is ignored, and the space key presses a link that looks like a button.
// What an answer reveals needs no script: see styles/forms.scss.
// @ts-expect-error: govuk-frontend publishes no types
import { Button, CharacterCount, createAll, ErrorSummary } from 'govuk-frontend';

// govuk-frontend starts only where it finds this class. Its own way is inline code, which our security policy forbids.
document.body.classList.add('govuk-frontend-supported');

createAll(Button);
createAll(CharacterCount);
createAll(ErrorSummary);
