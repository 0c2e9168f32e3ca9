import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type BuildManifest, readBuildSettings } from '../hosting/integration.ts';
import { getServices, mailFolder } from '../infrastructure/composition-root.ts';
import { deleteOldMail } from '../infrastructure/mail/eml-folder.ts';
import { deliveryTracked, isLoopback, mailMode, readSettings, type Settings, SettingsError, storeUrl } from '../settings.ts';
import { relayOutbox } from '../submissions/relay.ts';
import { createSiteServer } from './http-server.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'dist/node');

/** Everything a page is made from. */
const madeFrom = ['content', 'src', 'public', 'astro.config.mjs', 'package-lock.json'];

async function newest(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const inside = (await stat(path)).isDirectory() ? await readdir(path) : [];
  return Math.max(mtimeMs, ...(await Promise.all(inside.map((name) => newest(join(path, name))))));
}

/** Why a build must be made before anything can be served; nothing when the one there is good. */
async function reasonToBuild(): Promise<string | undefined> {
  const made = join(folder, 'site.json');
  if (!existsSync(made)) return 'there is no build yet';
  const { buildSettings }: BuildManifest = JSON.parse(await readFile(made, 'utf8'));
  const now = readBuildSettings(process.env);
  if (buildSettings.siteUrl !== now.siteUrl) return 'SITE_URL has changed';
  if (buildSettings.formsOpen !== now.formsOpen) return 'the mail settings have opened or closed the forms';
  if (buildSettings.editor !== now.editor) return 'EDITOR_REPOSITORY has changed';
  const { mtimeMs } = await stat(made);
  const changed = await Promise.all(madeFrom.map(async (path) => ((await newest(join(root, path))) > mtimeMs ? path : undefined)));
  const path = changed.find((each) => each !== undefined);
  return path && `${path} has changed`;
}

function whereMailGoes(settings: Settings): string {
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

/** What happens to an application, in the words of whoever runs the site. */
function whatIsKept(settings: Settings): string[] {
  if (mailMode(settings) === 'nowhere') return [];
  const store = storeUrl(settings);
  if (!store) return ['Nothing is kept (STORE_URL is none): when mail fails, the person is told and must press again.'];
  const watched = deliveryTracked(settings)
    ? 'until it is delivered'
    : `until it is ${mailMode(settings) === 'folder' ? 'written' : 'accepted: delivery is not watched (set RESEND_WEBHOOK_SECRET or RESEND_READ_KEY)'}`;
  return [
    `Each application is kept in ${store}, sealed, ${watched}.`,
    ...(mailMode(settings) === 'provider' && !settings.mailTo['fallback']
      ? ['MAIL_TO_FALLBACK is not set: what a mailbox does not take waits for a person (npm run outbox).']
      : []),
  ];
}

/** Settings that are allowed, and mostly a mistake. */
function warnings(settings: Settings): string[] {
  return settings.SITE_URL?.startsWith('https:') && !isLoopback(settings.SITE_URL) && settings.TRUST_PROXY === 0
    ? ['TRUST_PROXY is 0, but something must stand in front to end TLS: everybody will count as one sender. Set it to 1.']
    : [];
}

const everyMinute = 60_000;

/** Sends what an earlier run left, at once, and looks again each minute. One round at a time. */
async function sendWhatWaits() {
  const { delivery } = await getServices();
  if (!delivery?.outbox) return;
  let busy = false;
  const round = async (o: { all: boolean }) => {
    if (busy) return;
    busy = true;
    await relayOutbox(delivery, o).catch(() => delivery.alert('store_failed'));
    busy = false;
  };
  void round({ all: true });
  setInterval(() => void round({ all: false }), everyMinute).unref();
}

async function start() {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const settings = readSettings(process.env);
  const reason = await reasonToBuild();
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
    setInterval(() => void deleteOldMail(mailFolder), 60 * 60 * 1000).unref();
  }
  await sendWhatWaits();
  const server = await createSiteServer(folder, settings.TRUST_PROXY);
  server.listen(settings.PORT, settings.HOST, () => {
    const { port } = server.address() as AddressInfo;
    for (const line of [whereMailGoes(settings), ...whatIsKept(settings), ...warnings(settings)]) console.log(line);
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
      // Whoever is sending a form gets their answer; nobody new is let in.
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => process.exit(1), 12_000).unref();
    });
  }
}

start().catch((error: unknown) => {
  // No stack trace for something a person can put right.
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
});
