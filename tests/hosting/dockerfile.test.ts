import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readBuildSettings } from '../../src/hosting/build-manifest.ts';
import { root } from '../site-under-test/serve.ts';

// No container is built here: that needs an engine. What it names must exist, and what it builds must be what it serves.

const dockerfile = await readFile(join(root, 'src/hosting/Dockerfile'), 'utf8');

test('all that the container copies is there, and let in', async () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  assert(copied.length >= 7);
  const letIn = (await readFile(join(root, 'src/hosting/Dockerfile.dockerignore'), 'utf8')).split('\n');
  for (const name of copied) {
    assert(existsSync(join(root, name)), name);
    assert(letIn.includes(`!${name}`), name);
  }
});

test('the pages in the container are those of its settings: it never has to build again', () => {
  const [, line = ''] = /^RUN (ASTRO_TELEMETRY[\s\S]*?) npm run build/m.exec(dockerfile) ?? [];
  const given = Object.fromEntries([...line.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value]) => [name, value]));
  const SITE_URL = 'https://www.example.org';
  const served = { ...given, RESEND_API_KEY: 're_real', MAIL_TO_MENTORS: 'mentors@example.org', SITE_URL };
  assert.deepEqual(readBuildSettings({ ...given, SITE_URL }), readBuildSettings(served));
  assert.equal(readBuildSettings(served).formsOpen, true);
});
