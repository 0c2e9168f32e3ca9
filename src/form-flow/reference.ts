import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Form } from '../forms/form.ts';
import { referencePattern } from '../submissions/submission.ts';
import { deriveKey, type SealKeys } from './seal-keys.ts';

export interface SubmissionId {
  /** 128 random bits in base64url. */
  id: string;
  reference: string;
  /** In whole seconds, as 2026-11-21T20:14:05Z. */
  createdAt: string;
}

const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/**
 * Creates a submission id and its reference, such as M-7K4M-2XQ9: the form's letter and 8 symbols of a 30-letter alphabet
 * without look-alikes (about 39 bits), derived from the id by HMAC-SHA-256. Bytes from 240 are skipped, against modulo bias.
 */
export function createSubmissionId(form: Form, keys: SealKeys, now = new Date()): SubmissionId {
  const id = randomBytes(16).toString('base64url');
  const hash = createHmac('sha256', deriveKey(keys.current, 'reference')).update(id).digest();
  const symbols = [...hash]
    .filter((byte) => byte < 240)
    .slice(0, 8)
    .map((byte) => alphabet[byte % alphabet.length])
    .join('');
  const reference = `${form.referencePrefix}-${symbols.slice(0, 4)}-${symbols.slice(4)}`;
  return { id, reference, createdAt: now.toISOString().replace(/\.\d+Z$/, 'Z') };
}

// An HMAC (RFC 2104) cut to 22 characters, about 132 bits.
function signReference(form: Form, reference: string, key: Uint8Array): string {
  return createHmac('sha256', deriveKey(key, 'sent')).update(`${form.address} ${reference}`).digest('base64url').slice(0, 22);
}

/** The `r` parameter of the page after sending: a reference, and proof that this site accepted it for this form. */
export const receiptToken = (form: Form, reference: string, keys: SealKeys): string =>
  `${reference}.${signReference(form, reference, keys.current)}`;

const receiptPattern = new RegExp(`^(${referencePattern.source})\\.([\\w-]{22})$`);

/** The reference of a receipt token, or undefined unless this site made it for this form, with the current or previous key. */
export function verifyReceipt(form: Form, token: string, keys: SealKeys): string | undefined {
  const [, reference, signature] = receiptPattern.exec(token) ?? [];
  if (!reference || !signature) return undefined;
  const valid = [keys.current, keys.previous].some(
    (key) => key && timingSafeEqual(Buffer.from(signReference(form, reference, key)), Buffer.from(signature)),
  );
  return valid ? reference : undefined;
}
