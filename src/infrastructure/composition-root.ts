import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Limits } from '../form-flow/rate-limit.ts';
import type { Keys } from '../form-flow/sealed-state.ts';
import { deliveryWatched, mailGoes, readSettings, type Settings, storeAt, WrongSettings } from '../settings.ts';
import type { Delivery } from '../submissions/deliver.ts';
import type { Post } from '../submissions/mail-transport.ts';
import type { Outbox } from '../submissions/outbox.ts';
import type { Application } from '../submissions/submission.ts';
import { type Received, receive } from '../submissions/submit.ts';
import { environment } from './environment.ts';
import { alertsTo } from './observability/alerts.ts';
import { logApplication, logLimits } from './observability/log.ts';
import type { Sql } from './storage/database.ts';
import { countersInMemory } from './storage/rate-limit-memory.ts';

/** Where files go on a machine of one's own, from the folder the server was started in. */
export const mailFolder = resolve('var/mail');
const sealKeyFile = resolve('var/seal.key');

export interface Chosen {
  /** Nothing where they are wrong. */
  settings: Settings | undefined;
  /** What is wrong with the settings, a sentence each: while there is any, nothing is taken in. */
  faults: readonly string[];
  siteUrl: string | undefined;
  keys: Keys;
  deliver: ((application: Application, o: { overNumber: boolean }) => Promise<Received>) | undefined;
  /** What sends the rest; nothing while there is nobody to hand mail to. */
  delivery: Delivery | undefined;
  limits: Limits;
}

async function postFor(settings: Settings): Promise<Post | undefined> {
  switch (mailGoes(settings)) {
    case 'provider': {
      const { resendPost } = await import('./mail/resend.ts');
      return resendPost({ key: settings.RESEND_API_KEY ?? '', readKey: settings.RESEND_READ_KEY, baseUrl: settings.RESEND_BASE_URL });
    }
    case 'folder': {
      const { folderPost } = await import('./mail/eml-folder.ts');
      return folderPost(mailFolder);
    }
    default:
      return undefined;
  }
}

async function storeFor(settings: Settings): Promise<{ sql: Sql; remote: boolean } | undefined> {
  const address = storeAt(settings);
  if (!address) return undefined;
  if (address.startsWith('file:')) {
    // Only here: a platform without a disk may not even have the module.
    const { pathOf, sqlite } = await import('./storage/sqlite.ts');
    return { sql: sqlite(pathOf(address)), remote: false };
  }
  const { libsql } = await import('./storage/libsql.ts');
  return { sql: libsql(address, settings.STORE_TOKEN), remote: true };
}

async function keysFor(settings: Settings): Promise<Keys> {
  const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64url'));
  const current = settings.SEAL_KEY ?? (await (await import('./storage/seal-key.ts')).sealKeyIn(sealKeyFile));
  return { current: bytes(current), previous: settings.SEAL_KEY_PREVIOUS ? bytes(settings.SEAL_KEY_PREVIOUS) : undefined };
}

/** Who a mail is from and for. */
function addressesFrom(settings: Settings, from: string): Delivery['addresses'] {
  return ({ mailboxes }, { toFallback } = { toFallback: false }) => {
    const names = toFallback ? ['fallback', ...mailboxes] : mailboxes;
    const to = names.map((name) => settings.mailTo[name]).find((addresses) => addresses !== undefined);
    return { from, to: to ?? [`${mailboxes.at(-1)}@localhost`] };
  };
}

async function choose(settings: Settings): Promise<Chosen> {
  const keys = await keysFor(settings);
  const store = await storeFor(settings);
  const outbox: Outbox | undefined = store && (await import('./storage/outbox-sql.ts')).outboxIn(store.sql, keys);
  const post = await postFor(settings);
  // Without a provider mail goes into a folder, and these names only say what it is.
  const from = settings.MAIL_FROM ?? 'Website <website@localhost>';
  const alert = alertsTo({ to: settings.ALERT_TO ?? [], from, post, outbox, siteUrl: settings.SITE_URL });
  const delivery = post && {
    post,
    outbox,
    addresses: addressesFrom(settings, from),
    fallback: settings.mailTo['fallback'] !== undefined,
    watched: deliveryWatched(settings),
    perHour: settings.SENDS_PER_HOUR,
    tell: logApplication,
    alert,
    now: Date.now,
  };
  return {
    settings,
    faults: [],
    siteUrl: settings.SITE_URL,
    keys,
    delivery,
    deliver: delivery && ((application, o) => receive(application, delivery, o)),
    limits: {
      perAddress: settings.SENDS_PER_ADDRESS,
      perHour: settings.SENDS_PER_HOUR,
      counters: store?.remote ? (await import('./storage/rate-limit-sql.ts')).countersInStore(store.sql) : countersInMemory(),
      waiting: outbox && (async () => (await outbox.counts(Date.now(), 0)).waiting),
      report: (what) => {
        logLimits(what);
        if (what === 'half full') alert('half the hour is used');
        if (what === 'not counted') alert('store failed');
      },
    },
  };
}

/**
 * With a wrong setting nothing is taken in: the pages say that the form is closed and keep the answers. On Node it never
 * comes to that, since the server checks before it listens; a platform that calls a function has no start.
 */
function closed(faults: readonly string[]): Chosen {
  return {
    settings: undefined,
    faults,
    siteUrl: URL.canParse(process.env['SITE_URL'] ?? '') ? process.env['SITE_URL'] : undefined,
    keys: { current: new Uint8Array(randomBytes(32)) },
    deliver: undefined,
    delivery: undefined,
    limits: { perAddress: 1, perHour: 1, counters: countersInMemory(), report: logLimits },
  };
}

let chosen: Promise<Chosen> | undefined;

/** The parts the settings of this process ask for, chosen on the first call. */
export function fromSettings(): Promise<Chosen> {
  chosen ??= (async () => {
    try {
      return await choose(readSettings(environment()));
    } catch (error) {
      if (!(error instanceof WrongSettings)) throw error;
      console.error(error.message);
      return closed(error.faults);
    }
  })();
  return chosen;
}
