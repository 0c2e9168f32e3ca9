import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { seal, unseal } from '../../src/form-flow/sealed-state.ts';
import { mentorForm } from '../../src/forms/mentor.ts';

const newKey = () => new Uint8Array(randomBytes(32));
const keys = { current: newKey() };
const state = { answers: { name: 'Meera Patel' }, revision: 1 };
const minute = 60_000;
const hour = 60 * minute;

test('a sealed state unseals again, and cannot be read', async () => {
  const token = await seal(mentorForm, state, keys);
  assert.doesNotMatch(token, /Meera/);
  assert.doesNotMatch(Buffer.from(token, 'base64url').toString('latin1'), /Meera/);
  assert.deepEqual(await unseal(mentorForm, token, keys), { state });
});

test('a token that was changed, cut, or made for another form, version or key is invalid', async () => {
  const token = await seal(mentorForm, state, keys);
  const otherForm = { ...mentorForm, address: 'refer/myself' };
  const middle = Math.floor(token.length / 2);
  const changed = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
  for (const bad of [changed, token.slice(0, -5), '', 'a.b.c.d.e'])
    assert.deepEqual(await unseal(mentorForm, bad, keys), { invalid: true });
  assert.deepEqual(await unseal(otherForm, token, keys), { invalid: true });
  assert.deepEqual(await unseal(mentorForm, token, { current: newKey() }), { invalid: true });
  assert.deepEqual(await unseal(mentorForm, await seal({ ...mentorForm, version: 99 }, state, keys), keys), { invalid: true });
});

test('a token expires after 20 hours, and still gives its answers', async () => {
  const now = Date.now();
  const token = await seal(mentorForm, state, keys, now);
  assert.deepEqual(await unseal(mentorForm, token, keys, now + 19.9 * hour), { state });
  assert.deepEqual(await unseal(mentorForm, token, keys, now + 20 * hour + minute), { expired: true, state });
});

test('a token from up to 10 minutes in the future is valid, a later one expired', async () => {
  const now = Date.now();
  assert.deepEqual(await unseal(mentorForm, await seal(mentorForm, state, keys, now + 9 * minute), keys, now), { state });
  assert.deepEqual(await unseal(mentorForm, await seal(mentorForm, state, keys, now + 11 * minute), keys, now), { expired: true, state });
});

test('a token sealed with the previous key unseals', async () => {
  const token = await seal(mentorForm, state, keys);
  assert.deepEqual(await unseal(mentorForm, token, { current: newKey(), previous: keys.current }), { state });
});
