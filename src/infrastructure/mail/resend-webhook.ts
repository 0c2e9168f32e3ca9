import { Resend } from 'resend';
import { type DeliveryEvent, deliveryEvents } from '../../submissions/outbox.ts';

export interface MailEvent {
  /** The event's own id: the provider may post the same event many times. */
  id: string;
  /** The provider's id of the mail. */
  messageId: string;
  event: DeliveryEvent;
}

/** The delivery event of a provider's name, such as email.bounced or bounced; undefined for one that is not final. */
export function deliveryEventNamed(name: string): DeliveryEvent | undefined {
  const bareName = name.replace(/^email\./, '');
  return deliveryEvents.find((event) => event === bareName);
}

/**
 * Verifies and reads a webhook with the SDK, which checks the signature over the exact bytes and refuses anything older than
 * five minutes. Returns undefined if it is not the provider's, and 'other' for an event that changes nothing here.
 */
export function verifyWebhook(secret: string, payload: string, headers: Headers): MailEvent | 'other' | undefined {
  const id = headers.get('svix-id') ?? '';
  try {
    // The SDK wants the header names without "svix-" and `webhookSecret`; the form in the provider's documentation throws.
    const { type, data } = new Resend('re_unused').webhooks.verify({
      payload,
      headers: { id, timestamp: headers.get('svix-timestamp') ?? '', signature: headers.get('svix-signature') ?? '' },
      webhookSecret: secret,
    });
    const event = deliveryEventNamed(type);
    const messageId = 'email_id' in data ? data.email_id : undefined;
    return event && typeof messageId === 'string' && messageId !== '' ? { id, messageId, event } : 'other';
  } catch {
    return undefined;
  }
}
