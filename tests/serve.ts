import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** Every setting, empty: a key in the developer's own .env must never send a test's mail to people. */
const noSettings = Object.fromEntries(
  [
    'SITE_URL',
    'HOST',
    'RESEND_API_KEY',
    'RESEND_BASE_URL',
    'MAIL_FROM',
    'MAIL_TO_MENTORS',
    'MAIL_TO_REFERRALS',
    'SEAL_KEY',
    'SEAL_KEY_PREVIOUS',
    'TRUST_PROXY',
    'SENDS_PER_ADDRESS',
    'SENDS_PER_HOUR',
  ].map((name) => [name, '']),
);

/** Tests all send from one address, and most are about something else; a test of the limits sets its own. */
const roomy = { SENDS_PER_ADDRESS: '10000', SENDS_PER_HOUR: '10000' };

export interface Served {
  /** Like http://localhost:43210, without a slash at the end. */
  url: string;
  /** Where this server's own var/ is. */
  folder: string;
  /** Everything it printed so far. */
  printed: () => string;
  stop: () => Promise<number | null>;
}

/** Starts the site as `npm start` does, on a free port and with a folder of its own; resolves once it listens. */
export async function serve(settings: Record<string, string> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-site-'));
  const child = spawn(process.execPath, [join(root, 'src/platforms/start.ts')], {
    cwd: folder,
    env: { ...process.env, ...noSettings, ...roomy, PORT: '0', ...settings },
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
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    url,
    folder,
    printed: () => printed,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
