import type { RenderableStep } from '../../form-flow/controller.ts';
import type { Form } from '../../forms/form.ts';
import type { ReaderNotices } from '../../forms/reader-notices.ts';

/** What the window is called: the first thing a screen reader says of a page. */
export function pageTitle(form: Form, next: RenderableStep, notices: ReaderNotices): string {
  switch (next.page) {
    case 'form':
      return next.status === 422 ? `Error: ${form.title}` : form.title;
    case 'check':
      return `Check your answers: ${form.title}`;
    case 'kind':
      return next.eligibilityPage.title;
    case 'really you':
      return 'Check this is really you';
    case 'too many':
      return 'Too many forms have been sent';
    case 'sent':
      return notices.sentTitle(form.sentTitle);
    case 'nothing sent':
      return 'Nothing was confirmed here';
    default:
      return 'Sorry, there is a problem';
  }
}
