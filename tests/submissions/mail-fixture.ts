import type { Answers } from '../../src/forms/fields.ts';
import type { Form } from '../../src/forms/form.ts';
import { summaryRows } from '../../src/forms/summary-rows.ts';
import { type Mail, renderMail } from '../../src/submissions/mail.ts';
import type { Submission } from '../../src/submissions/submission.ts';

/** The submission of validated answers, with a fixed id and time. */
export const submissionFor = (form: Form, answers: Answers, over: Partial<Submission> = {}): Submission => ({
  id: 'an-id',
  reference: `${form.referencePrefix}-7K4M-2XQ9`,
  createdAt: '2026-11-20T17:00:00Z',
  revision: 1,
  mailboxes: form.mailboxes(answers),
  formTitle: form.title,
  formVersion: form.version,
  subject: form.subject,
  notices: [],
  warnings: form.warnings(answers),
  nextActions: form.nextActions(answers),
  sections: summaryRows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
  ...over,
});

/** The mail of validated answers, without a server. */
export const mailForAnswers = (form: Form, answers: Answers, over: Partial<Submission> = {}): Mail =>
  renderMail(submissionFor(form, answers, over), { from: 'Website <forms@example.org>', to: ['team@example.org'] });

/** The lines of a mail before "Do this first". */
export const leadingLines = ({ text }: Pick<Mail, 'text'>): string[] =>
  (text.split(/^Do this first$/m)[0] ?? '').split('\n').filter((line) => line !== '');

/** The answer under a label in the text of a mail, without the indent of two spaces. */
export function answerInMail({ text }: Pick<Mail, 'text'>, label: string): string | undefined {
  const lines = text.split('\n');
  const index = lines.lastIndexOf(label);
  if (index === -1) return undefined;
  const answer = lines.slice(index + 1);
  const end = answer.findIndex((line) => !line.startsWith('  '));
  return answer
    .slice(0, end)
    .map((line) => line.slice(2))
    .join('\n');
}
