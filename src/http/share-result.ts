import { buildPlatform } from '../infrastructure/environment.ts';

export interface ShareOptions {
  /** How old a result may be and be given as it is. */
  freshMs: number;
  /** How old it may be and still be given, while the next is made in the background. */
  staleMs: number;
  now?: () => number;
  /**
   * Whether one request may wait for what another began, and work go on after the answer. Not on a platform, whose function may
   * be frozen or gone by then; a Worker that waits for another request's work is ended.
   */
  acrossRequests?: boolean;
}

const onServer = () => !['vercel', 'netlify', 'cloudflare'].includes(buildPlatform() ?? '');

/** Makes a costly result once for all who ask within a few seconds, however many they are. A failure is not kept. */
export function shareResult<T>(
  compute: () => Promise<T>,
  { freshMs, staleMs, now = Date.now, acrossRequests = onServer() }: ShareOptions,
): () => Promise<T> {
  let last: { value: T; at: number } | undefined;
  let pending: Promise<T> | undefined;
  async function refresh(): Promise<T> {
    const at = now();
    try {
      const value = await compute();
      last = { value, at };
      return value;
    } finally {
      pending = undefined;
    }
  }
  return async () => {
    const age = last ? now() - last.at : Number.POSITIVE_INFINITY;
    if (last && age < freshMs) return last.value;
    if (!acrossRequests) return refresh();
    pending ??= refresh();
    if (!last || age >= staleMs) return pending;
    pending.catch(() => {});
    return last.value;
  };
}
