import type { RenderableStep } from '../../form-flow/controller.ts';
import type { Form } from '../../forms/form.ts';
import type { ReaderNotices } from '../../forms/reader-notices.ts';

/** The title element: the first thing a screen reader announces. */
export function pageTitle(form: Form, step: RenderableStep, notices: ReaderNotices): string {
  switch (step.page) {
    case 'form':
      return step.status === 422 ? `Error: ${form.title}` : form.title;
    case 'check':
      return `Check your answers: ${form.title}`;
    case 'eligibility':
      return step.eligibilityPage.title;
    case 'confirm-human':
      return 'Check this is really you';
    case 'rate-limited':
      return 'Too many forms have been sent';
    case 'sent':
      return notices.sentTitle(form.sentTitle);
    case 'not-found':
      return 'Nothing was confirmed here';
    default:
      return 'Sorry, there is a problem';
  }
}
