import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../browser/chromium.ts';
import { root, serve } from '../site-under-test/serve.ts';
import { runSteps, type Step, type StepContext } from '../step-runner.ts';
import { withBuildFor } from './build.ts';
import { findNginx } from './proxy/nginx.ts';

// npm run test:platforms                 everything that needs more than `npm ci` brings
// npm run test:platforms -- netlify      the steps whose name has that word
// The packages are installed into tests/hosting/, without running anybody's install scripts.

const folder = import.meta.dirname;

const nodeTests =
  (pattern: string, env: Record<string, string> = {}) =>
  ({ run }: StepContext) =>
    // One file at a time: those of a store or a platform share one.
    run(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', pattern], { cwd: root, env });

const installed = join(folder, 'node_modules/.package-lock.json');
const isInstalled = existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs;
const packages: Step = {
  name: 'Packages for the platforms',
  isDownload: true,
  run: async ({ run, print }) => {
    if (isInstalled) print('They are installed.\n');
    else await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
    findChromium();
    findNginx();
  },
};

/** Runs the tests of a platform's build: its function over HTTP, or, for the Node server, the whole of it behind nginx. */
const platform = (name: string, tests: string, settings: Record<string, string> = {}): Step => ({
  name: `${name}: build and run`,
  after: [packages.name],
  run: (context) => withBuildFor(name, settings, context, (built) => nodeTests(tests, { EDGE: name, BUILT: built })(context)),
});

const store: Step[] = [
  {
    name: 'The outbox on a libSQL server',
    after: [packages.name],
    run: async (context) => {
      // Looked for only now: it comes with the packages.
      const { hasLibsqlServer, startLibsqlServer } = await import('./libsql-server.ts');
      if (!hasLibsqlServer) return context.print('Left out: the package of the libSQL server is for Linux on x64.\n');
      const server = await startLibsqlServer();
      try {
        await nodeTests('tests/submissions/*.test.ts', { STORE_SERVER: server.url })(context);
      } finally {
        await server.stop();
      }
      // Builds the site unless npm test has just done so: two servers that start together would both build it.
      await (await serve()).stop();
      await nodeTests('tests/hosting/remote-store/*.test.ts')(context);
    },
  },
];

const everything: Step[] = [
  packages,
  platform('cloudflare', 'tests/hosting/serverless/*.test.ts'),
  { name: 'The editor page in a browser', after: [packages.name], run: nodeTests('tests/hosting/editor-page/*.test.ts') },
  platform('netlify', 'tests/hosting/serverless/*.test.ts'),
  platform('vercel', 'tests/hosting/serverless/*.test.ts'),
  platform('node', 'tests/hosting/proxy/*.test.ts', { SITE_URL: 'https://www.example.org' }),
  ...store,
];

const only = process.argv[2] ?? '';
const steps = everything.filter((step) => step === packages || step.name.toLowerCase().includes(only.toLowerCase()));
process.exit((await runSteps(steps, 2)) ? 0 : 1);
