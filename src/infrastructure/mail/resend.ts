import { Resend } from 'resend';
import type { Mail } from '../../submissions/mail.ts';
import type { MailTransport, SendResult } from '../../submissions/mail-transport.ts';
import { deliveryEventNamed } from './resend-webhook.ts';

// The SDK has no timeout of its own: a provider that hangs would keep the sender waiting for minutes.
const timeoutMs = 4000;

const defaultRetryAfterMs = 1000;

/** What the SDK can return as an error: any JSON that the provider answered, so no field is certain. */
interface SdkError {
  name?: unknown;
  statusCode?: unknown;
}

function toFailure(error: SdkError | null, headers: Record<string, string> | null | undefined): SendResult {
  const status = typeof error?.statusCode === 'number' ? error.statusCode : null;
  const name = typeof error?.name === 'string' && /^[a-z_]{1,60}$/.test(error.name) ? error.name : 'unknown';
  const failure = { accepted: false, status, name } as const;
  // The status is checked before the name, since pages of the provider's documentation disagree on the names.
  if (status === 429 && name === 'rate_limit_exceeded') {
    const seconds = Number(headers?.['retry-after'] ?? 1);
    const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : defaultRetryAfterMs;
    return { ...failure, outcomeKnown: true, retryable: true, retryAfterMs };
  }
  if (status === 409 && name === 'concurrent_idempotent_requests')
    return { ...failure, outcomeKnown: false, retryable: true, retryAfterMs: defaultRetryAfterMs };
  if (status !== null && status >= 400 && status < 500) return { ...failure, outcomeKnown: true, retryable: false };
  return { ...failure, outcomeKnown: status !== null && status >= 500, retryable: true };
}

/**
 * Sends mail by Resend's SDK, with a timeout of 4 seconds. An attempt is accepted only with a non-empty id; otherwise:
 *
 * | answer                                | retryable | outcomeKnown | retryAfterMs        |
 * | ------------------------------------- | --------- | ------------ | ------------------- |
 * | 429 rate_limit_exceeded               | yes       | yes          | Retry-After, or 1 s |
 * | 409 concurrent_idempotent_requests    | yes       | no           | 1 s                 |
 * | any other 4xx                         | no        | yes          |                     |
 * | 5xx with a body that can be read      | yes       | yes          |                     |
 * | no answer, one that cannot be read    | yes       | no           |                     |
 *
 * Behaviour of the SDK, measured for 6.38.0: it returns failures and does not throw them, and a 500 with the body `null` has
 * no error at all. It would follow a redirect with the whole mail to another host, so redirects are not followed and count as
 * unreadable answers: `redirect: 'error'` says this better, but Cloudflare's fetch throws at it.
 */
export function resendTransport({
  apiKey,
  readApiKey,
  baseUrl,
}: {
  apiKey: string;
  /** A second key with read access, since the one that sends should not have it. */
  readApiKey?: string | undefined;
  baseUrl?: string | undefined;
}): MailTransport {
  const clientOptions = baseUrl === undefined ? {} : { baseUrl };
  const resend = new Resend(apiKey, clientOptions);
  const reader = readApiKey === undefined ? undefined : new Resend(readApiKey, clientOptions);
  return {
    ...(reader && {
      async getDeliveryEvent(messageId: string) {
        const options = { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' };
        const { data } = await reader.emails.get(messageId, options).catch(() => ({ data: null }));
        // The provider names only the last event, and a mail that was opened has been delivered.
        const last = String(data?.last_event ?? '');
        return last === 'opened' || last === 'clicked' ? 'delivered' : deliveryEventNamed(last);
      },
    }),
    async send({ from, to, subject, text, html, idempotencyKey }: Mail): Promise<SendResult> {
      // The SDK passes every option to fetch, although its types name only some (measured).
      const options = { idempotencyKey, signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' };
      try {
        const { data, error, headers } = await resend.emails.send({ from, to: [...to], subject, text, html }, options);
        const id: unknown = data?.id;
        return !error && typeof id === 'string' && id !== '' ? { accepted: true, id } : toFailure(error, headers);
      } catch {
        // Never seen with the keys used here. If it happens, the mail may have gone out.
        return { accepted: false, outcomeKnown: false, retryable: true, status: null, name: 'sdk_threw' };
      }
    },
  };
}
