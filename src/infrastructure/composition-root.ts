import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { RateLimits } from '../form-flow/rate-limit.ts';
import type { SealKeys } from '../form-flow/sealed-state.ts';
import { deliveryTracked, mailMode, readSettings, type Settings, SettingsError, storeUrl } from '../settings.ts';
import type { DeliveryContext } from '../submissions/deliver.ts';
import type { MailTransport } from '../submissions/mail-transport.ts';
import type { Outbox } from '../submissions/outbox.ts';
import type { Submission } from '../submissions/submission.ts';
import { acceptSubmission, type SubmitResult } from '../submissions/submit.ts';
import { environment } from './environment.ts';
import { createAlerter } from './observability/alerts.ts';
import { logRateLimit, logSubmission } from './observability/log.ts';
import type { Database } from './storage/database.ts';
import { createMemoryRateLimitStore } from './storage/rate-limit-memory.ts';

/** Where files go on a machine of one's own, from the folder the server was started in. */
export const mailFolder = resolve('var/mail');
const sealKeyFile = resolve('var/seal.key');

export interface Services {
  /** Nothing where they are wrong. */
  settings: Settings | undefined;
  /** What is wrong with the settings, a sentence each: while there is any, nothing is taken in. */
  settingsIssues: readonly string[];
  siteUrl: string | undefined;
  keys: SealKeys;
  acceptSubmission: ((application: Submission, o: { overNumber: boolean }) => Promise<SubmitResult>) | undefined;
  /** What sends the rest; nothing while there is nobody to hand mail to. */
  delivery: DeliveryContext | undefined;
  limits: RateLimits;
}

async function createTransport(settings: Settings): Promise<MailTransport | undefined> {
  switch (mailMode(settings)) {
    case 'provider': {
      const { resendTransport } = await import('./mail/resend.ts');
      return resendTransport({ key: settings.RESEND_API_KEY ?? '', readKey: settings.RESEND_READ_KEY, baseUrl: settings.RESEND_BASE_URL });
    }
    case 'folder': {
      const { emlFolderTransport } = await import('./mail/eml-folder.ts');
      return emlFolderTransport(mailFolder);
    }
    default:
      return undefined;
  }
}

async function openStore(settings: Settings): Promise<{ sql: Database; remote: boolean } | undefined> {
  const address = storeUrl(settings);
  if (!address) return undefined;
  if (address.startsWith('file:')) {
    // Only here: a platform without a disk may not even have the module.
    const { filePath, openSqlite } = await import('./storage/sqlite.ts');
    return { sql: openSqlite(filePath(address)), remote: false };
  }
  const { openLibsql } = await import('./storage/libsql.ts');
  return { sql: openLibsql(address, settings.STORE_TOKEN), remote: true };
}

async function keysFor(settings: Settings): Promise<SealKeys> {
  const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64url'));
  const current = settings.SEAL_KEY ?? (await (await import('./storage/seal-key.ts')).loadOrCreateKey(sealKeyFile));
  return { current: bytes(current), previous: settings.SEAL_KEY_PREVIOUS ? bytes(settings.SEAL_KEY_PREVIOUS) : undefined };
}

/** Who a mail is from and for. */
function addressesFrom(settings: Settings, from: string): DeliveryContext['addresses'] {
  return ({ mailboxes }, { toFallback } = { toFallback: false }) => {
    const names = toFallback ? ['fallback', ...mailboxes] : mailboxes;
    const to = names.map((name) => settings.mailTo[name]).find((addresses) => addresses !== undefined);
    return { from, to: to ?? [`${mailboxes.at(-1)}@localhost`] };
  };
}

async function createServices(settings: Settings): Promise<Services> {
  const keys = await keysFor(settings);
  const store = await openStore(settings);
  const outbox: Outbox | undefined = store && (await import('./storage/outbox-sql.ts')).createSqlOutbox(store.sql, keys);
  const post = await createTransport(settings);
  // Without a provider mail goes into a folder, and these names only say what it is.
  const from = settings.MAIL_FROM ?? 'Website <website@localhost>';
  const alert = createAlerter({ to: settings.ALERT_TO ?? [], from, post, outbox, siteUrl: settings.SITE_URL });
  const delivery = post && {
    post,
    outbox,
    addresses: addressesFrom(settings, from),
    fallback: settings.mailTo['fallback'] !== undefined,
    watched: deliveryTracked(settings),
    perHour: settings.SENDS_PER_HOUR,
    tell: logSubmission,
    alert,
    now: Date.now,
  };
  return {
    settings,
    settingsIssues: [],
    siteUrl: settings.SITE_URL,
    keys,
    delivery,
    acceptSubmission: delivery && ((application, o) => acceptSubmission(application, delivery, o)),
    limits: {
      perAddress: settings.SENDS_PER_ADDRESS,
      perHour: settings.SENDS_PER_HOUR,
      store: store?.remote
        ? (await import('./storage/rate-limit-sql.ts')).createSqlRateLimitStore(store.sql)
        : createMemoryRateLimitStore(),
      countPending: outbox && (async () => (await outbox.stats(Date.now(), 0)).pending),
      onEvent: (what) => {
        logRateLimit(what);
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
function closedServices(faults: readonly string[]): Services {
  return {
    settings: undefined,
    settingsIssues: faults,
    siteUrl: URL.canParse(process.env['SITE_URL'] ?? '') ? process.env['SITE_URL'] : undefined,
    keys: { current: new Uint8Array(randomBytes(32)) },
    acceptSubmission: undefined,
    delivery: undefined,
    limits: { perAddress: 1, perHour: 1, store: createMemoryRateLimitStore(), onEvent: logRateLimit },
  };
}

let chosen: Promise<Services> | undefined;

/** The parts the settings of this process ask for, chosen on the first call. */
export function getServices(): Promise<Services> {
  chosen ??= (async () => {
    try {
      return await createServices(readSettings(environment()));
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      console.error(error.message);
      return closedServices(error.issues);
    }
  })();
  return chosen;
}
