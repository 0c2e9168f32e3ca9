import { createHash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { deriveKey, type SealKeys } from '../../form-flow/seal-keys.ts';
import type { OutboxPayload } from '../../submissions/outbox.ts';
import type { Row } from './database.ts';

/** Encrypts payloads as compact JWE (RFC 7516; alg `dir`, enc `A256GCM`) with keys derived from SEAL_KEY. */
export function payloadSealing(keys: SealKeys) {
  // A key's id is stored with each payload: the first 8 characters of its SHA-256 in base64url.
  const derive = (sealKey: Uint8Array) => {
    const key = deriveKey(sealKey, 'outbox');
    return { key, id: createHash('sha256').update(key).digest('base64url').slice(0, 8) };
  };
  const current = derive(keys.current);
  const previous = keys.previous && derive(keys.previous);
  return {
    currentKeyId: current.id,
    previousKeyId: previous?.id,

    seal: (payload: OutboxPayload): Promise<string> =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(current.key),

    /** The payload of a row; undefined if it has none, or its key is not set. Rejects if the payload was changed. */
    async unseal(row: Row): Promise<OutboxPayload | undefined> {
      const key = [current, previous].find((candidate) => candidate?.id === row['key_id'])?.key;
      if (!key || typeof row['payload'] !== 'string') return undefined;
      const { plaintext } = await compactDecrypt(row['payload'], key);
      return JSON.parse(new TextDecoder().decode(plaintext));
    },
  };
}
