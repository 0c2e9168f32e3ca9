import { fromSettings } from '../../infrastructure/composition-root.ts';
import { whatIsWrong } from '../../submissions/health.ts';

export const prerender = false;

/** For a monitor: 200 while every application can be taken in and is on its way, else 503 with the reasons in words. */
export async function GET() {
  const { faults, delivery } = await fromSettings();
  const wrong = faults.map((fault) => `A setting is wrong: ${fault}.`);
  if (faults.length === 0 && !delivery) wrong.push('The forms are closed: SITE_URL is public and RESEND_API_KEY is not set.');
  if (delivery?.outbox) wrong.push(...(await whatIsWrong(delivery.outbox, Date.now())));
  const text = wrong.length === 0 ? 'All is well.\n' : `${wrong.join('\n')}\n`;
  return new Response(text, { status: wrong.length === 0 ? 200 : 503, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
