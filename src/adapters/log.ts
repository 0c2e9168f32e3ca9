import type { Received } from '../applications/receive.ts';
import type { Limits } from '../journey/limits.ts';

/**
 * One line of JSON for each application that was handed on, or could not be. Only these fields, by name: nothing a
 * person wrote, no address, and no message of the provider's can get into a log.
 */
export function logReceived(reference: string, received: Received, ms: number): void {
  const { attempts } = received;
  const line = received.sent
    ? { outcome: 'sent', attempts }
    : { outcome: received.certain ? 'not sent' : 'unsure', attempts, providerStatus: received.status, providerName: received.name };
  console.log(JSON.stringify({ time: new Date().toISOString(), event: 'application', reference, ...line, ms: Math.round(ms) }));
}

/** One line for each send that a limit refused, when half of everybody's hour is used, and for what could not be counted and went on. */
export const logLimits: Limits['report'] = (what) => {
  const line = what === 'not counted' || what === 'half full' ? { outcome: what } : { outcome: 'refused', limit: what };
  console.log(JSON.stringify({ time: new Date().toISOString(), event: 'limits', ...line }));
};
