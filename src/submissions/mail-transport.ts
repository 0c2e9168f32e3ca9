import type { Mail } from './mail.ts';
import type { DeliveryEvent } from './outbox.ts';

/** The result of one attempt to send a mail. */
export type SendResult =
  /** Accepted. The provider's non-empty id is the only thing that counts as sent. */
  | { accepted: true; id: string }
  | {
      accepted: false;
      /** Whether the same mail may be sent again at once with the same key. */
      retryable: boolean;
      /** How long the provider asks to wait first, in milliseconds. */
      retryAfterMs?: number;
      /** False if the mail may have been accepted after all: no answer, or an unreadable one. */
      outcomeKnown: boolean;
      /** The provider's HTTP status and error name, for the log. Never its message, which can quote an address. */
      status: number | null;
      name: string;
    };

/** Sends mail through a provider. */
export interface MailTransport {
  /** Makes one attempt, limited to a few seconds. Never rejects. */
  send(mail: Mail): Promise<SendResult>;
  /** The final event of an accepted mail, or undefined while there is none. Missing where only a webhook can tell. */
  getDeliveryEvent?(messageId: string): Promise<DeliveryEvent | undefined>;
}
