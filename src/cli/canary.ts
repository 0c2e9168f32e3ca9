import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { canaryHeader, signCanary } from '../http/auth.ts';
import { referencePattern } from '../submissions/submission.ts';

// npm run canary -- https://site: an end-to-end probe of the live site. It submits one form for each mailbox as a visitor would
// and polls until the mail is delivered. Exit 0: delivered; 1: failed; 2: accepted, and delivery is not tracked.

const usage = `npm run canary -- https://www.example.org
Needs TASK_TOKEN, the same as the site's. Set it in .env, or where the scheduler keeps its secrets.`;

/** Made-up people on example.org, a domain reserved by RFC 2606. */
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

/** The JSON of /tasks/delivery/<reference>/, as far as it is read here. */
interface DeliveryStatus {
  state: string;
  why: string | null;
  watched: boolean;
}

/** A failure with a message for the operator. */
class CanaryError extends Error {}

async function probeForm(site: string, address: string, answers: Record<string, string>, token: string): Promise<'delivered' | 'accepted'> {
  const startedAt = performance.now();
  const report = (text: string) => console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${text}`);
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
  report('The form is there.');
  const checked = await post('check', answers);
  const state = /name="state" value="([^"]+)"/.exec(checked.html)?.[1];
  if (checked.status !== 200 || !state)
    throw new CanaryError(`"Check your answers" answers ${checked.status}. Has a question changed? See canary.ts.`);
  report('The answers are taken.');
  const sent = await post('send', { state });
  const reference = new RegExp(`\\?r=(${referencePattern.source})\\.`).exec(sent.location)?.[1];
  if (sent.status !== 303 || !reference) throw new CanaryError(`Send answers ${sent.status}, without a reference.`);
  const page = await fetch(new URL(sent.location, site), { signal: AbortSignal.timeout(requestTimeoutMs) });
  if (page.status !== 200 || !(await page.text()).includes(reference))
    throw new CanaryError(`The page after sending answers ${page.status}.`);
  report(`Sent: ${reference}.`);

  const headers = { Authorization: `Bearer ${token}` };
  let previousState = '';
  for (let pauseMs = 1000; performance.now() - startedAt < maxDurationMs; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    const response = await fetch(`${site}/tasks/delivery/${reference}/`, { headers, signal: AbortSignal.timeout(requestTimeoutMs) });
    if (response.status === 503) {
      report('There is no store: the provider accepted it, and nobody watches what becomes of it.');
      return 'accepted';
    }
    if (response.status !== 200) throw new CanaryError(`Asking about ${reference} answers ${response.status}. Is TASK_TOKEN the site's?`);
    const { state, why, watched } = (await response.json()) as DeliveryStatus;
    if (state !== previousState) report(`It is ${state}${why ? ` (${why})` : ''}.`);
    previousState = state;
    if (state === 'delivered') return 'delivered';
    if (state === 'released' && !watched) return 'accepted';
    if (state === 'failed') throw new CanaryError(`${reference} needs a person: npm run outbox says why.`);
    await wait(pauseMs);
  }
  throw new CanaryError(`${reference} was ${previousState} for five minutes.`);
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
  const results: string[] = [];
  for (const [address, answers] of Object.entries(forms)) {
    try {
      results.push(await probeForm(new URL(site).origin, address, answers, token));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown error';
      console.error(error instanceof CanaryError ? reason : `The site does not answer: ${reason}`);
      results.push('failed');
    }
  }
  if (results.includes('failed')) return 1;
  return results.includes('accepted') ? 2 : 0;
}

process.exitCode = await run();
