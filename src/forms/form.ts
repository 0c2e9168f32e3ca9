import type { Answers, Condition, FieldError, Question } from './fields.ts';

export interface Section {
  heading: string;
  /** One sentence under the heading. */
  lead?: string;
  /** The names of its questions, in the order they are asked. */
  questions: readonly string[];
}

/** The page for an answer with which the form cannot go on: what to do instead. It is shown instead of any error. */
export interface EligibilityPage {
  /** The question whose answer leads here, and the one "Change my answer" goes back to. */
  question: string;
  when: Condition;
  title: string;
  paragraphs: readonly string[];
  links: readonly { text: string; href: string }[];
  /** The name of further links, which are content and passed to the page. */
  contentLinks?: string;
  /** Ways to go on: the button's name in the request, its words, and the answers it gives. */
  buttons?: readonly { name: 'agreed' | 'send-anyway'; text: string; answers: Answers }[];
  /** Says on the page that the answers are not stored. */
  notSaved: boolean;
}

/** A form, written once: the page, validation, the mail and the paper form are all made from it. */
export interface Form {
  /** Its path without outer slashes, such as become-a-mentor/apply. Permanent. */
  address: string;
  /** The page people come from, for the breadcrumbs. */
  parent: { text: string; href: string };
  /** Raise it whenever the questions change: the mail names it, and sealed answers to an older version are refused. */
  version: number;
  /** The first letter of its references. */
  referencePrefix: 'M' | 'R';
  /** The subject of the mail, up to the reference. No personal data. */
  subject: string;
  title: string;
  description: string;
  /** Shows "Exit this page" on each of its pages. */
  exitThisPage: boolean;
  /** Mailboxes in order of preference: the first that has a MAIL_TO_… setting gets the mail. The last always has one. */
  mailboxes: (answers: Answers) => readonly string[];
  /** Above the first question. */
  intro: readonly string[];
  sections: readonly Section[];
  questions: Readonly<Record<string, Question>>;
  eligibilityPages: readonly EligibilityPage[];
  /** Errors that depend on more than one answer. */
  crossFieldErrors: (answers: Answers) => readonly FieldError[];
  /** Sentences on the check page that follow from an answer. */
  checkPageNotes: (answers: Answers) => readonly string[];
  /** Above the button that sends, when a reader is named. */
  declaration: readonly string[];
  /** On the check page, for someone who needs a record: the confirmation page shows only the reference. */
  recordCopyNote?: string;
  sendButton: string;
  sentTitle: string;
  /** On the confirmation page, when a reader is named. */
  whatHappensNext: readonly string[];
  /** The first lines of the mail, in capitals: what its reader must know before anything else. */
  warnings: (answers: Answers) => readonly string[];
  /** "Do this first" in the mail: who to contact, how and when. */
  nextActions: (answers: Answers) => readonly string[];
}

export const questionsInOrder = (form: Form): [string, Question][] =>
  form.sections.flatMap((section) => section.questions.map((name): [string, Question] => [name, questionNamed(form, name)]));

/** The question of this name. Throws when the form has none: a mistake in a form's definition, never a visitor's. */
export function questionNamed(form: Form, name: string): Question {
  const question = Object.hasOwn(form.questions, name) ? form.questions[name] : undefined;
  if (!question) throw new Error(`${form.address} has no question called ${name}`);
  return question;
}
