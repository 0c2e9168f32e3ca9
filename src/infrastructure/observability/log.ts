import type { RateLimits } from '../../form-flow/rate-limit.ts';
import type { AlertName, LogEntry } from '../../submissions/delivery-context.ts';

// One line of JSON per event. Fields are listed one by one, so that no answer, address or provider message can reach the log.
// The reference connects a line with the mail, the sender's screen and `npm run outbox`.
const line = (event: string, fields: Record<string, string | number | null | undefined>) =>
  console.log(JSON.stringify({ time: new Date().toISOString(), event, ...fields }));

/** Logs the outcome of a submission or a delivery attempt. */
export function logSubmission({ reference, outcome, attempts, providerStatus, providerName, ms }: LogEntry): void {
  line('submission', { reference, outcome, attempts, providerStatus, providerName, ms: Math.round(ms) });
}

export function logAlert(name: AlertName, reference: string | undefined): void {
  line('alert', { outcome: name, reference });
}

/** Logs a request that a limit refused, half of the hourly number being used, or a count that failed. */
export const logRateLimit: RateLimits['onEvent'] = (event, scope) => line('rate_limit', { outcome: event, limit: scope });
