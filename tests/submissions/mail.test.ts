import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFragment } from 'parse5';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { readerNotices } from '../../src/forms/reader-notices.ts';
import { validate } from '../../src/forms/validate.ts';
import { type Mail, renderMail } from '../../src/submissions/mail.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { formValues } from '../forms/answers.ts';
import { submissionFor } from './mail-fixture.ts';

function mailOf(changes: Parameters<typeof formValues>[0] = {}, over: Partial<Submission> = {}): Mail {
  const { answers, errors } = validate(form, formValues(changes));
  assert.deepEqual(errors, []);
  const notices = readerNotices(undefined, 'The Trust').inMail;
  return renderMail(submissionFor(form, answers, { notices, ...over }), {
    from: 'Website <forms@example.org>',
    to: ['mentors@example.org'],
  });
}

test('the subject is the form and the reference only', () => {
  assert.equal(mailOf().subject, 'Mentor application M-7K4M-2XQ9');
});

test('the mail begins with the demonstration notice, the warnings and what to do first', () => {
  const lines = mailOf({ message_safe: 'unsure' }).text.split('\n');
  assert.match(lines[0] ?? '', /^DEMONSTRATION FORM: NO TEAM IS NAMED TO READ IT\./);
  assert.equal(lines[1], 'DO NOT LEAVE A MESSAGE');
  assert.equal(lines[2], 'DO NOT SEND A TEXT');
  assert.equal(lines[4], 'Do this first');
  assert.equal(lines[6], 'Contact Meera Patel, the applicant.');
  assert.equal(lines[7], 'Safe ways: Call 07700 900 982 (no message); Email meera@example.org.');
});

test('every answer is in the mail as on the page, in text and in HTML', () => {
  const { text, html } = mailOf();
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

test('the same submission gives the same bytes and idempotency key, a changed one another key', () => {
  assert.deepEqual(mailOf(), mailOf());
  assert.notEqual(mailOf({ area: 'Wigston' }).idempotencyKey, mailOf().idempotencyKey);
  assert.match(mailOf().idempotencyKey, /^M-7K4M-2XQ9\/[0-9a-f]{16}$/);
});

test('only a mail that replaces another says so, on its last line', () => {
  assert.doesNotMatch(mailOf().text, /replaces/);
  assert.match(
    mailOf({}, { revision: 2 }).text,
    /\nVersion 2\. If you already have an e-mail with this reference, this one replaces it\.\n$/,
  );
});

test('markup in an answer is escaped: it makes no element and no link', () => {
  const hostile = '<a href="https://evil.example">Click</a><img src=x onerror=alert(1)></p><script>1</script> & &amp; "q"';
  const plain = mailOf().html.match(/<(\w+)/g);
  const { html, text } = mailOf({ why: hostile });
  assert.deepEqual(new Set(html.match(/<(\w+)/g)), new Set(plain));
  assert.doesNotMatch(html, /<a[\s>]/);
  assert(text.includes(hostile));
  const words = (node: unknown): string => {
    const { value, childNodes } = node as { value?: string; childNodes?: unknown[] };
    return (value ?? '') + (childNodes ?? []).map(words).join('');
  };
  assert(words(parseFragment(html)).includes(hostile));
});
