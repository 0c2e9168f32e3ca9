import { seal } from '../../../src/form-flow/sealed-state.ts';
import { selfReferralForm } from '../../../src/forms/referral.ts';
import { validAnswers } from '../../forms/answers.ts';
import type { RunningSite } from '../../site-under-test/serve.ts';
import { ask, formHeaders, open } from '../reports/ask.ts';
import { sealKey } from '../reports/context.ts';

// Attacks from one program, each bounded in number and time. Only for a site on this machine, which the bench has started.

const form = selfReferralForm;

function onlyHere({ url }: Pick<RunningSite, 'url'>) {
  if (!['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)) throw new Error(`${url} is not this machine`);
}

export interface Flooded {
  /** How often each status was answered; 0 for no answer. */
  statuses: Record<number, number>;
}

/**
 * Presses Send on many check pages, all different, each as if it had been made five seconds before, which is what a program that
 * waits can do. `addressOf` says where the i-th comes from.
 */
export async function sendFlood(
  site: Pick<RunningSite, 'url'>,
  addressOf: (i: number) => string,
  { count, atOnce, signal, mark = '' }: { count: number; atOnce: number; signal?: AbortSignal; mark?: string },
): Promise<Flooded> {
  onlyHere(site);
  const statuses: Record<number, number> = {};
  let next = 0;
  const sendOne = async () => {
    while (next < count && !signal?.aborted) {
      const i = next++;
      const answers = { ...validAnswers(form), need: `Flood ${mark} ${i}` };
      const state = await seal(form, { answers, revision: 1, checkedAt: Date.now() - 5000 }, { current: sealKey });
      const { status } = await ask(site, `/${form.address}/send/`, {
        method: 'POST',
        body: `state=${encodeURIComponent(state)}`,
        headers: { ...formHeaders, Origin: site.url, 'X-Forwarded-For': addressOf(i) },
      }).catch(() => ({ status: 0 }));
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendOne));
  return { statuses };
}

/** Asks one address again and again on so many connections, until the signal. Returns how many were answered. */
export async function askAgain(site: Pick<RunningSite, 'url'>, path: string, connections: number, signal: AbortSignal): Promise<number> {
  onlyHere(site);
  const { host } = new URL(site.url);
  const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  let answered = 0;
  const one = () =>
    new Promise<void>((ended) => {
      if (signal.aborted) return ended();
      const socket = open(site);
      const stop = () => socket.destroy();
      signal.addEventListener('abort', stop, { once: true });
      socket.on('connect', () => socket.write(request));
      socket.on('data', (chunk) => {
        if (!chunk.toString('latin1').includes('HTTP/1.1 ')) return;
        answered += 1;
        socket.write(request);
      });
      socket.on('close', () => {
        signal.removeEventListener('abort', stop);
        ended();
      });
    });
  const again = async () => {
    // A server may close a connection. Whoever attacks opens another, at most some thousands of times.
    for (let opened = 0; opened < 2000 && !signal.aborted; opened += 1) await one();
  };
  await Promise.all(Array.from({ length: connections }, again));
  return answered;
}

/** Opens connections that send `head` and then `byte` once a second each; opens another where one is closed. */
export async function slowClients(
  site: Pick<RunningSite, 'url'>,
  kinds: readonly (readonly [string, string])[],
  connections: number,
  signal: AbortSignal,
) {
  onlyHere(site);
  const one = (i: number) =>
    new Promise<void>((ended) => {
      const [head, byte] = kinds[i % kinds.length] ?? ['', ''];
      const socket = open(site);
      socket.resume();
      socket.write(head, 'latin1');
      const timer = setInterval(() => socket.writable && socket.write(byte, 'latin1'), 1000);
      const stop = () => socket.destroy();
      signal.addEventListener('abort', stop, { once: true });
      socket.on('close', () => {
        clearInterval(timer);
        signal.removeEventListener('abort', stop);
        // Not at once, so that a server that refuses is not a busy loop here.
        setTimeout(ended, signal.aborted ? 0 : 200);
      });
    });
  await Promise.all(
    Array.from({ length: connections }, async (_, i) => {
      while (!signal.aborted) await one(i);
    }),
  );
}

/** Opens connections that ask for a page many times at once and read nothing. */
export async function deafClients(
  site: Pick<RunningSite, 'url'>,
  path: string,
  { connections, requests }: { connections: number; requests: number },
  signal: AbortSignal,
) {
  onlyHere(site);
  const bytes = `GET ${path} HTTP/1.1\r\nHost: ${new URL(site.url).host}\r\n\r\n`.repeat(requests);
  const one = () =>
    new Promise<void>((ended) => {
      const socket = open(site);
      socket.pause();
      socket.write(bytes);
      const stop = () => socket.destroy();
      signal.addEventListener('abort', stop, { once: true });
      // Nothing is read, so an end that is sent is not seen either: a try to write finds it.
      const timer = setInterval(() => socket.writable && socket.write('\r\n'), 500);
      socket.on('close', () => {
        clearInterval(timer);
        signal.removeEventListener('abort', stop);
        setTimeout(ended, signal.aborted ? 0 : 200);
      });
    });
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (!signal.aborted) await one();
    }),
  );
}
