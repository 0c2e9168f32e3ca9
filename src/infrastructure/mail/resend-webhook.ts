import { Resend } from 'resend';
import { type DeliveryEvent, deliveryEvents } from '../../submissions/outbox.ts';

export interface MailEvent {
  /** The report's own id: the same report can come many times. */
  id: string;
  /** The provider's id of the mail. */
  messageId: string;
  event: DeliveryEvent;
}

const isReport = (text: string): text is DeliveryEvent => deliveryEvents.some((each) => each === text);

/** A report out of the provider's name for it, like email.bounced or bounced; nothing where it says nothing final. */
export const deliveryEventNamed = (name: string): DeliveryEvent | undefined => {
  const bare = name.replace(/^email\./, '');
  return isReport(bare) ? bare : undefined;
};

/**
 * Reads a report the provider posted, checked by the SDK: signature over the exact bytes, at most five minutes old.
 * Nothing where it is not the provider's; `other` where it is, and tells of something that changes nothing here.
 */
export function verifyWebhook(secret: string, payload: string, headers: Headers): MailEvent | 'other' | undefined {
  const id = headers.get('svix-id') ?? '';
  try {
    // The header names without "svix-", and webhookSecret: the other form, which the provider's own texts show, throws.
    const event = new Resend('re_unused').webhooks.verify({
      payload,
      headers: { id, timestamp: headers.get('svix-timestamp') ?? '', signature: headers.get('svix-signature') ?? '' },
      webhookSecret: secret,
    });
    const report = deliveryEventNamed(event.type);
    const mail = 'email_id' in event.data ? event.data.email_id : undefined;
    return report && typeof mail === 'string' && mail !== '' ? { id, messageId: mail, event: report } : 'other';
  } catch {
    return undefined;
  }
}
