import type { MailTransport } from './mail-transport.ts';
import type { Outbox } from './outbox.ts';
import type { Submission } from './submission.ts';

/** One log line about a submission. It holds nothing that the sender wrote. */
export interface LogEntry {
  reference: string;
  outcome: string;
  attempts: number;
  ms: number;
  providerStatus?: number | null;
  providerName?: string;
}

/** Problems that an operator must look at. src/cli/README.md says what each means and what to do. */
export const alertNames = [
  'store_write_failed',
  'provider_rejected',
  'dead_lettered',
  'not_delivered',
  'delivery_overdue',
  'expired_unsent',
  'decryption_key_missing',
  'store_failed',
  'rate_limit_half',
] as const;
export type AlertName = (typeof alertNames)[number];

/** The ports and settings that a delivery needs. */
export interface DeliveryContext {
  transport: MailTransport;
  /** Undefined without a store: mail is then sent during the request or not at all. */
  outbox: Outbox | undefined;
  /** Sender and recipients from the current settings. */
  addresses: (submission: Submission, o?: { toFallback: boolean }) => { from: string; to: readonly string[] };
  /** Whether MAIL_TO_FALLBACK is set, which gets what another mailbox did not take. */
  hasFallback: boolean;
  /** Whether the provider's delivery events reach the site, by webhook or by polling. */
  deliveryTracked: boolean;
  /** Mails sent in an hour at most. */
  maxPerHour: number;
  log: (entry: LogEntry) => void;
  alert: (name: AlertName, reference?: string) => void;
  /** Milliseconds since the epoch. */
  now: () => number;
}
