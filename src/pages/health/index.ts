import { getServices } from '../../infrastructure/composition-root.ts';
import { healthProblems } from '../../submissions/health.ts';

export const prerender = false;

/** For a monitor: 200 while every application can be taken in and is on its way, else 503 with the reasons in words. */
export async function GET() {
  const { settingsIssues, delivery } = await getServices();
  const wrong = settingsIssues.map((fault) => `A setting is wrong: ${fault}.`);
  if (settingsIssues.length === 0 && !delivery) wrong.push('The forms are closed: SITE_URL is public and RESEND_API_KEY is not set.');
  if (delivery?.outbox) wrong.push(...(await healthProblems(delivery.outbox, Date.now())));
  const text = wrong.length === 0 ? 'All is well.\n' : `${wrong.join('\n')}\n`;
  return new Response(text, { status: wrong.length === 0 ? 200 : 503, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
