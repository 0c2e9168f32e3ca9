import { randomBytes } from 'node:crypto';
import type { FormFlowContext } from '../../src/form-flow/steps.ts';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { createMemoryRateLimitStore } from '../../src/infrastructure/storage/rate-limit-memory.ts';
import type { Submission } from '../../src/submissions/submission.ts';

const siteUrl = 'https://www.example.org';

export const keys = { current: new Uint8Array(randomBytes(32)) };

/** The context of the mentor form, with empty rate limits, and the submissions that it accepted. */
export function formFlow(over: Partial<FormFlowContext> = {}) {
  const accepted: Submission[] = [];
  const context: FormFlowContext = {
    form,
    keys,
    siteUrl,
    notices: [],
    acceptSubmission: async (submission) => {
      accepted.push(submission);
      return { accepted: true };
    },
    rateLimits: { perAddress: 10, perHour: 60, store: createMemoryRateLimitStore(), onEvent: () => {} },
    clientIp: '192.0.2.1',
    isCanary: () => false,
    ...over,
  };
  return { accepted, context };
}

/** A request to the form, as a browser posts it. */
export const post = (body: string) =>
  new Request(`${siteUrl}/become-a-mentor/apply/check/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: siteUrl },
    body,
  });
