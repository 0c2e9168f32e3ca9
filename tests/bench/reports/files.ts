import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../site-under-test/serve.ts';
import { each, type ReportRow } from './context.ts';

// Rows that no request can show: they are read.

const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Lock {
  packages: Record<string, { integrity?: string; hasInstallScript?: true; link?: true; optional?: true }>;
}

export const fileRows: readonly ReportRow[] = [
  {
    row: 'W10',
    title: 'nothing is installed outside the lock file’s integrity',
    attempts: () => {
      const { packages }: Lock = JSON.parse(read('package-lock.json'));
      const installed = Object.entries(packages).filter(([path, { link }]) => path !== '' && !link);
      return [
        {
          what: 'every package has its hash',
          run: () =>
            assert.deepEqual(
              installed.filter(([, { integrity }]) => !integrity).map(([path]) => path),
              [],
            ),
        },
        {
          what: 'the package "node", which downloads in its own script, is not used',
          run: () => assert(!('node_modules/node' in packages)),
        },
        {
          what: 'no script of a package is allowed',
          run: () => assert.deepEqual(Object.values(JSON.parse(read('package.json')).allowScripts ?? {}).filter(Boolean), []),
        },
      ];
    },
  },
  {
    row: 'W12',
    title: 'workflows and the container do no more than they must',
    attempts: () => {
      const workflows = readdirSync(join(root, '.github/workflows'));
      const dockerfile = read('src/hosting/Dockerfile');
      const run = /^docker run (.*\\\n)*.*$/m.exec(read('src/hosting/README.md'))?.[0] ?? '';
      return [
        ...each(
          workflows,
          (name) => `${name}: every action by its commit, contents: read`,
          (name) => {
            const text = read(`.github/workflows/${name}`);
            const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
            assert.deepEqual(
              used.filter((action) => !/@[0-9a-f]{40}$/.test(action)),
              [],
            );
            assert.match(text, /^permissions:\n {2}contents: read\n(?! )/m);
          },
        ),
        {
          what: 'the image has no tools that build',
          run: () => assert.match(dockerfile.slice(dockerfile.lastIndexOf('FROM ')), /^COPY --from=build \/runtime \.\/$/m),
        },
        ...each(
          ['--cap-drop=ALL', '--security-opt=no-new-privileges', '--read-only', '--memory='],
          (option) => `the README runs it with ${option}`,
          (option) => assert(run.includes(option)),
        ),
      ];
    },
  },
  {
    row: 'W13',
    title: 'the READMEs say what stands around the site',
    attempts: () => [
      { what: 'a sub-domain of its own for /edit/', run: () => assert.match(read('src/cms/README.md'), /sub-domain of its own/) },
      {
        what: 'nginx takes requests from the CDN alone for TRUST_PROXY=2',
        run: () => assert.match(read('src/hosting/README.md'), /the CDN alone[\s\S]*deny all;/),
      },
    ],
  },
];
