import { hasBearerToken } from '../../http/auth.ts';
import { getServices } from '../../infrastructure/composition-root.ts';
import { relayOutbox } from '../../submissions/relay.ts';

export const prerender = false;

/** Sends what waits: for a scheduler, with the token. Says how many, and nothing of whom. */
async function round({ request }: { request: Request }) {
  const { settings, delivery } = await getServices();
  if (!hasBearerToken(request, settings?.TASK_TOKEN)) return Response.json({ error: 'The token is missing or wrong.' }, { status: 401 });
  if (!delivery?.outbox) return Response.json({ error: 'There is no store, so nothing waits.' }, { status: 503 });
  try {
    return Response.json(await relayOutbox(delivery));
  } catch {
    delivery.alert('store failed');
    return Response.json({ error: 'The store does not answer.' }, { status: 503 });
  }
}

export const GET = round;
export const POST = round;
