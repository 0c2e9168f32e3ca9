import type { Mail } from './mail.ts';
import type { DeliveryEvent } from './outbox.ts';

/** What a carrier answered to one try. */
export type SendResult =
  /** Accepted, with the carrier's own id: the only thing that counts as sent. */
  | { accepted: true; id: string }
  | {
      accepted: false;
      /** True when the same mail with the same key may be tried again at once. */
      retryable: boolean;
      /** How long the carrier asks us to wait first, in milliseconds. */
      retryAfterMs?: number;
      /** False when it may have been accepted after all: no answer, or one that cannot be read. */
      outcomeKnown: boolean;
      /** A status and a name for the log. Never the carrier's message: it can quote an address. */
      status: number | null;
      name: string;
    };

/** Hands one mail to whoever carries it, in one try of a few seconds. Never throws. */
export interface MailTransport {
  send(mail: Mail): Promise<SendResult>;
  /** Asks what became of an accepted mail. Nothing while nobody can say; without it only reports tell. */
  getDeliveryEvent?(id: string): Promise<DeliveryEvent | undefined>;
}
