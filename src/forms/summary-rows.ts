import { type Answers, displayValue, isRelevant } from './fields.ts';
import { type Form, questionNamed, type Section } from './form.ts';

/** One question with its answer, in the words of the page. */
export interface SummaryRow {
  question: string;
  label: string;
  /** One line or more; none when it was left out. */
  answer: string[];
}

/** The answers of a form in sections, as the check page, the mail and a printed copy show them. */
export function summaryRows(form: Form, answers: Answers): { section: Section; summaryRows: SummaryRow[] }[] {
  return form.sections.map((section) => ({
    section,
    summaryRows: section.questions.flatMap((name) => {
      const question = questionNamed(form, name);
      const answer = answers[name];
      if (question.kind === 'hidden' || !isRelevant(question, answers)) return [];
      // A box that was not ticked, and was not needed, is no question left open.
      if (answer === undefined && question.kind === 'tick') return [];
      return [
        { question: name, label: question.rowLabel ?? question.label, answer: answer === undefined ? [] : displayValue(question, answer) },
      ];
    }),
  }));
}
