import { Resend } from 'resend';
import type { Mail } from '../../submissions/mail.ts';
import type { MailTransport, SendResult } from '../../submissions/mail-transport.ts';
import { deliveryEventNamed } from './resend-webhook.ts';

// The SDK has no time limit of its own: a provider that hangs would hold the person for minutes.
const timeoutMs = 4000;

const shortWait = 1000;

/** What the SDK can hand back as an error: it may be any JSON the far end answered, so nothing in it is certain. */
interface SdkError {
  name?: unknown;
  statusCode?: unknown;
}

function failed(error: SdkError | null, headers: Record<string, string> | null | undefined): SendResult {
  const status = typeof error?.statusCode === 'number' ? error.statusCode : null;
  const name = typeof error?.name === 'string' && /^[a-z_]{1,60}$/.test(error.name) ? error.name : 'unknown';
  const failure = { accepted: false, status, name } as const;
  // Branch on the number first: several pages of the provider's documentation disagree on the names.
  if (status === 429 && name === 'rate_limit_exceeded') {
    const seconds = Number(headers?.['retry-after'] ?? 1);
    return { ...failure, outcomeKnown: true, retryable: true, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : shortWait };
  }
  if (status === 409 && name === 'concurrent_idempotent_requests')
    return { ...failure, outcomeKnown: false, retryable: true, retryAfterMs: shortWait };
  if (status !== null && status >= 400 && status < 500) return { ...failure, outcomeKnown: true, retryable: false };
  // 5xx, no status, or an answer that cannot be read: it may have been accepted, and the same key makes a second try safe.
  return { ...failure, outcomeKnown: status !== null && status >= 500, retryable: true };
}

/**
 * Post by Resend, through its SDK. What the SDK really does was measured for 6.38.0: failures are returned and not
 * thrown, a 500 with the body `null` has no error at all, and a redirect would carry the whole mail to another host. It is
 * left unfollowed and read as a failure; `redirect: 'error'` would say it better, and Cloudflare's fetch throws at it.
 */
export function resendTransport({
  key,
  readKey,
  baseUrl,
}: {
  key: string;
  /** A key that may read: the one that sends should not be able to. */
  readKey?: string | undefined;
  baseUrl?: string | undefined;
}): MailTransport {
  const at = baseUrl === undefined ? {} : { baseUrl };
  const resend = new Resend(key, at);
  const reader = readKey === undefined ? undefined : new Resend(readKey, at);
  return {
    ...(reader && {
      async getDeliveryEvent(id: string) {
        const options = { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' };
        const { data } = await reader.emails.get(id, options).catch(() => ({ data: null }));
        // Whoever opened it had it delivered; the provider names only the last thing that happened.
        const last = String(data?.last_event ?? '');
        return last === 'opened' || last === 'clicked' ? 'delivered' : deliveryEventNamed(last);
      },
    }),
    async send({ from, to, subject, text, html, idempotencyKey }: Mail): Promise<SendResult> {
      // Every option of a call reaches fetch, though the types name only some (seen by running it).
      const options = { idempotencyKey, signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' };
      try {
        const { data, error, headers } = await resend.emails.send({ from, to: [...to], subject, text, html }, options);
        const id: unknown = data?.id;
        return !error && typeof id === 'string' && id !== '' ? { accepted: true, id } : failed(error, headers);
      } catch {
        // Not seen to happen with a key of ours; if it does, whether the mail went out is not known.
        return { accepted: false, outcomeKnown: false, retryable: true, status: null, name: 'sdk_threw' };
      }
    },
  };
}
