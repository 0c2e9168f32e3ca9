import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../site-under-test/serve.ts';
import { buildFor } from './build.ts';
import { hasLibsqlServer, startLibsqlServer } from './libsql-server.ts';

// npm run test:platforms [platform or editor]: what needs more than `npm ci` brings. It is installed here, into tests/hosting/,
// without running anybody's install scripts.

const folder = import.meta.dirname;
const run = (name: string, command: string, given: string[], more: { cwd?: string; env?: Record<string, string> } = {}) => {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, given, { cwd: more.cwd ?? root, stdio: 'inherit', env: { ...process.env, ...more.env } });
  // Thrown and not the end of the process: what was started and built for it is put away on the way out.
  if (status !== 0) throw new Error(`Failed: ${name}`);
};
process.on('uncaughtException', (error) => {
  console.error(`\n${error.message}`);
  process.exit(1);
});

const installed = join(folder, 'node_modules/.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs) {
  run('What the platforms need', 'npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  // Only now can it be found.
  run('The same again', process.execPath, [join(folder, 'run.ts'), ...process.argv.slice(2)]);
  process.exit();
}

const nodeTests = (pattern: string) => ['--test', '--test-concurrency=1', '--test-reporter=spec', pattern];
const only = process.argv[2];
if (only === undefined && hasLibsqlServer) {
  // Made here once: two servers that start together would each find it missing, and build into the same folder.
  run('Build', join(root, 'node_modules/.bin/astro'), ['build', '--force'], {
    env: { ASTRO_TELEMETRY_DISABLED: '1', SITE_URL: '', RESEND_API_KEY: '', PLATFORM: '' },
  });
  const store = await startLibsqlServer();
  try {
    run('The outbox on a libSQL server', process.execPath, nodeTests('tests/submissions/*.test.ts'), { env: { STORE_SERVER: store.url } });
  } finally {
    await store.stop();
  }
  run('Two servers on one libSQL server', process.execPath, nodeTests('tests/hosting/remote-store/*.test.ts'));
}
if (!hasLibsqlServer) console.log('\nLeft out: the libSQL server. Its package is for Linux on x64.');

if (only === undefined || only === 'editor')
  run('The editor page in a browser', process.execPath, nodeTests('tests/hosting/editor-page/*.test.ts'));

/** What is run of each platform's build: its function over HTTP, or, for the Node server, the whole of it behind nginx. */
const hosts: Record<string, { tests: string; settings?: Record<string, string> }> = {
  node: { tests: 'tests/hosting/proxy/*.test.ts', settings: { SITE_URL: 'https://www.example.org' } },
  vercel: { tests: 'tests/hosting/serverless/*.test.ts' },
  netlify: { tests: 'tests/hosting/serverless/*.test.ts' },
  cloudflare: { tests: 'tests/hosting/serverless/*.test.ts' },
};
for (const [platform, { tests, settings }] of Object.entries(hosts)) {
  if (only !== undefined && only !== platform) continue;
  console.log(`\n== Build for ${platform}`);
  const build = await buildFor(platform, settings);
  try {
    if (build.code !== 0) throw new Error(`The build for ${platform} failed:\n${build.printed}`);
    run(`The build for ${platform}, run`, process.execPath, nodeTests(tests), { env: { EDGE: platform, BUILT: build.folder } });
  } finally {
    await build.putAway();
  }
}
