import { askAgain, deafClients, sendFlood, slowClients } from './attacks.ts';

// node attacker.ts <name> <url> <seconds>: one attack on a site on this machine, for so long at most. Prints "begun", and at the end
// what it got. SIGTERM ends it sooner.

const hex = (number: number) => number.toString(16);
const form = '/refer/myself/check/';
const big = '/sources/';

const attacks = {
  'one household': (url, signal) => flood(url, signal, 580, (i) => `2001:db8:fff0:${hex(0x100 + (i % 65))}::1`),
  'one provider': (url, signal) => flood(url, signal, 600, (i) => `2001:db8:fff0:${hex((i % 65) * 256)}::1`),
  'an IPv4 network': (url, signal) => flood(url, signal, 600, (i) => `203.0.113.${1 + (i % 250)}`),
  'four networks': (url, signal) => flood(url, signal, 600, (i) => `2001:db8:fff${i % 4}:${hex((i % 60) * 256)}::1`),
  'slow clients': async (url, signal) => {
    const { host } = new URL(url);
    await slowClients(
      { url },
      [
        [`GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: `, 'a'],
        [`POST /services/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100000\r\n\r\n`, 'a'],
        [
          `POST ${form} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${url}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n`,
          'a',
        ],
      ],
      300,
      signal,
    );
    return '';
  },
  'deaf clients': async (url, signal) => {
    await deafClients({ url }, big, { connections: 60, requests: 400 }, signal);
    return '';
  },
  health: async (url, signal) => `${await askAgain({ url }, '/health/', 64, signal)} answers`,
} satisfies Record<string, (url: string, signal: AbortSignal) => Promise<string>>;

export type AttackName = keyof typeof attacks;

async function flood(url: string, signal: AbortSignal, count: number, addressOf: (i: number) => string) {
  const { statuses } = await sendFlood({ url }, addressOf, { count, atOnce: 8, signal, mark: String(process.pid) });
  return JSON.stringify(statuses);
}

const [name = '', url = '', seconds = '10'] = process.argv.slice(2);
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
setTimeout(() => stopping.abort(), Number(seconds) * 1000).unref();
console.log('begun');
console.log(await attacks[name as AttackName](url, stopping.signal));
process.exit();
