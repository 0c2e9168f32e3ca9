import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { getServices } from '../infrastructure/composition-root.ts';
import type { Outbox, OutboxEntry } from '../submissions/outbox.ts';
import { relayOutbox, retryNow } from '../submissions/relay.ts';
import { referencePattern } from '../submissions/submission.ts';

// npm run outbox: runs the relay, then lists unfinished submissions. Run it where the site runs, with the same settings.
// Exit 0: all is well, or the command worked; 1: something needs a person; 2: wrong settings or arguments, or no store.

const usage = `npm run outbox                   sends what waits, then lists what is held and why
npm run outbox -- show R-…       prints a submission, to read it and pass it on by hand
npm run outbox -- resend R-…     sends one again, also one that was put aside
npm run outbox -- seen R-…       lets go of one, because a person has dealt with it`;

const formatTime = (time: number | null) => (time === null ? '-' : new Date(time).toISOString().slice(0, 16).replace('T', ' '));

function formatEntry({ reference, state, reason, createdAt, acceptedAt, attempts }: OutboxEntry): string {
  const accepted = acceptedAt === null ? '' : `, accepted ${formatTime(acceptedAt)}`;
  return `  ${reference}  ${state}${reason === null ? '' : ` (${reason})`}, kept ${formatTime(createdAt)}${accepted}, tried ${attempts}×`;
}

async function list(outbox: Outbox): Promise<number> {
  const entries = await outbox.listUnfinished(200);
  const { pending, accepted, failed, undecryptable, withPreviousKey } = await outbox.stats(Date.now(), 0);
  console.log(
    `${pending} waiting to be sent, ${accepted} accepted and not yet reported delivered, ${failed} put aside for a person. Times are UTC.`,
  );
  for (const entry of entries) console.log(formatEntry(entry));
  if (undecryptable > 0) console.log(`${undecryptable} cannot be opened: put the key they were sealed with into SEAL_KEY_PREVIOUS.`);
  if (withPreviousKey > 0) console.log(`${withPreviousKey} are sealed with SEAL_KEY_PREVIOUS: leave it set.`);
  return failed > 0 || undecryptable > 0 ? 1 : 0;
}

async function printPayloads(reference: string, outbox: Outbox): Promise<number> {
  const payloads = await outbox.openPayloads(reference);
  if (payloads === undefined) {
    console.error(`Nothing of ${reference} is held, or it cannot be opened with the keys that are set.`);
    return 1;
  }
  for (const { mail } of payloads) console.log(`To: ${mail.to.join(', ')}\nSubject: ${mail.subject}\n\n${mail.text}`);
  return 0;
}

async function run(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { positionals } = parseArgs({ allowPositionals: true });
  const [command, reference] = positionals;
  const { settingsIssues, delivery } = await getServices();
  if (settingsIssues.length > 0) return 2;
  if (!delivery?.outbox) {
    console.error('There is no store to look into: STORE_URL is none, or the forms are closed.');
    return 2;
  }
  const { outbox } = delivery;
  if (command === undefined) {
    const { sent, notSent } = await relayOutbox(delivery, { all: true });
    console.log(`${sent} sent, ${notSent} tried and not sent.`);
    return list(outbox);
  }
  if (reference === undefined || !new RegExp(`^${referencePattern.source}$`).test(reference)) {
    console.error(usage);
    return 2;
  }
  switch (command) {
    case 'show':
      return printPayloads(reference, outbox);
    case 'resend': {
      const sent = await retryNow(reference, delivery);
      console.log(
        sent ? `${reference} was sent.` : `${reference} was not sent: it is not held, is being sent now, or the provider did not take it.`,
      );
      return sent ? 0 : 1;
    }
    case 'seen': {
      const entry = await outbox.resolve(reference, Date.now());
      console.log(entry ? `${reference} was let go.` : `Nothing of ${reference} is held.`);
      return entry ? 0 : 1;
    }
    default:
      console.error(usage);
      return 2;
  }
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error('The store does not answer:', error instanceof Error ? error.message : 'unknown error');
    process.exitCode = 2;
  },
);
