import { Resend } from 'resend';
import { type Report, reports } from '../../submissions/outbox.ts';

export interface ReportOnMail {
  /** The report's own id: the same report can come many times. */
  id: string;
  /** The provider's id of the mail. */
  mail: string;
  report: Report;
}

const isReport = (text: string): text is Report => reports.some((each) => each === text);

/** A report out of the provider's name for it, like email.bounced or bounced; nothing where it says nothing final. */
export const reportNamed = (name: string): Report | undefined => {
  const bare = name.replace(/^email\./, '');
  return isReport(bare) ? bare : undefined;
};

/**
 * Reads a report the provider posted, checked by the SDK: signature over the exact bytes, at most five minutes old.
 * Nothing where it is not the provider's; `other` where it is, and tells of something that changes nothing here.
 */
export function readReport(secret: string, payload: string, headers: Headers): ReportOnMail | 'other' | undefined {
  const id = headers.get('svix-id') ?? '';
  try {
    // The header names without "svix-", and webhookSecret: the other form, which the provider's own texts show, throws.
    const event = new Resend('re_unused').webhooks.verify({
      payload,
      headers: { id, timestamp: headers.get('svix-timestamp') ?? '', signature: headers.get('svix-signature') ?? '' },
      webhookSecret: secret,
    });
    const report = reportNamed(event.type);
    const mail = 'email_id' in event.data ? event.data.email_id : undefined;
    return report && typeof mail === 'string' && mail !== '' ? { id, mail, report } : 'other';
  } catch {
    return undefined;
  }
}
