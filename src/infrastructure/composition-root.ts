import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { RateLimits } from '../form-flow/rate-limit.ts';
import type { SealKeys } from '../form-flow/seal-keys.ts';
import { deliveryTracked, mailMode, readSettings, type Settings, SettingsError, storeUrl } from '../settings.ts';
import type { DeliveryContext } from '../submissions/delivery-context.ts';
import type { MailTransport } from '../submissions/mail-transport.ts';
import type { Submission } from '../submissions/submission.ts';
import { acceptSubmission, type SubmitResult } from '../submissions/submit.ts';
import { environment } from './environment.ts';
import { createAlerter } from './observability/alerts.ts';
import { logRateLimit, logSubmission } from './observability/log.ts';
import type { Database } from './storage/database.ts';
import { createMemoryRateLimitStore } from './storage/rate-limit-memory.ts';

/** Where mail and the key go on a developer's machine, relative to the folder the server was started in. */
export const mailFolder = resolve('var/mail');
const sealKeyFile = resolve('var/seal.key');

/** The parts of the site that its settings choose. */
export interface Services {
  /** Undefined if they are wrong. */
  settings: Settings | undefined;
  /** What is wrong with the settings, one sentence each. While there is any, no form is accepted. */
  settingsIssues: readonly string[];
  siteUrl: string | undefined;
  keys: SealKeys;
  /** Undefined while the forms are closed: there is no way to send mail. */
  acceptSubmission: ((submission: Submission, o: { overQuota: boolean }) => Promise<SubmitResult>) | undefined;
  /** What the relay, the webhook and the command line need. Undefined while the forms are closed. */
  delivery: DeliveryContext | undefined;
  rateLimits: RateLimits;
}

// Modules that not every platform has or needs are imported only where they are used.

async function createTransport(settings: Settings): Promise<MailTransport | undefined> {
  switch (mailMode(settings)) {
    case 'provider': {
      const { resendTransport } = await import('./mail/resend.ts');
      return resendTransport({
        apiKey: settings.RESEND_API_KEY ?? '',
        readApiKey: settings.RESEND_READ_KEY,
        baseUrl: settings.RESEND_BASE_URL,
      });
    }
    case 'folder': {
      const { emlFolderTransport } = await import('./mail/eml-folder.ts');
      return emlFolderTransport(mailFolder);
    }
    default:
      return undefined;
  }
}

async function openStore(settings: Settings): Promise<{ database: Database; remote: boolean } | undefined> {
  const url = storeUrl(settings);
  if (!url) return undefined;
  if (url.startsWith('file:')) {
    const { filePath, openSqlite } = await import('./storage/sqlite.ts');
    return { database: openSqlite(filePath(url)), remote: false };
  }
  const { openLibsql } = await import('./storage/libsql.ts');
  return { database: openLibsql(url, settings.STORE_TOKEN), remote: true };
}

async function loadKeys(settings: Settings): Promise<SealKeys> {
  const bytes = (key: string) => new Uint8Array(Buffer.from(key, 'base64url'));
  const current = settings.SEAL_KEY ?? (await (await import('./storage/seal-key.ts')).loadOrCreateKey(sealKeyFile));
  return { current: bytes(current), previous: settings.SEAL_KEY_PREVIOUS ? bytes(settings.SEAL_KEY_PREVIOUS) : undefined };
}

function addressesFrom(settings: Settings, from: string): DeliveryContext['addresses'] {
  return ({ mailboxes }, { toFallback } = { toFallback: false }) => {
    const names = toFallback ? ['fallback', ...mailboxes] : mailboxes;
    const to = names.map((name) => settings.mailTo[name]).find((addresses) => addresses !== undefined);
    // Without a provider mail is written to a folder, and an address only has to name the mailbox.
    return { from, to: to ?? [`${mailboxes.at(-1)}@localhost`] };
  };
}

async function createServices(settings: Settings): Promise<Services> {
  const keys = await loadKeys(settings);
  const store = await openStore(settings);
  const outbox = store && (await import('./storage/outbox-sql.ts')).createSqlOutbox(store.database, keys);
  const transport = await createTransport(settings);
  const from = settings.MAIL_FROM ?? 'Website <website@localhost>';
  const alert = createAlerter({ to: settings.ALERT_TO ?? [], from, transport, outbox, siteUrl: settings.SITE_URL });
  const delivery = transport && {
    transport,
    outbox,
    addresses: addressesFrom(settings, from),
    hasFallback: settings.mailTo['fallback'] !== undefined,
    deliveryTracked: deliveryTracked(settings),
    maxPerHour: settings.SENDS_PER_HOUR,
    log: logSubmission,
    alert,
    now: Date.now,
  };
  return {
    settings,
    settingsIssues: [],
    siteUrl: settings.SITE_URL,
    keys,
    delivery,
    acceptSubmission: delivery && ((submission, o) => acceptSubmission(submission, delivery, o)),
    rateLimits: {
      perAddress: settings.SENDS_PER_ADDRESS,
      perHour: settings.SENDS_PER_HOUR,
      store: store?.remote
        ? (await import('./storage/rate-limit-sql.ts')).createSqlRateLimitStore(store.database)
        : createMemoryRateLimitStore(),
      countPending: outbox && (async () => (await outbox.stats(Date.now(), 0)).pending),
      onEvent: (event, scope) => {
        logRateLimit(event, scope);
        if (event === 'half_used') alert('rate_limit_half');
        if (event === 'count_failed') alert('store_failed');
      },
    },
  };
}

/**
 * Services for wrong settings: every form page says that the form is closed and keeps the answers. Only a serverless
 * function gets here, since it has no start; the Node server checks its settings before it listens.
 */
function closedServices(settingsIssues: readonly string[]): Services {
  return {
    settings: undefined,
    settingsIssues,
    siteUrl: URL.canParse(process.env['SITE_URL'] ?? '') ? process.env['SITE_URL'] : undefined,
    keys: { current: new Uint8Array(randomBytes(32)) },
    acceptSubmission: undefined,
    delivery: undefined,
    rateLimits: { perAddress: 1, perHour: 1, store: createMemoryRateLimitStore(), onEvent: logRateLimit },
  };
}

let services: Promise<Services> | undefined;

/**
 * The services of this process, created from its environment on the first call and then shared. Never rejects for wrong
 * settings: it logs them once and gives services whose forms are closed, with `settingsIssues` for /health/.
 */
export function getServices(): Promise<Services> {
  services ??= (async () => {
    try {
      return await createServices(readSettings(environment()));
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      console.error(error.message);
      return closedServices(error.issues);
    }
  })();
  return services;
}
