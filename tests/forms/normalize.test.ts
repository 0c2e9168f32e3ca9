import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeText, withinLength } from '../../src/forms/normalize.ts';

test('names in every script are kept as typed', () => {
  const names = ['મીરા પટેલ', 'ਹਰਪ੍ਰੀਤ ਕੌਰ', 'Łukasz Wójcik-Żółć', 'Nguyễn Thị Ánh', 'محمد علی', '李小龍', 'Ọlá', 'O’Brien', "D'Souza-Smith"];
  for (const name of names) assert.equal(normalizeText(name), name.normalize('NFC'));
});

test('joiners are kept in names, and removed where stripJoiners is set', () => {
  assert.equal(normalizeText('ક્‍ષ'), 'ક્‍ષ');
  assert.equal(normalizeText('a\u200db@example.org', { stripJoiners: true }), 'ab@example.org');
});

test('every kind of line break becomes \\n in a multiline text, otherwise a space', () => {
  const typed = 'a\r\nb\rc\u0085d\u2028e\u2029f\ng';
  assert.equal(normalizeText(typed, { multiline: true }), 'a\nb\nc\nd\ne\nf\ng');
  assert.equal(normalizeText(typed), 'a b c d e f g');
});

test('invisible characters, bidi controls and control characters are removed', () => {
  assert.equal(normalizeText('\u0000a\u0007b\u001bc\u007fd\u009fe\u200bf\u2060g\ufeffh\u00adi\u180ej'), 'abcdefghij');
  assert.equal(normalizeText('\u061ca\u200eb\u200fc\u202ad\u202ee\u2066f\u2069'), 'abcdef');
});

test('a text of blanks of any kind becomes empty', () => {
  for (const blank of ['   ', '\u00a0', '\u200b', '\u3164', '\u115f\u1160', '\uffa0', '\t\n'])
    assert.equal(normalizeText(blank, { multiline: true }), '');
});

test('normalizing is idempotent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, multiline) => {
      const once = normalizeText(text, { multiline: multiline });
      assert.equal(normalizeText(once, { multiline: multiline }), once);
    }),
  );
});

test('up to 30 accents on a letter are composed, and more are kept as typed', () => {
  const accents = (many: number) => `e${'\u0301'.repeat(many)}`;
  for (const many of [1, 3, 30]) assert.equal(normalizeText(accents(many)), accents(many).normalize('NFC'));
  for (const many of [31, 1000]) assert.equal(normalizeText(accents(many)), accents(many));
});

test('length is counted in graphemes', () => {
  assert(withinLength('👨‍👩‍👧‍👦'.repeat(1), 4));
  assert(withinLength('😀'.repeat(1000), 1000));
  assert(!withinLength('a'.repeat(1001), 1000));
  assert(withinLength('e\u0301'.repeat(1000), 1000));
});

test('one letter with 10,000 accents is too long, and rejected within 50 ms', () => {
  const start = process.hrtime.bigint();
  assert(!withinLength(`a${'\u0301'.repeat(10_000)}`, 1000));
  assert(process.hrtime.bigint() - start < 50_000_000n);
});
