import { setTimeout as wait } from 'node:timers/promises';

/** Resolves once `condition` holds; rejects after ten seconds, with what was waited for. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited ten seconds until ${what}`);
    await wait(5);
  }
}
