import type { APIContext } from 'astro';
import { hasBearerToken } from '../../http/auth.ts';
import { methodNotAllowed } from '../../http/method-not-allowed.ts';
import { isClosedToRequest, reachedHostProblem } from '../../http/reached-host.ts';
import { shareResult } from '../../http/share-result.ts';
import { getServices } from '../../infrastructure/composition-root.ts';
import { type HealthProblem, healthProblems } from '../../submissions/health.ts';

export const prerender = false;

async function findProblems(): Promise<HealthProblem[]> {
  const { settingsIssues, delivery } = await getServices();
  const reasons = settingsIssues.map((issue) => `A setting is wrong: ${issue}.`);
  if (settingsIssues.length === 0 && !delivery) reasons.push('The forms are closed: SITE_URL is public and RESEND_API_KEY is not set.');
  const problems = reasons.map((reason) => ({ summary: reason, detail: reason }));
  if (delivery?.outbox) problems.push(...(await healthProblems(delivery.outbox, Date.now())));
  return problems;
}

// Anybody may ask, and each look is a write to the disk: 64 connections that did nothing else stopped the whole site.
const sharedProblems = shareResult(findProblems, { freshMs: 5_000, staleMs: 10_000 });

/**
 * Readiness, for a monitor: 200 while submissions are accepted and delivered, else 503 with the reasons, one a line. With TASK_TOKEN
 * it looks anew and says how many; without, the answer may be up to ten seconds old.
 */
export async function GET({ request }: APIContext) {
  const { settings } = await getServices();
  // Asked by another name itself, it is reached by that name.
  isClosedToRequest(request);
  const isOperator = hasBearerToken(request, settings?.TASK_TOKEN);
  const problems = isOperator ? await findProblems() : await sharedProblems();
  const reachedHost = reachedHostProblem();
  const lines = [...(reachedHost ? [reachedHost] : []), ...problems.map(({ summary, detail }) => (isOperator ? detail : summary))];
  const text = lines.length === 0 ? 'All is well.\n' : `${lines.join('\n')}\n`;
  return new Response(text, { status: lines.length === 0 ? 200 : 503, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export const HEAD = GET;
export const ALL = methodNotAllowed('GET, HEAD');
