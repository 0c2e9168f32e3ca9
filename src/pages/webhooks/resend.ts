import type { APIContext } from 'astro';
import { readBodyLimited } from '../../http/parse-form-body.ts';
import { getServices } from '../../infrastructure/composition-root.ts';
import { verifyWebhook } from '../../infrastructure/mail/resend-webhook.ts';
import { handleDeliveryEvents } from '../../submissions/delivery-events.ts';
import { retryNow } from '../../submissions/relay.ts';

export const prerender = false;

const answer = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });

/**
 * The provider's reports on mails. What was not delivered goes to the other mailbox at once. A report is written down
 * before it is answered, and 5xx makes the provider repeat it, so that none is lost.
 */
export async function POST({ request }: APIContext) {
  const { settings, delivery } = await getServices();
  const secret = settings?.RESEND_WEBHOOK_SECRET;
  if (!secret || !delivery?.outbox) return answer(503, 'Reports are not read here: RESEND_WEBHOOK_SECRET or the store is not set.');
  const body = await readBodyLimited(request);
  if ('status' in body) return answer(body.status, 'The report is too long, or came too slowly.');
  const read = verifyWebhook(secret, new TextDecoder().decode(body), request.headers);
  if (read === undefined) return answer(401, 'The signature is not right, or too old.');
  if (read === 'other') return answer(200, 'Nothing to do.');
  try {
    const { id, messageId, event } = read;
    // Written down last of all would lose it in a stop between; so it comes first, and doing it twice does no harm.
    await delivery.outbox.recordEvent(id, messageId, event, Date.now());
    for (const reference of await handleDeliveryEvents(messageId, [event], delivery)) await retryNow(reference, delivery);
    return answer(200, 'Noted.');
  } catch {
    delivery.alert('store failed');
    return answer(503, 'The store does not answer. Send the report again.');
  }
}
