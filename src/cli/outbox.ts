import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { getServices } from '../infrastructure/composition-root.ts';
import type { DeliveryContext } from '../submissions/deliver.ts';
import type { Outbox, OutboxEntry } from '../submissions/outbox.ts';
import { relayOutbox, retryNow } from '../submissions/relay.ts';

// npm run outbox: sends what waits, and shows what is held and why. Run where the site runs, with the same settings.

const usage = `npm run outbox                   sends what waits, then lists what is held and why
npm run outbox -- show R-…       prints an application, to read it and pass it on by hand
npm run outbox -- resend R-…     sends one again, also one that was put aside
npm run outbox -- seen R-…       lets go of one, because a person has dealt with it`;

const time = (at: number | null) => (at === null ? '-' : new Date(at).toISOString().slice(0, 16).replace('T', ' '));

function line({ reference, state, reason, createdAt, acceptedAt, attempts }: OutboxEntry): string {
  const since = acceptedAt === null ? '' : `, accepted ${time(acceptedAt)}`;
  return `  ${reference}  ${state}${reason === null ? '' : ` (${reason})`}, kept ${time(createdAt)}${since}, tried ${attempts}×`;
}

async function list(outbox: Outbox): Promise<number> {
  const held = await outbox.listUnfinished(200);
  const { pending, accepted, failed, undecryptable, withPreviousKey } = await outbox.stats(Date.now(), 0);
  console.log(
    `${pending} waiting to be sent, ${accepted} accepted and not yet reported delivered, ${failed} put aside for a person. Times are UTC.`,
  );
  for (const known of held) console.log(line(known));
  if (undecryptable > 0) console.log(`${undecryptable} cannot be opened: put the key they were sealed with into SEAL_KEY_PREVIOUS.`);
  if (withPreviousKey > 0) console.log(`${withPreviousKey} are sealed with SEAL_KEY_PREVIOUS: leave it set.`);
  return failed > 0 || undecryptable > 0 ? 1 : 0;
}

async function printPayloads(reference: string, delivery: DeliveryContext & { outbox: Outbox }): Promise<number> {
  const contents = await delivery.outbox.openPayloads(reference);
  if (contents === undefined) {
    console.error(`Nothing of ${reference} is held, or it cannot be opened with the keys that are set.`);
    return 1;
  }
  for (const { mail } of contents) console.log(`To: ${mail.to.join(', ')}\nSubject: ${mail.subject}\n\n${mail.text}`);
  return 0;
}

async function run(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { positionals } = parseArgs({ allowPositionals: true });
  const [task, reference] = positionals;
  const { settingsIssues, delivery } = await getServices();
  if (settingsIssues.length > 0) return 2;
  if (!delivery?.outbox) {
    console.error('There is no store to look into: STORE_URL is none, or the forms are closed.');
    return 2;
  }
  const { outbox } = delivery;
  if (task === undefined) {
    const { sent, notSent } = await relayOutbox(delivery, { all: true });
    console.log(`${sent} sent, ${notSent} tried and not sent.`);
    return list(outbox);
  }
  if (reference === undefined || !/^[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}$/.test(reference)) {
    console.error(usage);
    return 2;
  }
  switch (task) {
    case 'show':
      return printPayloads(reference, { ...delivery, outbox });
    case 'resend': {
      const sent = await retryNow(reference, delivery);
      console.log(
        sent ? `${reference} was sent.` : `${reference} was not sent: it is not held, is being sent now, or the provider did not take it.`,
      );
      return sent ? 0 : 1;
    }
    case 'seen': {
      const known = await outbox.resolve(reference, Date.now());
      console.log(known ? `${reference} was let go.` : `Nothing of ${reference} is held.`);
      return known ? 0 : 1;
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
