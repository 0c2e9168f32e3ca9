import { createHash } from 'node:crypto';
import type { Submission } from './submission.ts';

/** One mail, ready to hand to a carrier. The same application gives the same bytes, however often it is written. */
export interface Mail {
  from: string;
  to: readonly string[];
  /** The form and the reference, nothing else: subjects show on lock screens and in logs. */
  subject: string;
  text: string;
  html: string;
  /** Reference and a hash of everything above: a carrier that has seen it sends nothing twice. ASCII. */
  idempotencyKey: string;
}

// Made once: to make it takes longer than to seal an application.
const inUkTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/London' });
const when = (made: string) => `${inUkTime.format(new Date(made))} (UK time)`;

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[mark] ?? mark);

/** The body, once, as a list of blocks; text and HTML are two ways of writing the same list. */
type Block =
  | { kind: 'warning' | 'line'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'answer'; label: string; answer: readonly string[] };

/** What the way a mail took adds to it. */
interface MailOptions {
  /** It goes to the other mailbox, because the usual one did not take it. */
  toFallback?: boolean | undefined;
  /** When it was written again, because nobody knows if it was sent before. */
  possibleDuplicateAt?: string | undefined;
}

function blocks(application: Submission, { toFallback, possibleDuplicateAt: maybeCopy }: MailOptions): Block[] {
  const { reference, formTitle, formVersion, createdAt, revision, spamSignals = [] } = application;
  const ways = [
    ...(toFallback ? ['THE USUAL MAILBOX DID NOT TAKE THIS MAIL. NOBODY ELSE HAS IT. PLEASE PASS IT ON.'] : []),
    ...(maybeCopy ? [`THIS MAY BE A SECOND COPY (${when(maybeCopy)}). LOOK FOR THE SAME REFERENCE FIRST.`] : []),
  ];
  return [
    ...[...application.notices, ...ways, ...application.warnings].map((text): Block => ({ kind: 'warning', text })),
    { kind: 'heading', text: 'Do this first' },
    ...application.nextActions.map((text): Block => ({ kind: 'line', text })),
    ...application.sections.flatMap(({ heading, rows }): Block[] =>
      rows.length === 0 ? [] : [{ kind: 'heading', text: heading }, ...rows.map((row): Block => ({ kind: 'answer', ...row }))],
    ),
    { kind: 'heading', text: 'About this mail' },
    { kind: 'line', text: `Reference: ${reference}` },
    { kind: 'line', text: `Form: ${formTitle}, version ${formVersion}` },
    { kind: 'line', text: `Filled in: ${when(createdAt)}` },
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
      return `<p><strong>${escaped(block.text)}</strong></p>`;
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'answer': {
      const lines = block.answer.length > 0 ? block.answer.flatMap((each) => each.split('\n')) : [unanswered];
      return `<p><strong>${escaped(block.label)}</strong><br>${lines.map(escaped).join('<br>')}</p>`;
    }
    default:
      return `<p>${escaped(block.text)}</p>`;
  }
}

/**
 * Writes the mail: warnings in capitals, what to do first, the answers, and last what the mail is. No links are made
 * from answers, nobody gets a copy, and nobody's address goes into Reply-To, so that no automatic answer can be aimed.
 */
export function renderMail(application: Submission, { from, to }: { from: string; to: readonly string[] }, way: MailOptions = {}): Mail {
  const all = blocks(application, way);
  const subject = `${application.subject} ${application.reference}`;
  const text = `${all.map(renderText).join('\n').trim()}\n`;
  const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${all.map(renderHtml).join('\n')}</body></html>\n`;
  const hash = createHash('sha256')
    .update(JSON.stringify([from, to, subject, text, html]))
    .digest('hex')
    .slice(0, 16);
  return { from, to, subject, text, html, idempotencyKey: `${application.reference}/${hash}` };
}
