import type { Answers } from '../../src/forms/fields.ts';
import type { Form } from '../../src/forms/form.ts';
import { summaryRows } from '../../src/forms/summary-rows.ts';
import { type Mail, renderMail } from '../../src/submissions/mail.ts';
import type { Submission } from '../../src/submissions/submission.ts';

/** The mail that checked answers become, without a server. */
export function mailForAnswers(form: Form, answers: Answers, over: Partial<Submission> = {}): Mail {
  return renderMail(
    {
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
    },
    { from: 'Website <forms@example.org>', to: ['team@example.org'] },
  );
}

/** The lines that stand before anything else in a mail. */
export const leadingLines = ({ text }: Pick<Mail, 'text'>): string[] =>
  (text.split(/^Do this first$/m)[0] ?? '').split('\n').filter((line) => line !== '');

/** The answer under a question in the text of a mail, without the two blanks each line is set in by. */
export function answerInMail({ text }: Pick<Mail, 'text'>, label: string): string | undefined {
  const lines = text.split('\n');
  const at = lines.lastIndexOf(label);
  if (at === -1) return undefined;
  const answer = lines.slice(at + 1);
  const end = answer.findIndex((line) => !line.startsWith('  '));
  return answer
    .slice(0, end)
    .map((line) => line.slice(2))
    .join('\n');
}
