import fc from 'fast-check';
import { type Form, questionNamed } from '../../src/forms/form.ts';
import { textQuestions } from './answers.ts';

// Any character of Unicode, and those that have broken forms before much more often than by chance.
const character = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['<', '>', '&', '"', "'", '&amp;', '&#10;', '<br>', '</p>', '<!--', ']]>', '\\', '%', '+', '=', '{{', '$', '`'],
      ...['\n', '\r\n', '\r', '\u0085', '\u2028', '\t', ' ', '\u00a0', '\u3000', '\u3164', '\0', '\u001b', '\u200b', '\ufeff'],
      ...['\u200c', '\u200d', '\u202e', '\u2066', 'e\u0301', 'ક્\u200dષ', '👨\u200d👩\u200d👧', 'ا', '\u0301', '\u034f'],
      ...['\u{e0001}', '\ufffd', '\uffff', '\ufdd0', '\u{10ffff}'],
    ),
  },
);

/** What a person may type: up to 40 of these characters. */
const typed = fc.array(character, { minLength: 1, maxLength: 40 }).map((characters) => characters.join(''));

const lineBreaks = [0x0a, 0x0d, 0x85, 0x2028, 0x2029];
const invisible = [0x200b, 0x2060, 0xfeff, 0xad, 0x180e];
const bidiControls = [0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
const joiners = [0x200c, 0x200d];

/**
 * What must be kept of a text typed into a box: the rules of src/forms/normalize.ts, written a second time and character
 * by character, so that a mistake in one of the two shows.
 */
export function expectedText(form: Form, name: string, text: string): string {
  const question = questionNamed(form, name);
  const dropped = [...invisible, ...bidiControls];
  if (question.kind === 'text' && question.type !== 'text') dropped.push(...joiners);
  const lineBreak = question.kind === 'textarea' ? '\n' : ' ';
  const characters = [...text.replaceAll('\r\n', '\n')].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (lineBreaks.includes(code)) return lineBreak;
    const control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    return control || dropped.includes(code) ? '' : character;
  });
  const isBlank = (character: string) => character.trim() === '' || ['\u3164', '\u115f', '\u1160', '\uffa0'].includes(character);
  const kept = characters.filter((character) => character !== '');
  const first = kept.findIndex((character) => !isBlank(character));
  const last = kept.findLastIndex((character) => !isBlank(character));
  return first === -1
    ? ''
    : kept
        .slice(first, last + 1)
        .join('')
        .normalize('NFC');
}

/** A text for every box of a form. */
export const formTextArbitrary = (form: Form): fc.Arbitrary<Record<string, string>> =>
  fc.record(Object.fromEntries(textQuestions(form).map((name) => [name, typed])));
