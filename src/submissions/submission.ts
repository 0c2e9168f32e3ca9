/** One checked form on its way to the people who read it. Knows nothing of the web or of who carries it. */
export interface Submission {
  /** Random, made once, and the same through double press, refresh and "try again". */
  id: string;
  /** What the person is told, and the thread to pull in every log: M-7K4M-2XQ9. */
  reference: string;
  /** When the id was made, as 2026-11-21T20:14:05Z: it stands in the mail, whose bytes must not change. */
  createdAt: string;
  /** 1, and one more for each return through Change. */
  revision: number;
  /** Names of mailboxes, the first that is set up: just-women, then referrals. */
  mailboxes: readonly string[];
  formTitle: string;
  formVersion: number;
  /** What the subject says before the reference. */
  subject: string;
  /** The demonstration line, when no reader is named. */
  notices: readonly string[];
  /** In capitals: what must be known before anything else. */
  warnings: readonly string[];
  /** What to do first. */
  nextActions: readonly string[];
  /** The answers in the words the person saw. */
  sections: readonly { heading: string; rows: readonly { label: string; answer: readonly string[] }[] }[];
  /** Why the mail is marked [check], in words: something looked like a program, and a person pressed once more. */
  spamSignals?: readonly string[];
}
