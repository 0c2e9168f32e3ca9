import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { canaryHeader, signCanary } from '../http/auth.ts';

// npm run canary -- https://site: the site's own test. It fills in one form of each mailbox as a visitor would, and
// follows the mail until it is delivered. Exit 0: delivered; 1: it failed; 2: accepted, and nobody watches delivery.

const usage = `npm run canary -- https://www.example.org
Needs TASK_TOKEN, the same as the site's. Set it in .env, or where the scheduler keeps its secrets.`;

/** Made-up people, on a domain that can never be anybody's. */
const forms = {
  'become-a-mentor/ask-for-a-call': { name: 'Test By The Website', contact_how: 'email', email: 'test@example.org' },
  'refer/myself': {
    service: 'unsure',
    person_name: 'Test By The Website',
    person_adult: 'yes',
    person_area: 'Nowhere',
    contact_how: 'email',
    person_email: 'test@example.org',
    need: 'Nothing. This is a test by the website itself.',
    interpreter: 'no',
  },
} as const;

const maxDurationMs = 5 * 60_000;
const requestTimeoutMs = 20_000;

interface Delivery {
  state: string;
  why: string | null;
  watched: boolean;
}

class CanaryError extends Error {}

async function probeForm(site: string, address: string, answers: Record<string, string>, token: string): Promise<'delivered' | 'accepted'> {
  const began = performance.now();
  const say = (step: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${step}`);
  const post = async (step: string, body: Record<string, string>) => {
    const response = await fetch(`${site}/${address}/${step}/`, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(requestTimeoutMs),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: site, [canaryHeader]: signCanary(token) },
      body: new URLSearchParams(body),
    });
    return { status: response.status, location: response.headers.get('location') ?? '', html: await response.text() };
  };

  console.log(`\n${site}/${address}/`);
  const form = await fetch(`${site}/${address}/`, { signal: AbortSignal.timeout(requestTimeoutMs) });
  if (form.status !== 200) throw new CanaryError(`The form answers ${form.status}.`);
  say('The form is there.');
  const checked = await post('check', answers);
  const state = /name="state" value="([^"]+)"/.exec(checked.html)?.[1];
  if (checked.status !== 200 || !state)
    throw new CanaryError(`"Check your answers" answers ${checked.status}. Has a question changed? See canary.ts.`);
  say('The answers are taken.');
  const sent = await post('send', { state });
  const reference = /\?r=([MR]-[A-Z2-9]{4}-[A-Z2-9]{4})\./.exec(sent.location)?.[1];
  if (sent.status !== 303 || !reference) throw new CanaryError(`Send answers ${sent.status}, without a reference.`);
  const page = await fetch(new URL(sent.location, site), { signal: AbortSignal.timeout(requestTimeoutMs) });
  if (page.status !== 200 || !(await page.text()).includes(reference))
    throw new CanaryError(`The page after sending answers ${page.status}.`);
  say(`Sent: ${reference}.`);

  const headers = { Authorization: `Bearer ${token}` };
  let last = '';
  for (let pause = 1000; performance.now() - began < maxDurationMs; pause = Math.min(pause * 2, 30_000)) {
    const response = await fetch(`${site}/tasks/delivery/${reference}/`, { headers, signal: AbortSignal.timeout(requestTimeoutMs) });
    if (response.status === 503) {
      say('There is no store: the provider accepted it, and nobody watches what becomes of it.');
      return 'accepted';
    }
    if (response.status !== 200) throw new CanaryError(`Asking about ${reference} answers ${response.status}. Is TASK_TOKEN the site's?`);
    const { state: now, why, watched } = (await response.json()) as Delivery;
    if (now !== last) say(`It is ${now}${why ? ` (${why})` : ''}.`);
    last = now;
    if (now === 'delivered') return 'delivered';
    if (now === 'let go' && !watched) return 'accepted';
    if (now === 'stuck') throw new CanaryError(`${reference} needs a person: npm run outbox says why.`);
    await wait(pause);
  }
  throw new CanaryError(`${reference} was ${last} for five minutes.`);
}

async function run(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { positionals } = parseArgs({ allowPositionals: true });
  const [site] = positionals;
  const token = process.env['TASK_TOKEN'];
  if (!site || !URL.canParse(site) || !token) {
    console.error(usage);
    return 1;
  }
  const ends: string[] = [];
  for (const [address, answers] of Object.entries(forms)) {
    try {
      ends.push(await probeForm(new URL(site).origin, address, answers, token));
    } catch (error) {
      console.error(
        error instanceof CanaryError
          ? error.message
          : `The site does not answer: ${error instanceof Error ? error.message : 'unknown error'}`,
      );
      ends.push('failed');
    }
  }
  if (ends.includes('failed')) return 1;
  return ends.includes('accepted') ? 2 : 0;
}

process.exitCode = await run();
