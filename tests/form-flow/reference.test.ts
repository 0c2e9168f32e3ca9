import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSubmissionId, receiptToken, verifyReceipt } from '../../src/form-flow/reference.ts';
import { mentorForm } from '../../src/forms/mentor.ts';

const keys = { current: new Uint8Array(randomBytes(32)) };

test('references have no look-alike symbols, and differ', () => {
  const references = new Set<string>();
  for (let i = 0; i < 1000; i += 1) {
    const { reference } = createSubmissionId(mentorForm, keys);
    assert.match(reference, /^M-[A-HJKMNP-TV-Z2-9]{4}-[A-HJKMNP-TV-Z2-9]{4}$/);
    assert.doesNotMatch(reference, /[ILOU01]/);
    references.add(reference);
  }
  assert.equal(references.size, 1000);
});

test('only a receipt token of this site and this form gives its reference', () => {
  const { reference } = createSubmissionId(mentorForm, keys);
  const token = receiptToken(mentorForm, reference, keys);
  assert.equal(verifyReceipt(mentorForm, token, keys), reference);
  for (const bad of ['', reference, `${reference}.`, `${reference}.${'A'.repeat(22)}`, `${token}x`, '<script>', token.replace('M-', 'R-')])
    assert.equal(verifyReceipt(mentorForm, bad, keys), undefined, bad);
  assert.equal(verifyReceipt({ ...mentorForm, address: 'refer/myself' }, token, keys), undefined);
});
