import type { APIContext } from 'astro';
import { readBody } from '../../http/parse-form-body.ts';
import { fromSettings } from '../../infrastructure/composition-root.ts';
import { readReport } from '../../infrastructure/mail/resend-webhook.ts';
import { applyReports } from '../../submissions/delivery-events.ts';
import { sendAgain } from '../../submissions/relay.ts';

export const prerender = false;

const answer = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });

/**
 * The provider's reports on mails. What was not delivered goes to the other mailbox at once. A report is written down
 * before it is answered, and 5xx makes the provider repeat it, so that none is lost.
 */
export async function POST({ request }: APIContext) {
  const { settings, delivery } = await fromSettings();
  const secret = settings?.RESEND_WEBHOOK_SECRET;
  if (!secret || !delivery?.outbox) return answer(503, 'Reports are not read here: RESEND_WEBHOOK_SECRET or the store is not set.');
  const body = await readBody(request);
  if ('status' in body) return answer(body.status, 'The report is too long, or came too slowly.');
  const read = readReport(secret, new TextDecoder().decode(body), request.headers);
  if (read === undefined) return answer(401, 'The signature is not right, or too old.');
  if (read === 'other') return answer(200, 'Nothing to do.');
  try {
    const { id, mail, report } = read;
    // Written down last of all would lose it in a stop between; so it comes first, and doing it twice does no harm.
    await delivery.outbox.reported(id, mail, report, Date.now());
    for (const reference of await applyReports(mail, [report], delivery)) await sendAgain(reference, delivery);
    return answer(200, 'Noted.');
  } catch {
    delivery.alert('store failed');
    return answer(503, 'The store does not answer. Send the report again.');
  }
}
