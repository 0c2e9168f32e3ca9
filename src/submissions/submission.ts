/** One validated form on its way to the people who read it. Independent of HTTP, storage and the mail provider. */
export interface Submission {
  /** 128 random bits, the same through a double press, a refresh and "Try again". */
  id: string;
  /** Shown to the sender and written in every log line, for example M-7K4M-2XQ9. */
  reference: string;
  /** When the id was made, in whole seconds: 2026-11-21T20:14:05Z. It is part of the mail, whose bytes must not change. */
  createdAt: string;
  /** 1, and one more for each return through Change. */
  revision: number;
  /** Mailbox names in order of preference; the first that is set up gets the mail: just-women, then referrals. */
  mailboxes: readonly string[];
  formTitle: string;
  formVersion: number;
  /** The mail's subject without the reference. */
  subject: string;
  /** First lines of the mail that do not depend on the answers, such as the one of a demonstration form. */
  notices: readonly string[];
  /** In capitals: what the reader must know before anything else. */
  warnings: readonly string[];
  /** What the reader should do first. */
  nextActions: readonly string[];
  /** The answers, in the words shown to the sender. */
  sections: readonly { heading: string; rows: readonly { label: string; answer: readonly string[] }[] }[];
  /** Why the mail is marked [check], in words: it looked automated, and the sender confirmed it by pressing Send again. */
  spamSignals?: readonly string[];
}

/** A reference: the form's letter and eight symbols, without I, L, O, U, 0 and 1, which are misread on paper and on the phone. */
export const referencePattern = /[MR]-[A-HJKMNP-TV-Z2-9]{4}-[A-HJKMNP-TV-Z2-9]{4}/;
