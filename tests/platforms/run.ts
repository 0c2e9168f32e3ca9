import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../serve.ts';
import { hasStoreServer, storeServer } from '../store-server.ts';

// npm run test:platforms: what needs more than `npm ci` brings. It is installed here, into tests/platforms/, without
// running anybody's install scripts.

const folder = import.meta.dirname;
const run = (name: string, command: string, given: string[], more: { cwd?: string; env?: Record<string, string> } = {}) => {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, given, { cwd: more.cwd ?? root, stdio: 'inherit', env: { ...process.env, ...more.env } });
  if (status !== 0) {
    console.error(`\nFailed: ${name}`);
    process.exit(status ?? 1);
  }
};

const installed = join(folder, 'node_modules/.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs) {
  run('What the platforms need', 'npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  // Only now can it be found.
  run('The same again', process.execPath, [join(folder, 'run.ts'), ...process.argv.slice(2)]);
  process.exit();
}

const nodeTests = (pattern: string) => ['--test', '--test-concurrency=1', '--test-reporter=spec', pattern];
if (hasStoreServer) {
  const store = await storeServer();
  try {
    run('The outbox on a libSQL server', process.execPath, nodeTests('tests/applications/*.test.ts'), { env: { STORE_SERVER: store.url } });
  } finally {
    await store.stop();
  }
  run('Two servers on one libSQL server', process.execPath, nodeTests('tests/remote-store/*.test.ts'));
} else console.log('\nLeft out: the libSQL server. Its package is for Linux on x64.');
