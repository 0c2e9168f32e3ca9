import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../site-under-test/serve.ts';

const program = '/usr/sbin/nginx';

/** Installs nginx where there is none and we may. */
export function findNginx(): string {
  if (!existsSync(program) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No nginx found. Installing one.');
    // Not started by the package: it would take port 80.
    const env = { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' };
    for (const given of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'nginx', 'openssl'],
    ])
      spawnSync('apt-get', given, { stdio: 'ignore', env });
  }
  if (existsSync(program)) return program;
  throw new Error('This needs nginx. Install it (on Debian: apt-get install nginx openssl).');
}

export const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** The block of the hosting README for nginx, for one name, one port and one server behind it. */
export async function documentedServerBlock({ port, behind, folder }: { port: number; behind: number; folder: string }): Promise<string> {
  const readme = await readFile(join(root, 'src/hosting/README.md'), 'utf8');
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(readme) ?? [];
  if (!block) throw new Error('src/hosting/README.md has no nginx block');
  return block
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace('127.0.0.1:4321', `127.0.0.1:${behind}`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/site.crt;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/site.key;`);
}

/** Starts nginx with one worker and a folder of its own; `servers` gives its server blocks. */
export async function startNginx(
  servers: (folder: string) => string | Promise<string>,
): Promise<{ pid: number; stop: () => Promise<void> }> {
  const found = findNginx();
  const folder = await mkdtemp(join(tmpdir(), 'trust-nginx-'));
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=www.example.org',
      '-keyout',
      'site.key',
      '-out',
      'site.crt',
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  const config = `daemon off; worker_processes 1; ${process.getuid?.() === 0 ? 'user root;' : ''} pid ${folder}/pid; error_log stderr notice;
events { worker_connections 1024; }
http { include /etc/nginx/mime.types; access_log off; ${temporary.join(' ')}
${await servers(folder)}
}
`;
  await writeFile(join(folder, 'nginx.conf'), config);
  const child = spawn(found, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  await new Promise<void>((started, failed) => {
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (/start worker process \d+/.test(printed)) started();
    });
    child.once('close', () => failed(new Error(`nginx did not start:\n${printed}`)));
  });
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
