import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { Answers } from '../forms/fields.ts';
import type { Form } from '../forms/form.ts';
import type { SpamSignal } from './spam-signals.ts';

/** What travels with the person from page to page, sealed: nothing of it is kept on the site. */
export interface FormState {
  answers: Answers;
  /** Minted by the first good answer; what makes a second press the same application. */
  submissionId?: { id: string; reference: string; made: string } | undefined;
  /** 1, and one more for each return through Change. */
  revision: number;
  /** When the check page was made, in milliseconds. */
  checkedAt?: number | undefined;
  /** True when the field that people are not shown was filled in. */
  honeypotFilled?: boolean | undefined;
  /** The site's own test: it counts towards no limit, and the mail says what it is. */
  canary?: boolean | undefined;
  /** Why the person was asked if it is really them. Only that page carries it: whoever posts it pressed its button. */
  challengedFor?: readonly SpamSignal[] | undefined;
}

/** The keys of the seal: the one in use, and one before it that still opens. 32 bytes each. */
export interface SealKeys {
  current: Uint8Array;
  previous?: Uint8Array | undefined;
}

export type UnsealResult = { state: FormState } | { invalid: true } | { expired: true; state: FormState };

// Under the provider's memory of 24 hours, and the longest WCAG 2.2.1 asks nobody to be warned about.
export const sealLifetimeHours = 20;
// Clocks of two machines differ.
const leeway = 10 * 60;

// The seal names the form and its version, so that answers to one cannot be opened as answers to another.
const audience = (form: Form) => `${form.address} ${form.version}`;

/** Seals what a page carries, so that nobody can read or change it on the way. */
export async function seal(form: Form, state: FormState, keys: SealKeys, now = Date.now()): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new EncryptJWT({ state })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(audience(form))
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + sealLifetimeHours * 3600)
    .encrypt(keys.current);
}

/** Opens a seal. One that is not ours, was changed, or belongs to another form is one and the same to the caller. */
export async function unseal(form: Form, sealed: string, keys: SealKeys, now = Date.now()): Promise<UnsealResult> {
  for (const key of [keys.current, keys.previous]) {
    if (!key) continue;
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        audience: audience(form),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        // The age is judged below, since a seal that is only too old still keeps the answers.
        clockTolerance: Number.MAX_SAFE_INTEGER,
      });
      const state = payload.state as FormState;
      const seconds = Math.floor(now / 1000);
      const early = (payload.iat ?? 0) > seconds + leeway;
      return early || (payload.exp ?? 0) < seconds ? { expired: true, state } : { state };
    } catch {
      // Not this key, or not ours.
    }
  }
  return { invalid: true };
}

// No I, L, O, U, 0 or 1: a reference is read over the phone and written by hand.
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** What was derived of each key, so that it is worked out once. An address takes one more use a day. */
const known = new WeakMap<Uint8Array, Map<string, Uint8Array>>();

/** A key for one use, made from the key of the seal. */
export function deriveKey(key: Uint8Array, use: string): Uint8Array {
  const uses = known.get(key) ?? new Map<string, Uint8Array>();
  const made = uses.get(use) ?? new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), use, 32));
  known.set(key, uses.set(use, made));
  return made;
}

/** A new application: its random id, the reference made from it with a keyed hash, and the time. */
export function createSubmissionId(form: Form, keys: SealKeys, now = new Date()): NonNullable<FormState['submissionId']> {
  const id = randomBytes(16).toString('base64url');
  const hash = createHmac('sha256', deriveKey(keys.current, 'reference')).update(id).digest();
  // 30 letters from 256 values: the few that would favour the first letters are passed over.
  const eight = [...hash]
    .filter((byte) => byte < 240)
    .slice(0, 8)
    .map((byte) => letters[byte % 30])
    .join('');
  return {
    id,
    reference: `${form.referencePrefix}-${eight.slice(0, 4)}-${eight.slice(4)}`,
    made: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

function signReference(form: Form, reference: string, key: Uint8Array): string {
  return createHmac('sha256', deriveKey(key, 'sent')).update(`${form.address} ${reference}`).digest('base64url').slice(0, 22);
}

/** What stands in the address of the page after sending: the reference, and proof that this site sent it. */
export const receiptToken = (form: Form, reference: string, keys: SealKeys): string =>
  `${reference}.${signReference(form, reference, keys.current)}`;

/** The reference of a receipt that this site gave for this form, or nothing. */
export function verifyReceipt(form: Form, text: string, keys: SealKeys): string | undefined {
  const [, reference, given] = /^([MR]-[A-HJKMNP-TV-Z2-9]{4}-[A-HJKMNP-TV-Z2-9]{4})\.([\w-]{22})$/.exec(text) ?? [];
  if (!reference || !given) return undefined;
  const good = [keys.current, keys.previous].some(
    (key) => key && timingSafeEqual(Buffer.from(signReference(form, reference, key)), Buffer.from(given)),
  );
  return good ? reference : undefined;
}
