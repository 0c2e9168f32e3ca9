import type { APIContext } from 'astro';
import { carriesToken } from '../../../http/auth.ts';
import { fromSettings } from '../../../infrastructure/composition-root.ts';

export const prerender = false;

/** What became of one application: its state and times, with the token. Nothing a person wrote. */
export async function GET({ request, params }: APIContext) {
  const { settings, delivery } = await fromSettings();
  if (!carriesToken(request, settings?.TASK_TOKEN)) return Response.json({ error: 'The token is missing or wrong.' }, { status: 401 });
  if (!delivery?.outbox) return Response.json({ error: 'There is no store, so nothing is remembered.' }, { status: 503 });
  try {
    const known = await delivery.outbox.known(params['reference'] ?? '');
    if (!known) return Response.json({ error: 'No application has this reference.' }, { status: 404 });
    const { reference, state, why, keptAt, acceptedAt, deliveredAt } = known;
    const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    const times = { kept: time(keptAt), accepted: time(acceptedAt), delivered: time(deliveredAt) };
    return Response.json({ reference, state, why, watched: delivery.watched, ...times });
  } catch {
    return Response.json({ error: 'The store does not answer.' }, { status: 503 });
  }
}
