import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { forms } from '../../src/forms/forms.ts';
import { formClient } from '../form-flow/form-client.ts';
import { formValues, urlEncoded, validAnswers } from '../forms/answers.ts';
import { root, serve } from '../site-under-test/serve.ts';

// What the Dockerfile puts into its last image, without a container: copied beside nothing else, and started.

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-runtime-'));
  execFileSync(process.execPath, [join(root, 'src/hosting/copy-runtime.ts'), folder], { stdio: 'pipe' });
});
after(() => rm(folder, { recursive: true, force: true }));

test('the image has no tools that build', async () => {
  const packages = await readdir(join(folder, 'node_modules'));
  assert(packages.includes('zod'));
  const tools = [
    '.bin',
    'astro',
    'vite',
    'rolldown',
    'rollup',
    'esbuild',
    'sass',
    'sharp',
    'pagefind',
    'typescript',
    'playwright',
    'npm',
    'node',
  ];
  for (const name of [...tools, '@vercel', '@astrojs', '@biomejs', '@img']) assert(!packages.includes(name), name);
});

test('the image serves pages, and every form up to its reference, without a build', async () => {
  const site = await serve({}, undefined, folder);
  try {
    assert.doesNotMatch(site.output(), /Building/);
    for (const path of ['/', '/services/', '/open-referral/v3/services', '/health/'])
      assert.equal((await fetch(site.url + path)).status, 200, path);
    for (const form of forms) {
      const visit = formClient(site.url, `/${form.address}/`);
      const checked = await visit.post('check', urlEncoded(formValues({}, validAnswers(form))));
      const sent = await visit.send(checked.state);
      assert.equal(sent.status, 303, sent.html.slice(0, 200));
      assert.equal((await visit.open(sent.location ?? '')).status, 200);
    }
  } finally {
    assert.equal(await site.stop(), 0);
  }
});

test('the commands for operators run in the image', () => {
  const run = (file: string) => {
    try {
      return execFileSync(process.execPath, [join(folder, 'src/cli', file)], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return String((error as { stderr?: unknown }).stderr);
    }
  };
  for (const file of ['outbox.ts', 'canary.ts']) assert.doesNotMatch(run(file), /Cannot find|ERR_MODULE/, file);
});
