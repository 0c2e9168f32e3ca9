import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.ts';
import type { Submission } from './submission.ts';

/** A rendered mail. The same submission and options always give the same bytes. */
export interface Mail {
  from: string;
  to: readonly string[];
  /** The form and the reference only: subjects show on lock screens and in logs. */
  subject: string;
  text: string;
  html: string;
  /** The reference and a hash of all the above, in ASCII: sent as the Idempotency-Key, so that a repeat is not sent twice. */
  idempotencyKey: string;
}

// Created once: creating it takes longer than sealing a submission.
const ukTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/London' });
const formatTime = (isoTime: string) => `${ukTime.format(new Date(isoTime))} (UK time)`;

/** The body as a list of blocks, from which both text and HTML are rendered. */
type Block =
  | { kind: 'warning' | 'line'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'answer'; label: string; answer: readonly string[] };

interface MailOptions {
  /** It goes to the fallback mailbox, because the usual one did not take it. */
  toFallback?: boolean | undefined;
  /** When it was rendered again (ISO 8601), if an earlier attempt with other bytes may have been accepted. */
  possibleDuplicateAt?: string | undefined;
}

function bodyBlocks(submission: Submission, { toFallback, possibleDuplicateAt }: MailOptions): Block[] {
  const { reference, formTitle, formVersion, createdAt, revision, spamSignals = [] } = submission;
  const deliveryNotices = [
    ...(toFallback ? ['THE USUAL MAILBOX DID NOT TAKE THIS MAIL. NOBODY ELSE HAS IT. PLEASE PASS IT ON.'] : []),
    ...(possibleDuplicateAt ? [`THIS MAY BE A SECOND COPY (${formatTime(possibleDuplicateAt)}). LOOK FOR THE SAME REFERENCE FIRST.`] : []),
  ];
  return [
    ...[...submission.notices, ...deliveryNotices, ...submission.warnings].map((text): Block => ({ kind: 'warning', text })),
    { kind: 'heading', text: 'Do this first' },
    ...submission.nextActions.map((text): Block => ({ kind: 'line', text })),
    ...submission.sections.flatMap(({ heading, rows }): Block[] =>
      rows.length === 0 ? [] : [{ kind: 'heading', text: heading }, ...rows.map((row): Block => ({ kind: 'answer', ...row }))],
    ),
    { kind: 'heading', text: 'About this mail' },
    { kind: 'line', text: `Reference: ${reference}` },
    { kind: 'line', text: `Form: ${formTitle}, version ${formVersion}` },
    { kind: 'line', text: `Filled in: ${formatTime(createdAt)}` },
    ...(spamSignals.length > 0
      ? [{ kind: 'line', text: `Marked [check]: ${spamSignals.join('; ')}. The sender then pressed Send once more.` } as const]
      : []),
    { kind: 'line', text: 'Answers are as typed. Check links and phone numbers before you use them.' },
    { kind: 'line', text: 'Do not press Reply: nobody receives it.' },
    ...(revision > 1
      ? [{ kind: 'line', text: `Version ${revision}. If you already have an e-mail with this reference, this one replaces it.` } as const]
      : []),
  ];
}

const unanswered = 'Not provided';

function renderText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `\n${block.text}\n${'-'.repeat(block.text.length)}`;
    case 'answer':
      return `\n${block.label}\n${(block.answer.length > 0 ? block.answer.join('\n') : unanswered).replace(/^/gm, '  ')}`;
    default:
      return block.text;
  }
}

function renderHtml(block: Block): string {
  switch (block.kind) {
    case 'warning':
      return `<p><strong>${escapeHtml(block.text)}</strong></p>`;
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'answer': {
      const lines = block.answer.length > 0 ? block.answer.flatMap((part) => part.split('\n')) : [unanswered];
      return `<p><strong>${escapeHtml(block.label)}</strong><br>${lines.map(escapeHtml).join('<br>')}</p>`;
    }
    default:
      return `<p>${escapeHtml(block.text)}</p>`;
  }
}

/**
 * Renders the mail: warnings in capitals, what to do first, the answers, and facts about the mail last. Answers never become
 * links, and there is no Cc, Bcc or Reply-To, so the form cannot be used to send mail to an address of the sender's choice.
 */
export function renderMail(submission: Submission, { from, to }: { from: string; to: readonly string[] }, options: MailOptions = {}): Mail {
  const blocks = bodyBlocks(submission, options);
  const subject = `${submission.subject} ${submission.reference}`;
  const text = `${blocks.map(renderText).join('\n').trim()}\n`;
  const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body>${blocks.map(renderHtml).join('\n')}</body></html>\n`;
  const hash = createHash('sha256')
    .update(JSON.stringify([from, to, subject, text, html]))
    .digest('hex')
    .slice(0, 16);
  return { from, to, subject, text, html, idempotencyKey: `${submission.reference}/${hash}` };
}
