import type { Answers, Condition, Question } from './fields.ts';

export interface Section {
  heading: string;
  /** One sentence under the heading. */
  lead?: string;
  /** The names of its questions, in the order they are asked. */
  questions: readonly string[];
}

/** A kind answer: a page that says what to do instead of an error. It wins over every error, in question order. */
export interface EligibilityPage {
  /** The question it answers, and the one "Change my answer" leads back to. */
  question: string;
  when: Condition;
  title: string;
  paragraphs: readonly string[];
  /** What a person can do now: the words of a link and where it leads. */
  links: readonly { text: string; href: string }[];
  /** More of them, which are content: the form is given them by this name. */
  contentLinks?: string;
  /** Ways to go on, each an answer given by a button: its name in the post, its words, and what it answers. */
  buttons?: readonly { name: 'agreed' | 'send-anyway'; text: string; answers: Answers }[];
  /** True when the answers are nowhere but on the page in front of the person. */
  notSaved: boolean;
}

/** A form, written once: the page, the rules, the mail and the paper are all made from this. */
export interface Form {
  /** Its address without outer slashes, like become-a-mentor/apply. Permanent. */
  address: string;
  /** The page people come from and can go back to. */
  parent: { text: string; href: string };
  /** Raised whenever the questions change, so that a mail says which it answers. */
  version: number;
  /** The first letter of its references. */
  referencePrefix: 'M' | 'R';
  /** What the subject of the mail says before the reference, and nothing else. */
  subject: string;
  title: string;
  description: string;
  /** Shows "Exit this page" on each of its pages. */
  exitThisPage: boolean;
  /** The mailboxes it may go to, the first that is set up: MAIL_TO_ and this in capitals. The last is always set. */
  mailboxes: (answers: Answers) => readonly string[];
  /** Shown above the first question. */
  intro: readonly string[];
  sections: readonly Section[];
  questions: Readonly<Record<string, Question>>;
  eligibilityPages: readonly EligibilityPage[];
  /** Errors that need more than one answer: the question the message stands at, and the message. */
  crossFieldErrors: (answers: Answers) => readonly { question: string; says: string }[];
  /** A sentence for the check page that follows from an answer. */
  checkPageNotes: (answers: Answers) => readonly string[];
  /** What stands above the button that sends, with a reader named. */
  declaration: readonly string[];
  /** What the check page adds for someone who needs a record: the next page shows only the reference. */
  recordCopyNote?: string;
  sendButton: string;
  sentTitle: string;
  /** What happens after, with a reader named. */
  whatHappensNext: readonly string[];
  /** First lines of the mail, in capitals: what whoever opens it must know before anything else. */
  warnings: (answers: Answers) => readonly string[];
  /** "Do this first": whom to contact, how and when. */
  nextActions: (answers: Answers) => readonly string[];
}

/** The questions of a form in the order they are asked. */
export const questionsInOrder = (form: Form): [string, Question][] =>
  form.sections.flatMap((section) => section.questions.map((name): [string, Question] => [name, questionNamed(form, name)]));

export function questionNamed(form: Form, name: string): Question {
  const question = Object.hasOwn(form.questions, name) ? form.questions[name] : undefined;
  if (!question) throw new Error(`${form.address} has no question called ${name}`);
  return question;
}
