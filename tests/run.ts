import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './browser/chromium.ts';
import { root } from './site-under-test/serve.ts';
import { runSteps, type Step, type StepContext } from './step-runner.ts';

// npm test                      everything
// npm test -- unit              the steps whose name has that word
// npm test -- --only PATTERN    the test files whose path matches, and in the others the tests whose name does

const cores = availableParallelism();
const bin = (name: string) => join(root, 'node_modules/.bin', name);

// No setting of the developer's own may change what is built or where a test's mail goes.
const env = { ASTRO_TELEMETRY_DISABLED: '1', SITE_URL: '', RESEND_API_KEY: '', PLATFORM: '' };

const testFiles = globSync('tests/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] }).toSorted();
const among = (...folders: string[]) => testFiles.filter((file) => folders.some((folder) => file.startsWith(`tests/${folder}`)));

// Run by npm run test:platforms, which installs what they need.
const onPlatforms = among('hosting/proxy', 'hosting/remote-store', 'hosting/serverless', 'hosting/editor-page');
/** Tests that build a site of their own or run commands, and so take long. */
const building = among('another-body', 'cli/content-report', 'cli/new', 'govuk');
/** Tests of the build in dist/node, and of the server with it. */
const served = among('server', 'built');
const unit = testFiles.filter((file) => ![...onPlatforms, ...building, ...served].includes(file));

const nodeTests = (files: readonly string[], ...options: string[]) => [
  '--test',
  '--test-reporter=spec',
  `--test-concurrency=${cores}`,
  ...options,
  ...files,
];
const node =
  (...args: string[]) =>
  ({ run }: StepContext) =>
    run(process.execPath, args, { cwd: root, env });
const program =
  (name: string, ...args: string[]) =>
  ({ run }: StepContext) =>
    run(bin(name), args, { cwd: root, env });
const playwright = (...args: string[]) => node(join(root, 'node_modules/@playwright/test/cli.js'), 'test', '-c', 'tests/browser', ...args);

const build: Step = { name: 'Build', run: program('astro', 'build', '--force') };

const everything: Step[] = [
  build,
  { name: 'Unit', run: node(...nodeTests(unit)) },
  // After the build, since both write .astro/.
  { name: 'Types', after: ['Build'], run: program('astro', 'check', '--minimumFailingSeverity', 'warning') },
  { name: 'Lint', run: program('biome', 'check', '--error-on-warnings') },
  { name: 'Browser', after: ['Build'], run: playwright() },
  { name: 'Commands and sites that tests build', run: node(...nodeTests(building)) },
  { name: 'The built and the running site', after: ['Build'], run: node(...nodeTests(served)) },
];

/** The steps that run what matches, by path or by the name of a test. A file is looked into when its text has the pattern. */
function stepsFor(pattern: string): Step[] {
  const matcher = new RegExp(pattern, 'i');
  const has = (file: string) => matcher.test(readFileSync(join(root, file), 'utf8'));
  const specs = globSync('tests/browser/*.spec.ts', { cwd: root });
  const byPath = testFiles.filter((file) => matcher.test(file) && !onPlatforms.includes(file));
  const byName = testFiles.filter((file) => !matcher.test(file) && !onPlatforms.includes(file) && has(file));
  const inBrowser = specs.filter((file) => matcher.test(file) || has(file));
  const needBuild = [...byPath, ...byName].some((file) => served.includes(file)) || inBrowser.length > 0;
  return [
    ...(needBuild ? [build] : []),
    ...(byPath.length > 0 ? [{ name: 'Files', after: ['Build'], run: node(...nodeTests(byPath)) }] : []),
    ...(byName.length > 0
      ? [{ name: 'Tests', after: ['Build'], run: node(...nodeTests(byName, `--test-name-pattern=/${pattern.replaceAll('/', '\\/')}/i`)) }]
      : []),
    // Playwright's own pattern is matched with the path and the name at once.
    ...(inBrowser.length > 0 ? [{ name: 'Browser', after: ['Build'], run: playwright('--pass-with-no-tests', '-g', pattern) }] : []),
  ];
}

const [first, pattern] = process.argv.slice(2);
const steps =
  first === '--only' ? stepsFor(pattern ?? '') : everything.filter(({ name }) => name.toLowerCase().includes((first ?? '').toLowerCase()));
if (steps.length === 0) {
  console.error(
    `No ${first === '--only' ? 'test' : 'step'} matches "${pattern ?? first}". Steps: ${everything.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}
// Before the clock starts: this may be a download.
if (steps.some(({ name }) => name === 'Browser')) findChromium();
process.exit((await runSteps(steps, 2)) ? 0 : 1);
