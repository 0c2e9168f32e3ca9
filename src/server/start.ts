import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type BuildManifest, readBuildSettings } from '../hosting/build-manifest.ts';
import { getServices, mailFolder } from '../infrastructure/composition-root.ts';
import { deleteOldMail } from '../infrastructure/mail/eml-folder.ts';
import { deliveryTracked, isLoopback, mailMode, readSettings, type Settings, SettingsError, storeUrl } from '../settings.ts';
import { relayOutbox } from '../submissions/relay.ts';
import { createSiteServer } from './http-server.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'dist/node');

/** Files and folders that pages are made from. */
const buildInputs = ['content', 'src', 'public', 'astro.config.mjs', 'package-lock.json'];

/** The latest modification time in a file or folder, in ms since the epoch. */
async function newestMtime(path: string): Promise<number> {
  const stats = await stat(path);
  const names = stats.isDirectory() ? await readdir(path) : [];
  return Math.max(stats.mtimeMs, ...(await Promise.all(names.map((name) => newestMtime(join(path, name))))));
}

/** Why the site must be built before it can be served; undefined if the existing build is up to date. */
async function rebuildReason(): Promise<string | undefined> {
  const manifestFile = join(folder, 'site.json');
  if (!existsSync(manifestFile)) return 'there is no build yet';
  const { mtimeMs } = await stat(manifestFile);
  const changed = await Promise.all(buildInputs.map(async (path) => (await newestMtime(join(root, path))) > mtimeMs));
  const path = buildInputs[changed.indexOf(true)];
  if (path) return `${path} has changed`;
  // Read only now: the manifest of older code may have another shape.
  const { buildSettings: built }: BuildManifest = JSON.parse(await readFile(manifestFile, 'utf8'));
  const current = readBuildSettings(process.env);
  if (built.siteUrl !== current.siteUrl) return 'SITE_URL has changed';
  if (built.formsOpen !== current.formsOpen) return 'the mail settings have opened or closed the forms';
  return built.editor === current.editor ? undefined : 'EDITOR_REPOSITORY has changed';
}

function mailSummary(settings: Settings): string {
  switch (mailMode(settings)) {
    case 'provider':
      return `Mail goes through Resend to ${Object.entries(settings.mailTo)
        .map(([mailbox, addresses]) => `${addresses.join(', ')} (${mailbox})`)
        .join('; ')}.`;
    case 'folder':
      return `Mail is written as files to ${mailFolder} and deleted after 7 days. To send it, set RESEND_API_KEY (.env.example).`;
    default:
      return 'The forms are closed: SITE_URL is public and RESEND_API_KEY is not set.';
  }
}

/** Where a submission is kept and until when, for the operator. */
function storageSummary(settings: Settings): string[] {
  const mode = mailMode(settings);
  if (mode === 'none') return [];
  const store = storeUrl(settings);
  if (!store) return ['Nothing is kept (STORE_URL is none): when mail fails, the page says so, and the person must press again.'];
  const until = deliveryTracked(settings)
    ? 'until it is delivered'
    : `until it is ${mode === 'folder' ? 'written' : 'accepted: delivery is not tracked (set RESEND_WEBHOOK_SECRET or RESEND_READ_KEY)'}`;
  const lines = [`Each submission is kept in ${store}, sealed, ${until}.`];
  if (mode === 'provider' && !settings.mailTo['fallback'])
    lines.push('MAIL_TO_FALLBACK is not set: what a mailbox does not take waits for a person (npm run outbox).');
  return lines;
}

/** Settings that are allowed, and mostly a mistake. */
function warnings(settings: Settings): string[] {
  return settings.SITE_URL?.startsWith('https:') && !isLoopback(settings.SITE_URL) && settings.TRUST_PROXY === 0
    ? ['TRUST_PROXY is 0, but something must stand in front to end TLS: everybody will count as one sender. Set it to 1.']
    : [];
}

const relayIntervalMs = 60_000;
const mailCleanupIntervalMs = 60 * 60 * 1000;
const shutdownTimeoutMs = 12_000;

/** Relays everything that an earlier process left in the outbox, then what is due each minute. Runs never overlap. */
async function scheduleRelay() {
  const { delivery } = await getServices();
  if (!delivery?.outbox) return;
  let running = false;
  const relay = async (options: { all: boolean }) => {
    if (running) return;
    running = true;
    await relayOutbox(delivery, options).catch(() => delivery.alert('store_failed'));
    running = false;
  };
  void relay({ all: true });
  setInterval(() => void relay({ all: false }), relayIntervalMs).unref();
}

async function start() {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const settings = readSettings(process.env);
  const reason = await rebuildReason();
  if (reason) {
    console.log(`Building the site: ${reason}.`);
    const { status } = spawnSync('npm', ['run', 'build'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    });
    if (status !== 0) throw new SettingsError(['The build failed; what is wrong stands above.']);
  }
  if (mailMode(settings) === 'folder') {
    await deleteOldMail(mailFolder);
    setInterval(() => void deleteOldMail(mailFolder), mailCleanupIntervalMs).unref();
  }
  await scheduleRelay();
  const server = await createSiteServer(folder, settings.TRUST_PROXY);
  server.listen(settings.PORT, settings.HOST, () => {
    const { port } = server.address() as AddressInfo;
    for (const line of [mailSummary(settings), ...storageSummary(settings), ...warnings(settings)]) console.log(line);
    console.log(`The site is at http://${settings.HOST === '127.0.0.1' ? 'localhost' : settings.HOST}:${port}/ (stop it with Ctrl+C)`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === 'EADDRINUSE' ? `PORT ${settings.PORT} is in use. Stop what uses it, or set PORT to another.` : error.message,
    );
    process.exit(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // Requests in progress are answered; new connections are refused.
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => process.exit(1), shutdownTimeoutMs).unref();
    });
  }
}

start().catch((error: unknown) => {
  // No stack trace for what an operator can put right.
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
