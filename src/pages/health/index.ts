import { getServices } from '../../infrastructure/composition-root.ts';
import { healthProblems } from '../../submissions/health.ts';

export const prerender = false;

/** Readiness, for a monitor: 200 while submissions are accepted and delivered, else 503 with the reasons, one a line. */
export async function GET() {
  const { settingsIssues, delivery } = await getServices();
  const problems = settingsIssues.map((issue) => `A setting is wrong: ${issue}.`);
  if (settingsIssues.length === 0 && !delivery) problems.push('The forms are closed: SITE_URL is public and RESEND_API_KEY is not set.');
  if (delivery?.outbox) problems.push(...(await healthProblems(delivery.outbox, Date.now())));
  const text = problems.length === 0 ? 'All is well.\n' : `${problems.join('\n')}\n`;
  return new Response(text, { status: problems.length === 0 ? 200 : 503, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
