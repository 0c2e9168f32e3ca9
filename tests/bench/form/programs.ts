import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSite, serve } from '../../site-under-test/serve.ts';

/** Where all of them keep their files; one that is started finds its own folder in it. */
export const folder = await mkdtemp(join(tmpdir(), 'bench-form-'));

/** Everything to put away at the end, however it ends. */
const started: RunningSite[] = [];

/** Starts the built site with these settings. */
export async function site(settings: Record<string, string>): Promise<RunningSite> {
  const served = await serve(settings);
  started.push(served);
  return served;
}

/** Starts a program of this folder that prints where it listens, as the site does. */
export async function program(name: string, env: Record<string, string> = {}): Promise<RunningSite> {
  const own = await mkdtemp(join(folder, `${name}-`));
  const child = spawn(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    cwd: own,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const ended = new Promise<number | null>((done) => {
    child.once('close', done);
  });
  const url = await new Promise<string>((listening, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /The site is at (\S+)\//.exec(printed)?.[1];
      if (address) listening(address);
    });
    child.once('close', () => failed(new Error(`${name} did not start:\n${printed}`)));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  const served: RunningSite = {
    url,
    pid: child.pid ?? 0,
    folder: own,
    output: () => printed,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
  started.push(served);
  return served;
}

export async function putAway() {
  await Promise.all(started.map((served) => served.stop()));
  await rm(folder, { recursive: true, force: true });
}
