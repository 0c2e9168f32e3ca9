import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Every setting, empty, so that a key in the developer's own .env never sends a test's mail to people. */
const noSettings = Object.fromEntries(
  [
    'SITE_URL',
    'HOST',
    'PLATFORM',
    'RESEND_API_KEY',
    'RESEND_BASE_URL',
    'RESEND_READ_KEY',
    'RESEND_WEBHOOK_SECRET',
    'MAIL_FROM',
    'MAIL_TO_MENTORS',
    'MAIL_TO_REFERRALS',
    'MAIL_TO_FALLBACK',
    'ALERT_TO',
    'STORE_URL',
    'STORE_TOKEN',
    'TASK_TOKEN',
    'SEAL_KEY',
    'SEAL_KEY_PREVIOUS',
    'TRUST_PROXY',
    'EDITOR_REPOSITORY',
    'SENDS_PER_ADDRESS',
    'SENDS_PER_HOUR',
  ].map((name) => [name, '']),
);

/** All tests send from one address, and most are not about limits. */
const highLimits = { SENDS_PER_ADDRESS: '10000', SENDS_PER_HOUR: '10000' };

export interface RunningSite {
  /** Like http://localhost:43210, without a trailing slash. */
  url: string;
  pid: number;
  /** The working directory, with the server's own var/. */
  folder: string;
  /** What it has written to stdout and stderr so far. */
  output: () => string;
  stop: () => Promise<number | null>;
  /** Kills it (SIGKILL), as a power cut does; its folder stays. */
  kill: () => Promise<void>;
}

/**
 * Starts the site as `npm start` does, on a free port, and resolves once it listens. Rejects with what it printed when it
 * does not start. Its working directory is a new one, removed when it stops, or `workingDirectory`, which stays. `project` is another
 * copy of the project, built with other settings.
 */
export async function serve(settings: Record<string, string> = {}, workingDirectory?: string, project = root): Promise<RunningSite> {
  const folder = workingDirectory ?? (await mkdtemp(join(tmpdir(), 'trust-site-')));
  const removeFolder = async () => {
    if (workingDirectory === undefined) await rm(folder, { recursive: true, force: true });
  };
  const child = spawn(process.execPath, [join(project, 'src/server/start.ts')], {
    cwd: folder,
    env: { ...process.env, ...noSettings, ...highLimits, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<number | null>((done) => {
    child.once('close', done);
  });
  const url = await new Promise<string>((started, failed) => {
    const listen = (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /The site is at (\S+)\//.exec(printed)?.[1];
      if (address) started(address);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('close', () => failed(new Error(`The server did not start:\n${printed}`)));
  }).catch(async (error) => {
    await removeFolder();
    throw error;
  });
  return {
    url,
    pid: child.pid ?? 0,
    folder,
    output: () => printed,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      await removeFolder();
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
