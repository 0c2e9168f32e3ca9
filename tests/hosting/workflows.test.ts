import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../site-under-test/serve.ts';

const folder = join(root, '.github/workflows');

interface Workflow {
  permissions: unknown;
  jobs: Record<string, { permissions?: unknown; steps: { uses?: string; with?: Record<string, unknown> }[] }>;
}

for (const name of await readdir(folder)) {
  const text = await readFile(join(folder, name), 'utf8');
  const { permissions, jobs }: Workflow = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test(`${name} names each action by its commit, with the version beside it`, () => {
    for (const { uses } of steps) {
      if (uses === undefined || uses.startsWith('./')) continue;
      assert.match(uses, /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
      assert.match(text, new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+$`, 'm'));
    }
  });

  test(`${name} may only read the repository, and leaves no token where its steps can read it`, () => {
    assert.deepEqual(permissions, { contents: 'read' });
    for (const job of Object.values(jobs)) assert.equal(job.permissions, undefined);
    for (const { uses, with: given } of steps)
      if (uses?.startsWith('actions/checkout@')) assert.equal(given?.['persist-credentials'], false);
  });
}
