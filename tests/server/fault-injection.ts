import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { formClient } from '../form-flow/form-client.ts';
import {
  createFakeResend,
  type EmailEvent,
  responses,
  type SentRequest,
  trackedResendSettings,
} from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, root, serve } from '../site-under-test/serve.ts';

// Many clients send submissions to the real built server while the provider fails in every known way, mails bounce and
// the server is killed at random moments. Then the mailboxes are counted.

export interface Scenario {
  name: string;
  submissions: number;
  kills: number;
  /** How many server processes share the store. */
  processes?: number;
  /** STORE_URL; a file in the folder of the server unless given. */
  store?: string;
  /** Done so many times on the way, and undone a little later: a store that goes away, a disk that is full. */
  disruption?: { times: number; begin: () => Promise<void>; end: () => Promise<void> };
  /** Called when all is sent that will be, to end the claims of the dead sooner than in a minute. */
  endClaims?: (folder: string) => void;
  /** The folder the servers run in; one of its own unless given. */
  folder?: string;
  seed?: number;
}

export interface FaultInjectionResult {
  submissions: number;
  confirmed: number;
  /** In the usual mailbox. */
  delivered: number;
  /** In the other mailbox, after the usual one did not take them. */
  inFallback: number;
  /** Confirmed, and in no mailbox. */
  lost: string[];
  /** In a mailbox more than once. */
  duplicated: string[];
  /** Mails that say that they may be a second copy. */
  markedCopies: number;
  /** Answers that were no confirmation: the person read that it was not sent, and pressed again. */
  notConfirmed: number;
  kills: number;
  /** From the confirmation to the mailbox, in milliseconds, in order. */
  delaysMs: number[];
  /** How often the provider answered how. */
  provider: Record<string, number>;
  seconds: number;
}

