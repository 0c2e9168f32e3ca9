import { hkdfSync } from 'node:crypto';

/** SEAL_KEY, and SEAL_KEY_PREVIOUS, which still decrypts. 32 bytes each. */
export interface SealKeys {
  current: Uint8Array;
  previous?: Uint8Array | undefined;
}

// Derived once for each key and purpose. Client addresses add one purpose a day.
const derivedKeys = new WeakMap<Uint8Array, Map<string, Uint8Array>>();

/** Derives a 32-byte key for one purpose with HKDF-SHA-256 (RFC 5869), so that no key serves two. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array {
  const byPurpose = derivedKeys.get(key) ?? new Map<string, Uint8Array>();
  const derived = byPurpose.get(purpose) ?? new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), purpose, 32));
  derivedKeys.set(key, byPurpose.set(purpose, derived));
  return derived;
}
