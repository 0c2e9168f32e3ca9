import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { platformSettings } from '../build.ts';

// One platform's build, run: EDGE names the platform, and BUILT the folder that tests/hosting/run.ts built it in.

export const platform = process.env['EDGE'] ?? '';
const folder = process.env['BUILT'] ?? '';

export interface HostedSite {
  url: string;
  printed: () => string;
  stop: () => Promise<void>;
}

/** How each platform's build is started, and the words by which it says that it listens. */
async function startOf(settings: Record<string, string>) {
  if (platform !== 'cloudflare')
    return { script: [join(import.meta.dirname, 'platform-emulator.ts'), platform, folder], listens: /The site is at (http:\S+)\// };
  const server = join(folder, 'dist/cloudflare/server');
  // Wrangler takes a Worker's settings from here and not from its own surroundings.
  const lines = Object.entries(settings).filter(([, value]) => value !== '');
  await writeFile(join(server, '.dev.vars'), lines.map(([name, value]) => `${name}="${value}"\n`).join(''));
  const wrangler = join(import.meta.dirname, '../node_modules/wrangler/bin/wrangler.js');
  return {
    script: [wrangler, 'dev', '-c', join(server, 'wrangler.json'), '--local', '--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0'],
    listens: /Ready on (http:\S+)/,
  };
}

/** Starts the build with these settings, on a free port; resolves once it listens. */
export async function startHostedSite(more: Record<string, string>): Promise<HostedSite> {
  const settings = { ...platformSettings(platform), SENDS_PER_ADDRESS: '10000', SENDS_PER_HOUR: '10000', ...more };
  const { script, listens } = await startOf(settings);
  const child = spawn(process.execPath, script, {
    cwd: folder,
    env: { ...process.env, ...settings, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const url = await new Promise<string>((started, failed) => {
    const listen = (chunk: Buffer) => {
      printed += chunk.toString();
      const address = listens.exec(printed)?.[1];
      if (address) started(address);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('close', () => failed(new Error(`${platform} did not start:\n${printed}`)));
  });
  return {
    url,
    printed: () => printed,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A form post from one address of this machine, as the platform would hand it over: the status it was answered with. */
export const postFrom = (
  address: string,
  url: string,
  content: string,
  headers: Record<string, string>,
): Promise<{ status: number; location: string; html: string }> =>
  new Promise((done, failed) => {
    const post = request(url, {
      method: 'POST',
      localAddress: address,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: new URL(url).origin,
        ...headers,
        // Only Cloudflare's own edge knows the address, so here the test plays the edge.
        ...(platform === 'cloudflare' && { 'CF-Connecting-IP': address }),
      },
    });
    post.on('error', failed);
    post.on('response', async (response) => {
      let html = '';
      for await (const chunk of response) html += chunk;
      done({ status: response.statusCode ?? 0, location: response.headers.location ?? '', html });
    });
    post.end(content);
  });
