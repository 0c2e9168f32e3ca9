import { carriesToken } from '../../http/auth.ts';
import { fromSettings } from '../../infrastructure/composition-root.ts';
import { sendWaiting } from '../../submissions/relay.ts';

export const prerender = false;

/** Sends what waits: for a scheduler, with the token. Says how many, and nothing of whom. */
async function round({ request }: { request: Request }) {
  const { settings, delivery } = await fromSettings();
  if (!carriesToken(request, settings?.TASK_TOKEN)) return Response.json({ error: 'The token is missing or wrong.' }, { status: 401 });
  if (!delivery?.outbox) return Response.json({ error: 'There is no store, so nothing waits.' }, { status: 503 });
  try {
    return Response.json(await sendWaiting(delivery));
  } catch {
    delivery.alert('store failed');
    return Response.json({ error: 'The store does not answer.' }, { status: 503 });
  }
}

export const GET = round;
export const POST = round;
