import type { APIContext } from 'astro';
import { hasBearerToken } from '../../../http/auth.ts';
import { getServices } from '../../../infrastructure/composition-root.ts';

export const prerender = false;

/** The state and times of one submission, for callers with TASK_TOKEN. Nothing that the sender wrote. */
export async function GET({ request, params }: APIContext) {
  const { settings, delivery } = await getServices();
  if (!hasBearerToken(request, settings?.TASK_TOKEN)) return Response.json({ error: 'The token is missing or wrong.' }, { status: 401 });
  if (!delivery?.outbox) return Response.json({ error: 'There is no store, so nothing is remembered.' }, { status: 503 });
  try {
    const entry = await delivery.outbox.getEntry(params['reference'] ?? '');
    if (!entry) return Response.json({ error: 'No submission has this reference.' }, { status: 404 });
    const { reference, state, reason, createdAt, acceptedAt, deliveredAt } = entry;
    const isoTime = (time: number | null) => (time === null ? null : new Date(time).toISOString());
    const times = { kept: isoTime(createdAt), accepted: isoTime(acceptedAt), delivered: isoTime(deliveredAt) };
    return Response.json({ reference, state, why: reason, watched: delivery.deliveryTracked, ...times });
  } catch {
    return Response.json({ error: 'The store does not answer.' }, { status: 503 });
  }
}
