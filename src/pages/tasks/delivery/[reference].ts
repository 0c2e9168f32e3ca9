import type { APIContext } from 'astro';
import { hasBearerToken } from '../../../http/auth.ts';
import { getServices } from '../../../infrastructure/composition-root.ts';

export const prerender = false;

/** What became of one application: its state and times, with the token. Nothing a person wrote. */
export async function GET({ request, params }: APIContext) {
  const { settings, delivery } = await getServices();
  if (!hasBearerToken(request, settings?.TASK_TOKEN)) return Response.json({ error: 'The token is missing or wrong.' }, { status: 401 });
  if (!delivery?.outbox) return Response.json({ error: 'There is no store, so nothing is remembered.' }, { status: 503 });
  try {
    const known = await delivery.outbox.getEntry(params['reference'] ?? '');
    if (!known) return Response.json({ error: 'No application has this reference.' }, { status: 404 });
    const { reference, state, reason, createdAt, acceptedAt, deliveredAt } = known;
    const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    const times = { kept: time(createdAt), accepted: time(acceptedAt), delivered: time(deliveredAt) };
    return Response.json({ reference, state, why: reason, watched: delivery.deliveryTracked, ...times });
  } catch {
    return Response.json({ error: 'The store does not answer.' }, { status: 503 });
  }
}
