import { createHmac } from 'node:crypto';
import type { Answers } from '../forms/fields.ts';
import type { Form } from '../forms/form.ts';
import { deriveKey, type SealKeys } from './seal-keys.ts';

/**
 * Identifies the tidied answers to a form by an HMAC, with the current and the previous key, so that the same answers are found
 * again without anything readable being stored. In whatever order a browser sends them.
 */
export function answersKeys(form: Form, answers: Answers, keys: SealKeys): string[] {
  const sorted = Object.entries(answers)
    .map(([name, answer]) => [name, typeof answer === 'string' ? answer : answer.toSorted()])
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const contents = JSON.stringify([form.address, form.version, sorted]);
  return [keys.current, keys.previous]
    .filter((key) => key !== undefined)
    .map((key) => createHmac('sha256', deriveKey(key, 'answers')).update(contents).digest('base64url'));
}
