import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFragment } from 'parse5';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { readerNotices } from '../../src/forms/reader-notices.ts';
import { summaryRows } from '../../src/forms/summary-rows.ts';
import { validate } from '../../src/forms/validate.ts';
import { renderMail } from '../../src/submissions/mail.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { formValues } from '../forms/answers.ts';

const to = { from: 'Website <forms@example.org>', to: ['mentors@example.org'] };

function applicationOf(changes: Parameters<typeof formValues>[0] = {}, over: Partial<Submission> = {}): Submission {
  const { answers, errors } = validate(form, formValues(changes));
  assert.deepEqual(errors, []);
  return {
    id: 'an-id',
    reference: 'M-7K4M-2XQ9',
    createdAt: '2026-11-20T17:00:00Z',
    revision: 1,
    mailboxes: form.mailboxes(answers),
    formTitle: form.title,
    formVersion: form.version,
    subject: form.subject,
    notices: readerNotices(undefined, 'The Trust').inMail,
    warnings: form.warnings(answers),
    nextActions: form.nextActions(answers),
    sections: summaryRows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
    ...over,
  };
}

test('the subject is the form and the reference, nothing else', () => {
  assert.equal(renderMail(applicationOf(), to).subject, 'Mentor application M-7K4M-2XQ9');
});

test('the first lines are the demonstration line, the warnings, and what to do first', () => {
  const lines = renderMail(applicationOf({ message_safe: 'unsure' }), to).text.split('\n');
  assert.match(lines[0] ?? '', /^DEMONSTRATION FORM: NO TEAM IS NAMED TO READ IT\./);
  assert.equal(lines[1], 'DO NOT LEAVE A MESSAGE');
  assert.equal(lines[2], 'DO NOT SEND A TEXT');
  assert.equal(lines[4], 'Do this first');
  assert.equal(lines[6], 'Contact Meera Patel, the applicant.');
  assert.equal(lines[7], 'Safe ways: Call 07700 900 982 (no message); Email meera@example.org.');
});

test('every answer stands in the mail in the words of the page, in text and in HTML', () => {
  const { text, html } = renderMail(applicationOf(), to);
  for (const words of [
    'Do these fit your life right now?',
    'Yes, all of them',
    'Meera Patel',
    'Oadby',
    'Someone helped me.',
    'A seat near the door',
  ])
    for (const body of [text, html]) assert(body.includes(words), words);
});

test('the same application gives the same bytes and the same key; a changed one gives another key', () => {
  assert.deepEqual(renderMail(applicationOf(), to), renderMail(applicationOf(), to));
  assert.notEqual(renderMail(applicationOf({ area: 'Wigston' }), to).idempotencyKey, renderMail(applicationOf(), to).idempotencyKey);
  assert.match(renderMail(applicationOf(), to).idempotencyKey, /^M-7K4M-2XQ9\/[0-9a-f]{16}$/);
});

test('only a mail that replaces another says so, in its last line', () => {
  assert.doesNotMatch(renderMail(applicationOf(), to).text, /replaces/);
  assert.match(
    renderMail(applicationOf({}, { revision: 2 }), to).text,
    /\nVersion 2\. If you already have an e-mail with this reference, this one replaces it\.\n$/,
  );
});

test('markup in an answer is words in the mail: it makes no element, and no link', () => {
  const hostile = '<a href="https://evil.example">Click</a><img src=x onerror=alert(1)></p><script>1</script> & &amp; "q"';
  const plain = renderMail(applicationOf(), to).html.match(/<(\w+)/g);
  const { html, text } = renderMail(applicationOf({ why: hostile }), to);
  assert.deepEqual(new Set(html.match(/<(\w+)/g)), new Set(plain));
  assert.doesNotMatch(html, /<a[\s>]/);
  assert(text.includes(hostile));
  const words = (node: unknown): string => {
    const { value, childNodes } = node as { value?: string; childNodes?: unknown[] };
    return (value ?? '') + (childNodes ?? []).map(words).join('');
  };
  assert(words(parseFragment(html)).includes(hostile));
});
