import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from './browser/chromium.ts';
import { root } from './site-under-test/serve.ts';

// What `npm test` runs, in this order, and stops at the first that fails. The build comes before whatever looks at it.
const bin = (name: string) => join(root, 'node_modules/.bin', name);
const nodeTests = (...folders: string[]) => [
  process.execPath,
  '--test',
  '--test-reporter=spec',
  ...folders.map((folder) => `tests/${folder}/**/*.test.ts`),
];

const steps: [string, string[]][] = [
  ['Types', [bin('astro'), 'check', '--minimumFailingSeverity', 'warning']],
  ['Lint', [bin('biome'), 'check', '--error-on-warnings']],
  [
    'Forms, applications, adapters and content',
    nodeTests(
      'forms',
      'form-flow',
      'submissions',
      'infrastructure',
      'content-files',
      'content-checks',
      'cms',
      'cli',
      'search',
      'charts',
      'seo',
      'open-referral',
      'govuk',
      'architecture',
    ),
  ],
  ['Build', [bin('astro'), 'build', '--force']],
  ['The built site, as it is served', nodeTests('built', 'server', 'another-body')],
  ['The site in a browser', nodeTests('browser')],
];

const only = process.argv[2]?.toLowerCase();
const passed: string[] = [];
for (const [name, [command = '', ...given]] of steps) {
  if (only && !name.toLowerCase().includes(only)) continue;
  console.log(`\n== ${name}`);
  if (name.includes('browser')) findChromium();
  const start = Date.now();
  const { status } = spawnSync(command, given, {
    cwd: root,
    stdio: 'inherit',
    // No setting of the developer's own may change what is built or where a test's mail goes.
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', SITE_URL: '', RESEND_API_KEY: '' },
  });
  if (status !== 0) {
    console.error(`\nFailed: ${name}. Passed before it: ${passed.join('; ') || 'nothing'}.`);
    process.exit(1);
  }
  passed.push(`${name} (${((Date.now() - start) / 1000).toFixed(0)} s)`);
}
console.log(`\nPassed:\n${passed.map((name) => `  ${name}`).join('\n')}`);
