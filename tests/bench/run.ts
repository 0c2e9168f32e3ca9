import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../site-under-test/serve.ts';

// `npm run bench:<name>` runs tests/bench/<name>.ts. What only benches need stands in tests/bench/package.json, with a
// lock file of its own, and is installed here, so that changing a page does not mean downloading it.
const folder = import.meta.dirname;
const [name = '', ...given] = process.argv.slice(2);

const run = (command: string, args: string[], cwd = root) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' } });
  if (status !== 0) process.exit(status ?? 1);
};

const bench = join(folder, `${name}.ts`);
if (!existsSync(bench)) {
  console.error(`There is no bench called "${name}". See "bench:" in package.json.`);
  process.exit(1);
}
const installed = join(folder, 'node_modules/.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs)
  run('npm', ['ci', '--no-audit', '--no-fund'], folder);
run(process.execPath, [bench, ...given]);
