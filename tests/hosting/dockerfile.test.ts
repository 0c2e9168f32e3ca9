import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readBuildSettings } from '../../src/hosting/build-manifest.ts';
import { root } from '../site-under-test/serve.ts';

// No container is built here, which would need a container engine. These tests read the Dockerfile.

const dockerfile = await readFile(join(root, 'src/hosting/Dockerfile'), 'utf8');

test('every path that the Dockerfile copies exists and is let in by .dockerignore', async () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  assert(copied.length >= 7);
  const ignoreRules = (await readFile(join(root, 'src/hosting/Dockerfile.dockerignore'), 'utf8')).split('\n');
  for (const name of copied) {
    assert(existsSync(join(root, name)), name);
    assert(ignoreRules.includes(`!${name}`), name);
  }
});

test('the build settings in the Dockerfile match real ones, so the container never builds again', () => {
  const [, line = ''] = /^RUN (ASTRO_TELEMETRY[\s\S]*?) npm run build/m.exec(dockerfile) ?? [];
  const placeholders = Object.fromEntries([...line.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value]) => [name, value]));
  const SITE_URL = 'https://www.example.org';
  const production = { ...placeholders, RESEND_API_KEY: 're_real', MAIL_TO_MENTORS: 'mentors@example.org', SITE_URL };
  assert.deepEqual(readBuildSettings({ ...placeholders, SITE_URL }), readBuildSettings(production));
  assert.equal(readBuildSettings(production).formsOpen, true);
});