/** A seeded random number generator (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// A provider that never answers holds everybody four seconds: often enough to meet a kill, seldom enough to get on.
const seldom = new Set<keyof typeof responses>(['no answer']);
// Put aside at once for a person, as it should be; with the same bytes it cannot happen, so it is not part of a run.
const never = new Set<keyof typeof responses>(['409 other bytes', '429 wait 60 s', 'accepted']);
const failures = (Object.keys(responses) as (keyof typeof responses)[]).filter((name) => !never.has(name) && !seldom.has(name));
const badEnds: EmailEvent[] = ['bounced', 'suppressed', 'failed', 'complained'];

const referenceIn = (text: string) => /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text)?.[0] ?? '';

/** Runs one scenario and counts. Rejects when the outbox is not empty five minutes after the provider is healthy. */
export async function runFaultInjection(scenario: Scenario): Promise<FaultInjectionResult> {
  const { submissions: applications, kills, processes = 1, store = '', disruption: trouble, seed = 20261121 } = scenario;
  const began = Date.now();
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const folder = scenario.folder ?? (await mkdtemp(join(tmpdir(), 'trust-faults-')));
  const provider = await createFakeResend();
  const settings = {
    ...trackedResendSettings(provider),
    SEAL_KEY: Buffer.alloc(32, 3).toString('base64url'),
    STORE_URL: store,
    MAIL_TO_JUST_WOMEN: '',
  };
  let sites: RunningSite[] = [];
  let healthy = false;
  let ended = false;
  const counts: Record<string, number> = {};
  const arrived = new Map<string, { usual: number; fallback: number; at: number }>();
  let markedCopies = 0;
  const reporting = new Set<Promise<void>>();
  const known = new Set<string>();

  provider.respondBy(() => {
    const roll = random();
    const answer = healthy || roll < 0.6 ? 'accepted' : roll < 0.602 ? 'no answer' : pick(failures);
    counts[answer] = (counts[answer] ?? 0) + 1;
    return answer;
  });
  /** The fate of an accepted mail: it reaches a mailbox or bounces, and the webhook is repeated until the site takes it. */
  provider.onDelivered((posted: SentRequest) => {
    if (!posted.idempotencyKey || known.has(posted.idempotencyKey)) return;
    known.add(posted.idempotencyKey);
    const reference = referenceIn(String(posted.body['subject']));
    if (String(posted.body['subject']).startsWith('Website alert')) return;
    const toFallback = String(posted.body['to']).startsWith('fallback');
    const fate: EmailEvent = !toFallback && random() < 0.06 ? pick(badEnds) : 'delivered';
    const mailbox = arrived.get(reference) ?? { usual: 0, fallback: 0, at: Date.now() };
    if (toFallback) mailbox.fallback += 1;
    else if (fate === 'delivered') mailbox.usual += 1;
    mailbox.at = Date.now();
    arrived.set(reference, mailbox);
    if (String(posted.body['text']).includes('SECOND COPY')) markedCopies += 1;
    const report = async () => {
      const id = `msg_${posted.idempotencyKey}`;
      for (let pause = 20; !ended; pause = Math.min(pause * 2, 1000)) {
        await wait(pause);
        const site = pick(sites);
        const status = site ? await provider.sendWebhook(site.url, `id-of-${posted.idempotencyKey}`, fate, { id }).catch(() => 0) : 0;
        if (status === 200) return;
      }
    };
    const told = report().finally(() => reporting.delete(told));
    reporting.add(told);
  });

  let killed = 0;
  let refused = 0;
  const confirmed = new Map<string, number>();

  try {
    const start = () => serve(settings, folder);
    sites = await Promise.all(Array.from({ length: processes }, start));

    // All check pages first: a send within two seconds of its page would be asked about.
    const states: string[] = [];
    const [firstSite] = sites;
    if (!firstSite) throw new Error('A scenario needs at least one process');
    const filler = formClient(firstSite.url);
    const lastMade = { at: 0 };
    await Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let index = lane; index < applications; index += 8) {
          const { state } = await filler.fillIn({ name: `Person ${index}`, message_safe: 'yes' });
          states.push(state ?? '');
          lastMade.at = Date.now();
        }
      }),
    );
    while (Date.now() < lastMade.at + 2000) await wait(50);

    const killAt = Array.from({ length: kills }, () => Math.floor(random() * applications)).sort((one, other) => one - other);
    const troubleAt = Array.from({ length: trouble?.times ?? 0 }, (_, index) =>
      Math.floor(((index + 1) * applications) / ((trouble?.times ?? 0) + 1)),
    );
    let restarting = Promise.resolve();

    async function killOne() {
      const victim = pick(sites);
      if (!victim) return;
      killed += 1;
      await victim.kill();
      sites = sites.filter((site) => site !== victim);
      sites.push(await start());
    }

    const press = async (state: string): Promise<'again' | string> => {
      const site = pick(sites);
      if (!site) return 'again';
      const page = await formClient(site.url)
        .sendOnce(state)
        .catch(() => undefined);
      if (page?.status === 303) return referenceIn(page.location ?? '');
      if (page) refused += 1;
      return 'again';
    };

    const waiting = [...states];
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
          // One in twenty presses twice.
          const pressed = random() < 0.05 ? await Promise.all([press(state), press(state)]) : [await press(state)];
          const reference = pressed.find((each) => each !== 'again');
          if (reference === undefined) {
            waiting.unshift(state);
            await wait(20);
            continue;
          }
          confirmed.set(reference, Date.now());
          if ((killAt[0] ?? Number.POSITIVE_INFINITY) <= confirmed.size) {
            killAt.shift();
            restarting = restarting.then(killOne);
          }
          if (trouble && (troubleAt[0] ?? Number.POSITIVE_INFINITY) <= confirmed.size) {
            troubleAt.shift();
            restarting = restarting.then(async () => {
              await trouble.begin();
              await wait(1500);
              await trouble.end();
            });
          }
        }
      }),
    );
    await restarting;
    // A kill that was due after the last confirmation.
    for (const _ of killAt) await killOne();

    // Then the provider is healthy, and what is pending goes out by the relay and by `npm run outbox`.
    healthy = true;
    scenario.endClaims?.(folder);
    const outbox = () =>
      new Promise<string>((done) => {
        execFile(
          process.execPath,
          [join(root, 'src/cli/outbox.ts')],
          { cwd: folder, env: { PATH: process.env['PATH'], ...settings }, maxBuffer: 1e9 },
          (_error, stdout, stderr) => done(stdout + stderr),
        );
      });
    const deadline = Date.now() + 300_000;
    for (;;) {
      const printed = await outbox();
      if (/^0 waiting to be sent, 0 accepted and not yet reported delivered, 0 put aside/m.test(printed) && reporting.size === 0) break;
      if (Date.now() > deadline) throw new Error(`Not everything went out:\n${printed.slice(-2000)}`);
      await wait(500);
    }
  } finally {
    // Also after an error: anything left running would keep the test process alive.
    ended = true;
    await Promise.all(sites.map((site) => site.stop()));
    await provider.stop();
    if (!scenario.folder) await rm(folder, { recursive: true, force: true });
  }

  const all = [...arrived.entries()];
  return {
    submissions: applications,
    confirmed: confirmed.size,
    delivered: all.filter(([, { usual }]) => usual > 0).length,
    inFallback: all.filter(([, { fallback }]) => fallback > 0).length,
    lost: [...confirmed.keys()].filter((reference) => {
      const mailbox = arrived.get(reference);
      return !mailbox || mailbox.usual + mailbox.fallback === 0;
    }),
    duplicated: all.filter(([, { usual, fallback }]) => usual + fallback > 1).map(([reference]) => reference),
    markedCopies,
    notConfirmed: refused,
    kills: killed,
    delaysMs: [...confirmed.entries()]
      .map(([reference, at]) => Math.max(0, (arrived.get(reference)?.at ?? 0) - at))
      .sort((one, other) => one - other),
    provider: counts,
    seconds: (Date.now() - began) / 1000,
  };
}
