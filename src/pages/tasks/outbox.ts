import { hasBearerToken } from '../../http/auth.ts';
import { getServices } from '../../infrastructure/composition-root.ts';
import { relayOutbox } from '../../submissions/relay.ts';

export const prerender = false;

/** Runs the relay once, for a scheduler with TASK_TOKEN. Answers with counts only. */
async function runRelay({ request }: { request: Request }) {
  const { settings, delivery } = await getServices();
  if (!hasBearerToken(request, settings?.TASK_TOKEN)) return Response.json({ error: 'The token is missing or wrong.' }, { status: 401 });
  if (!delivery?.outbox) return Response.json({ error: 'There is no store, so nothing waits.' }, { status: 503 });
  try {
    return Response.json(await relayOutbox(delivery));
  } catch {
    delivery.alert('store_failed');
    return Response.json({ error: 'The store does not answer.' }, { status: 503 });
  }
}

export const GET = runRelay;
export const POST = runRelay;
