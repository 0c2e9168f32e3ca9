import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, root } from '../site-under-test/serve.ts';
import { type Measured, press, print, stopPressing, times } from './form/measure.ts';
import { folder, program, putAway, site } from './form/programs.ts';
import { good, holdSame, path, writeLayout } from './form/same-page.ts';

// What the form function can take, beside the same two steps on Express and a bare endpoint: each a process of its own,
// and pressed by another. They are pressed in turns, since other work on a machine comes and goes; what counts is how
// many times another's number ours is, the middle one of all rounds.
//
//   npm run bench:form            all of it
//   npm run bench:form check      only what is named: check, send, memory

const rounds = 5;
const seconds = 4;
const warmUp = 1500;
const sends = 1000;

const missed: string[] = [];

function must(what: string, is: number, good: boolean, target: string) {
  console.log(`${good ? 'Good' : 'MISSED'}: ${what} is ${is.toFixed(2)} × (must be ${target})`);
  if (!good) missed.push(what);
}

// Squeezing can cost more than the page: each is pressed with the same, and with what a browser would get from it.
const encodings = {
  'compressed as browsers ask for it': 'gzip, deflate, br',
  'compressed with gzip': 'gzip',
  'not compressed': 'identity',
};

async function benchCheck(racers: { ours: RunningSite; Express: RunningSite; [other: string]: RunningSite }) {
  for (const [way, encoding] of Object.entries(encodings)) {
    const results: Record<string, Measured[]> = Object.fromEntries(Object.keys(racers).map((name) => [name, []]));
    const check = (racer: RunningSite, o: { amount: number } | { seconds: number }) =>
      press(racer, `${path}check/`, 200, { bodies: [good], encoding, ...o });
    for (const racer of Object.values(racers)) await check(racer, { amount: warmUp });
    for (let round = 0; round < rounds; round += 1)
      for (const [name, racer] of Object.entries(racers)) results[name]?.push(await check(racer, { seconds }));
    print(`check/, ${way}`, results);
    const beside = (number: 'rate' | 'p99') => times(results['ours'] ?? [], results['Express'] ?? [], number);
    must(`check/ a second beside Express, ${way},`, beside('rate'), beside('rate') >= 1, 'at least 1, aim for 2');
    must(`p99 of check/ beside Express, ${way},`, beside('p99'), beside('p99') <= 1, 'at most 1');
  }
}

/** Makes check pages, and waits until a press of Send is no longer too fast to be a person's. */
async function fillIn(racer: RunningSite, amount: number): Promise<string[]> {
  const { states } = await press(racer, `${path}check/`, 200, { bodies: [good], amount, encoding: 'identity', states: true });
  const made = Date.now();
  while (Date.now() - made < 2000) await wait(100);
  return states.map((state) => `state=${state}`);
}

const send = (racer: RunningSite, bodies: string[]) =>
  press(racer, `${path}send/`, 303, { bodies, amount: bodies.length, encoding: 'gzip, deflate, br' });

async function benchSend(racers: { ours: () => Promise<RunningSite>; Express: () => Promise<RunningSite> }) {
  const results: { ours: Measured[]; Express: Measured[] } = { ours: [], Express: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['ours', 'Express'] as const) {
      // A new process and store each round: ours counts senders, and takes no more than 10,000 in an hour.
      const racer = await racers[name]();
      const bodies = await fillIn(racer, sends + sends / 2);
      await send(racer, bodies.splice(sends));
      results[name].push(await send(racer, bodies));
      await racer.stop();
    }
  }
  print('send/, kept on disk and handed to the provider', results);
  const beside = (number: 'rate' | 'p99') => times(results.ours, results.Express, number);
  must('send/ a second beside Express', beside('rate'), beside('rate') >= 1, 'at least 1');
  must('p99 of send/ beside Express', beside('p99'), beside('p99') <= 1, 'at most 1');
  return 2 * rounds * (sends + sends / 2);
}

const megabytesOf = ({ pid }: RunningSite) =>
  Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024;

async function benchMemory(ours: () => Promise<RunningSite>) {
  const racer = await ours();
  const sizes: number[] = [];
  console.log('\nResident size of one process');
  for (let thousand = 1; thousand <= 10; thousand += 1) {
    await send(racer, await fillIn(racer, 1000));
    sizes.push(megabytesOf(racer));
    console.log(`${String(thousand * 1000).padStart(6)} applications: ${sizes.at(-1)?.toFixed(0)} MB`);
  }
  await racer.stop();
  const grown = (sizes[9] ?? Number.NaN) / (sizes[1] ?? Number.NaN);
  must('the resident size after 10,000 applications beside that after 2,000', grown, grown <= 1.2, 'at most 1.2');
  return 10_000;
}

async function bench(parts: string[]) {
  const asked = (part: string) => parts.length === 0 || parts.includes(part);
  const provider = await program('provider');
  const SEAL_KEY = randomBytes(32).toString('base64url');
  const ours = () => site({ ...resendSettings({ url: provider.url } as FakeResend), SEAL_KEY });
  const first = await ours();
  await writeLayout(first, folder);
  const { everywhere, onForms } = JSON.parse(readFileSync(join(root, 'dist/node/site.json'), 'utf8'));
  const HEADERS = JSON.stringify({ ...everywhere, ...onForms });
  const Express = () => program('express', { LAYOUTS: folder, SEAL_KEY, RESEND_BASE_URL: provider.url, HEADERS });

  const racers = { ours: first, Express: await Express(), 'Hono, two words': await program('hono') };
  await holdSame(racers.ours, racers.Express);
  if (asked('check')) await benchCheck(racers);
  for (const racer of Object.values(racers)) await racer.stop();
  const sent = (asked('send') ? await benchSend({ ours, Express }) : 0) + (asked('memory') ? await benchMemory(ours) : 0);
  await provider.stop();
  const delivered = Number(/delivered (\d+)/.exec(provider.output())?.[1]);
  // What waits in an outbox when its process ends was never sent, and then the numbers measure something else.
  if (delivered < sent * 0.99) missed.push(`only ${delivered} mails of ${sent} applications`);
}

try {
  await bench(process.argv.slice(2));
} finally {
  stopPressing();
  await putAway();
}
console.log(missed.length > 0 ? `\nMissed: ${missed.join('; ')}` : '\nEvery target is met.');
process.exitCode = missed.length > 0 ? 1 : 0;
