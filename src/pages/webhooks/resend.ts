import type { APIContext } from 'astro';
import { readBodyLimited } from '../../http/parse-form-body.ts';
import { getServices } from '../../infrastructure/composition-root.ts';
import { verifyWebhook } from '../../infrastructure/mail/resend-webhook.ts';
import { handleDeliveryEvents } from '../../submissions/delivery-events.ts';
import { retryNow } from '../../submissions/relay.ts';

export const prerender = false;

const textResponse = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });

/**
 * Takes the provider's delivery events. A mail that was not delivered goes to the fallback mailbox before this answers. With 5xx
 * the provider posts the event again, so none is lost.
 */
export async function POST({ request }: APIContext) {
  const { settings, delivery } = await getServices();
  const secret = settings?.RESEND_WEBHOOK_SECRET;
  if (!secret || !delivery?.outbox) return textResponse(503, 'Reports are not read here: RESEND_WEBHOOK_SECRET or the store is not set.');
  const body = await readBodyLimited(request);
  if ('status' in body) return textResponse(body.status, 'The report is too long, or came too slowly.');
  const mailEvent = verifyWebhook(secret, new TextDecoder().decode(body), request.headers);
  if (mailEvent === undefined) return textResponse(401, 'The signature is not right, or too old.');
  if (mailEvent === 'other') return textResponse(200, 'Nothing to do.');
  try {
    const { id, messageId, event } = mailEvent;
    // Recorded before it is applied: the relay makes up for a process that stops in between, and applying it twice is harmless.
    await delivery.outbox.recordEvent(id, messageId, event, Date.now());
    for (const reference of await handleDeliveryEvents(messageId, [event], delivery)) await retryNow(reference, delivery);
    return textResponse(200, 'Noted.');
  } catch {
    delivery.alert('store_failed');
    return textResponse(503, 'The store does not answer. Send the report again.');
  }
}
