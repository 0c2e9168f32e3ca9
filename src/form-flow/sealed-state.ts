import { EncryptJWT, jwtDecrypt } from 'jose';
import type { Answers } from '../forms/fields.ts';
import type { Form } from '../forms/form.ts';
import type { SubmissionId } from './reference.ts';
import type { SealKeys } from './seal-keys.ts';
import type { SpamSignal } from './spam-signals.ts';

/** What a form carries from page to page, encrypted in a hidden field: the site stores none of it. */
export interface FormState {
  answers: Answers;
  /** Created with the first valid answers. A second press with it is the same submission. */
  submissionId?: SubmissionId | undefined;
  /** 1, and one more for each return through Change. */
  revision: number;
  /** When the check page was made, in ms since the epoch. */
  checkedAt?: number | undefined;
  honeypotFilled?: boolean | undefined;
  /** Set by `npm run canary`: not rate limited, and the mail says that it is a test. */
  canary?: boolean | undefined;
  /** The signals for which the sender was asked to confirm. Only that page carries it, so posting it means they did. */
  challengedFor?: readonly SpamSignal[] | undefined;
}

export type UnsealResult = { state: FormState } | { invalid: true } | { expired: true; state: FormState };

// Less than the provider's 24-hour idempotency window, and long enough that WCAG 2.2.1 asks for no warning.
export const sealLifetimeHours = 20;
// The clocks of two machines differ.
const clockToleranceSeconds = 10 * 60;

// Ties a token to a form and its version, so that answers to one cannot be posted to another.
const audience = (form: Form) => `${form.address} ${form.version}`;

/**
 * Encrypts the form state as a compact JWE (RFC 7516; alg `dir`, enc `A256GCM`) with `aud` = form address and version, `iat`,
 * and `exp` = now + 20 h. `now` in ms since the epoch.
 */
export async function seal(form: Form, state: FormState, keys: SealKeys, now = Date.now()): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new EncryptJWT({ state })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(audience(form))
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + sealLifetimeHours * 3600)
    .encrypt(keys.current);
}

/**
 * Decrypts with the current, then the previous key. Returns `{ state }`; `{ expired, state }` when `exp` has passed or `iat` is
 * more than 10 minutes ahead; or `{ invalid }` for a wrong key, tampering or another audience, which are not told apart.
 * Never rejects.
 */
export async function unseal(form: Form, token: string, keys: SealKeys, now = Date.now()): Promise<UnsealResult> {
  for (const key of [keys.current, keys.previous]) {
    if (!key) continue;
    try {
      const { payload } = await jwtDecrypt(token, key, {
        audience: audience(form),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        // The age is checked below, since an expired token still keeps the answers.
        clockTolerance: Number.MAX_SAFE_INTEGER,
      });
      const state = payload['state'] as FormState;
      const seconds = Math.floor(now / 1000);
      const early = (payload.iat ?? 0) > seconds + clockToleranceSeconds;
      return early || (payload.exp ?? 0) < seconds ? { expired: true, state } : { state };
    } catch {
      // Try the next key.
    }
  }
  return { invalid: true };
}
