import { type Answers, displayValue, isRelevant } from './fields.ts';
import { type Form, questionNamed, type Section } from './form.ts';

/** One question with its answer, in the words of the page. */
export interface SummaryRow {
  question: string;
  label: string;
  /** The values of the answer; empty when the question was left out. */
  answer: string[];
}

/** The answers by section, as the check page, the mail and a printed copy show them. */
export function summaryRows(form: Form, answers: Answers): { section: Section; rows: SummaryRow[] }[] {
  return form.sections.map((section) => ({
    section,
    rows: section.questions.flatMap((name) => {
      const question = questionNamed(form, name);
      const answer = answers[name];
      if (question.kind === 'hidden' || !isRelevant(question, answers)) return [];
      // An optional box that is not ticked says nothing.
      if (answer === undefined && question.kind === 'checkbox') return [];
      return [
        { question: name, label: question.rowLabel ?? question.label, answer: answer === undefined ? [] : displayValue(question, answer) },
      ];
    }),
  }));
}
