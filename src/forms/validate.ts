import { type Answers, type FieldError, isRelevant, type Question } from './fields.ts';
import { type EligibilityPage, type Form, questionsInOrder } from './form.ts';
import { normalizeText } from './normalize.ts';

/** What a browser posted: every value of each field, in order. Fields that are no question of the form are ignored. */
export type FormValues = ReadonlyMap<string, readonly string[]>;

export interface ValidationResult {
  /** Normalised answers, valid or not, so that an error page keeps what was typed. */
  answers: Answers;
  /** In the order the questions are asked, at most one for each. */
  errors: FieldError[];
  /** The page to show instead of any error, if an answer leads to one. */
  eligibilityPage?: EligibilityPage;
}

const normalized = (question: Question, values: readonly string[]): string[] =>
  values.map((value) => normalizeText(value, 'normalization' in question ? question.normalization : {})).filter((value) => value !== '');

/**
 * Validates what was posted for a form. Never throws, whatever was sent.
 *
 * `answers` holds invalid text too, but no choice that is not on the list, and nothing for a question that does not apply.
 * `errors` are in question order, whether they come from one question or from `Form.crossFieldErrors`. Of several
 * eligibility pages the one of the first question wins.
 */
export function validate(form: Form, posted: FormValues): ValidationResult {
  const questions = questionsInOrder(form);
  const answers: Record<string, string | readonly string[]> = {};
  const errors: FieldError[] = [];
  const unanswered: [string, Question][] = [];

  for (const [name, question] of questions) {
    if (!isRelevant(question, answers)) continue;
    const values = normalized(question, posted.get(name) ?? []);
    const [value] = values;

    if (value === undefined) {
      unanswered.push([name, question]);
      continue;
    }
    if (question.kind === 'checkboxes') {
      const unique = [...new Set(values)];
      const listed = unique.filter((choice) => question.schema.safeParse(choice).success);
      if (listed.length > 0) answers[name] = listed;
      if (listed.length < unique.length)
        errors.push({ question: name, message: question.requiredMessage ?? 'Select only answers that are shown' });
      continue;
    }
    // Two values for a single answer: choosing between them would be a guess.
    if (values.length > 1) {
      errors.push({ question: name, message: question.requiredMessage ?? 'Give one answer' });
      continue;
    }
    const result = question.schema.safeParse(value);
    if (!result.success && question.kind === 'hidden') continue;
    // Invalid text stays on the page to be corrected; a choice that is not on the list has nothing to show.
    if (result.success || question.kind === 'text' || question.kind === 'textarea') answers[name] = value;
    if (!result.success) errors.push({ question: name, message: result.error.issues[0]?.message ?? '' });
  }

  // Only now: whether a question applies, or is required, may depend on an answer further down the page.
  const irrelevant = questions.flatMap(([name, question]) => (isRelevant(question, answers) ? [] : [name]));
  for (const name of irrelevant) delete answers[name];
  for (const [name, { requiredMessage, requiredIf }] of unanswered) {
    if (requiredMessage && (requiredIf?.(answers) ?? true)) errors.push({ question: name, message: requiredMessage });
  }
  for (const error of form.crossFieldErrors(answers)) {
    if (!errors.some(({ question }) => question === error.question)) errors.push(error);
  }

  const order = questions.map(([name]) => name);
  const byQuestion = (a: { question: string }, b: { question: string }) => order.indexOf(a.question) - order.indexOf(b.question);
  errors.sort(byQuestion);
  const eligibilityPage = form.eligibilityPages.toSorted(byQuestion).find((page) => page.when(answers));
  return { answers, errors: errors.filter(({ question }) => !irrelevant.includes(question)), ...(eligibilityPage && { eligibilityPage }) };
}

/** Answers as a browser would post them, to validate sealed answers again. */
export const toFormValues = (answers: Answers): FormValues =>
  new Map(Object.entries(answers).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
