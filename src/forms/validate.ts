import { type Answers, isRelevant, type Question } from './fields.ts';
import { type EligibilityPage, type Form, questionsInOrder } from './form.ts';
import { normalizeText } from './normalize.ts';

/** What a browser sent: every value of each name, in order. Names that no question has are never looked at. */
export type FormValues = ReadonlyMap<string, readonly string[]>;

/** One message, and the question it stands at. */
export interface FieldError {
  question: string;
  message: string;
}

export interface ValidationResult {
  /** Tidied answers, right or wrong, so that an error page keeps what was typed. */
  answers: Answers;
  /** In the order the questions are asked, one a question. */
  errors: FieldError[];
  /** The kind page that comes before any error, if an answer leads to one. */
  eligibilityPage?: EligibilityPage;
}

const tidied = (question: Question, values: readonly string[]): string[] =>
  values.map((value) => normalizeText(value, 'tidying' in question ? question.tidying : {})).filter((value) => value !== '');

/** Checks what was posted for a form. Never throws on anything a person or a program can send. */
export function validate(form: Form, posted: FormValues): ValidationResult {
  const answers: Record<string, string | readonly string[]> = {};
  const faults: FieldError[] = [];
  const leftOut: [string, Question][] = [];

  for (const [name, question] of questionsInOrder(form)) {
    if (!isRelevant(question, answers)) continue;
    const values = tidied(question, posted.get(name) ?? []);
    const [value] = values;

    if (value === undefined) {
      leftOut.push([name, question]);
      continue;
    }
    if (question.kind === 'checkboxes') {
      const known = [...new Set(values)].filter((each) => question.schema.safeParse(each).success);
      if (known.length > 0) answers[name] = known;
      if (known.length < new Set(values).size)
        faults.push({ question: name, message: question.requiredMessage ?? 'Select only answers that are shown' });
      continue;
    }
    // A single answer sent twice is not a choice between them for us to make.
    if (values.length > 1) {
      faults.push({ question: name, message: question.requiredMessage ?? 'Give one answer' });
      continue;
    }
    const result = question.schema.safeParse(value);
    // Words that are wrong stay on the page to be mended; a choice that is not on the list has nothing to show.
    if (!result.success && question.kind === 'hidden') continue;
    if (result.success || question.kind === 'text' || question.kind === 'long text') answers[name] = value;
    if (!result.success) faults.push({ question: name, message: result.error.issues[0]?.message ?? '' });
  }

  // Only now, since whether a question is asked, or needed, may depend on an answer further down the page.
  const unasked = questionsInOrder(form).flatMap(([name, question]) => (isRelevant(question, answers) ? [] : [name]));
  for (const name of unasked) delete answers[name];
  for (const [name, { requiredMessage, requiredIf }] of leftOut) {
    if (requiredMessage && (requiredIf?.(answers) ?? true)) faults.push({ question: name, message: requiredMessage });
  }
  for (const { question, says } of form.crossFieldErrors(answers)) {
    if (!faults.some((fault) => fault.question === question)) faults.push({ question, message: says });
  }
  const order = questionsInOrder(form).map(([name]) => name);
  faults.sort((a, b) => order.indexOf(a.question) - order.indexOf(b.question));

  const kind = form.eligibilityPages
    .toSorted((a, b) => order.indexOf(a.question) - order.indexOf(b.question))
    .find((page) => page.when(answers));
  return { answers, errors: faults.filter(({ question }) => !unasked.includes(question)), ...(kind && { eligibilityPage: kind }) };
}

/** Answers as a browser would post them, for checking again what was sealed. */
export const toFormValues = (answers: Answers): FormValues =>
  new Map(Object.entries(answers).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]));
