import type { RateLimits } from '../../form-flow/rate-limit.ts';
import type { AlertName, LogEntry } from '../../submissions/deliver.ts';

// One line of JSON each. Only fields that are named here get into a log: nothing a person wrote, no address, and no
// message of the provider's. The reference is the thread to pull.
const line = (event: string, fields: Record<string, string | number | null | undefined>) =>
  console.log(JSON.stringify({ time: new Date().toISOString(), event, ...fields }));

/** What happened to an application: kept, sent, waiting, or not known. */
export function logSubmission({ reference, outcome, attempts, providerStatus, providerName, ms }: LogEntry): void {
  line('application', { reference, outcome, attempts, providerStatus, providerName, ms: Math.round(ms) });
}

/** What a person must look at. */
export function logAlert(alert: AlertName, reference: string | undefined): void {
  line('alert', { outcome: alert, reference });
}

/** Each send that a limit refused, when half of everybody's hour is used, and what could not be counted and went on. */
export const logRateLimit: RateLimits['report'] = (what) =>
  line('limits', what === 'address' || what === 'hour' ? { outcome: 'refused', limit: what } : { outcome: what });
