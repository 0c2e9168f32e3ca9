import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSubmissionId, receiptToken, seal, unseal, verifyReceipt } from '../../src/form-flow/sealed-state.ts';
import { mentorForm } from '../../src/forms/mentor.ts';

const keys = { current: new Uint8Array(randomBytes(32)) };
const state = { answers: { name: 'Meera Patel' }, revision: 1 };
const hour = 3600_000;

test('what is sealed opens again, and cannot be read on the way', async () => {
  const sealed = await seal(mentorForm, state, keys);
  assert.doesNotMatch(sealed, /Meera/);
  assert.doesNotMatch(Buffer.from(sealed, 'base64url').toString('latin1'), /Meera/);
  assert.deepEqual(await unseal(mentorForm, sealed, keys), { state });
});

test('a seal that was changed, cut, or made for another form or with another key does not open', async () => {
  const sealed = await seal(mentorForm, state, keys);
  const other = { ...mentorForm, address: 'refer/myself' };
  const middle = Math.floor(sealed.length / 2);
  const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`;
  for (const bad of [changed, sealed.slice(0, -5), '', 'a.b.c.d.e'])
    assert.deepEqual(await unseal(mentorForm, bad, keys), { unreadable: true });
  assert.deepEqual(await unseal(other, sealed, keys), { unreadable: true });
  assert.deepEqual(await unseal(mentorForm, sealed, { current: new Uint8Array(randomBytes(32)) }), { unreadable: true });
  assert.deepEqual(await unseal(mentorForm, await seal({ ...mentorForm, version: 99 }, state, keys), keys), { unreadable: true });
});

test('a seal is good for 20 hours, and keeps the answers after', async () => {
  const now = Date.now();
  const sealed = await seal(mentorForm, state, keys, now);
  assert.deepEqual(await unseal(mentorForm, sealed, keys, now + 19.9 * hour), { state });
  assert.deepEqual(await unseal(mentorForm, sealed, keys, now + 20 * hour + 60_000), { tooOld: true, state });
});

test('a seal from a clock ten minutes ahead is good, from the future it is not', async () => {
  const now = Date.now();
  assert.deepEqual(await unseal(mentorForm, await seal(mentorForm, state, keys, now + 9 * 60_000), keys, now), { state });
  assert.deepEqual(await unseal(mentorForm, await seal(mentorForm, state, keys, now + 11 * 60_000), keys, now), { tooOld: true, state });
});

test('a seal made with the previous key still opens', async () => {
  const sealed = await seal(mentorForm, state, keys);
  assert.deepEqual(await unseal(mentorForm, sealed, { current: new Uint8Array(randomBytes(32)), previous: keys.current }), { state });
});

test('references have no letters that look alike, and differ', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 1000; i += 1) {
    const { reference } = createSubmissionId(mentorForm, keys);
    assert.match(reference, /^M-[A-HJKMNP-TV-Z2-9]{4}-[A-HJKMNP-TV-Z2-9]{4}$/);
    assert.doesNotMatch(reference, /[ILOU01]/);
    seen.add(reference);
  }
  assert.equal(seen.size, 1000);
});

test('only a receipt this site gave for this form shows a reference', () => {
  const { reference } = createSubmissionId(mentorForm, keys);
  const good = receiptToken(mentorForm, reference, keys);
  assert.equal(verifyReceipt(mentorForm, good, keys), reference);
  for (const bad of ['', reference, `${reference}.`, `${reference}.${'A'.repeat(22)}`, `${good}x`, '<script>', good.replace('M-', 'R-')])
    assert.equal(verifyReceipt(mentorForm, bad, keys), undefined, bad);
  assert.equal(verifyReceipt({ ...mentorForm, address: 'refer/myself' }, good, keys), undefined);
});
