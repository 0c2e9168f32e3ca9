import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningSite } from '../../site-under-test/serve.ts';
import type { Pressed, Presses } from './load.ts';

export interface Measured extends Pressed {
  /** Milliseconds of a processor for one answer: what other work on the machine changes least. Only Linux says it. */
  cpu: number;
}

/** So many press at once. */
const people = 10;

const presser = fork(join(import.meta.dirname, 'load.ts'));
const ended = new Promise<never>((_, failed) => {
  presser.once('exit', () => failed(new Error('What presses has ended')));
});
ended.catch(() => {});

export const stopPressing = () => presser.kill();

/** What a process has used of the processors so far, in milliseconds. */
function used({ pid }: RunningSite): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const [, fields = ''] = readFileSync(file, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}

/** Presses a button, and holds every answer to be the one status that is right. */
export async function press(
  served: RunningSite,
  address: string,
  status: number,
  presses: Omit<Presses, 'url' | 'people'>,
): Promise<Measured> {
  const before = used(served);
  const pressed = new Promise<Pressed>((done) => {
    presser.once('message', (message) => done(message as Pressed));
  });
  presser.send({ url: served.url + address, people, ...presses } satisfies Presses);
  const measured = await Promise.race([pressed, ended]);
  assert.deepEqual(Object.keys(measured.statuses), [String(status)], `${address} answered ${JSON.stringify(measured.statuses)}`);
  return { ...measured, cpu: (used(served) - before) / (measured.statuses[status] ?? 0) };
}

const middle = (of: number[]) => of.toSorted((one, other) => one - other)[Math.floor(of.length / 2)] ?? Number.NaN;

/** How many times another's number the first one's is: the middle one of all rounds. */
export const times = (first: Measured[], other: Measured[], number: 'rate' | 'p99' | 'cpu') =>
  middle(first.map((each, round) => each[number] / (other[round]?.[number] ?? Number.NaN)));

/** Prints the middle of each number, and the first one's beside each other's. */
export function print(title: string, results: Record<string, Measured[]>) {
  const [[first, mine] = ['', []]] = Object.entries(results);
  const row = (all: Measured[]) => ({
    'a second': Math.round(middle(all.map(({ rate }) => rate))),
    'p50 ms': middle(all.map(({ p50 }) => p50)).toFixed(2),
    'p99 ms': middle(all.map(({ p99 }) => p99)).toFixed(2),
    'CPU ms': middle(all.map(({ cpu }) => cpu)).toFixed(2),
    bytes: middle(all.map(({ bytes }) => bytes)),
    [`${first}, a second`]: `${times(mine, all, 'rate').toFixed(2)} ×`,
    [`${first}, p99`]: `${times(mine, all, 'p99').toFixed(2)} ×`,
    [`${first}, CPU`]: `${times(mine, all, 'cpu').toFixed(2)} ×`,
  });
  console.log(`\n${title}`);
  console.table(Object.fromEntries(Object.entries(results).map(([name, all]) => [name, row(all)])));
}
