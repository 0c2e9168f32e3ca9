import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { loadAdapter } from '../../src/hosting/astro-adapters.ts';

test('a platform whose adapter is not there says in one sentence what to install', async () => {
  for (const platform of ['vercel', 'netlify', 'cloudflare'] as const)
    await assert.rejects(loadAdapter(platform, tmpdir()), {
      message: `PLATFORM=${platform} needs the package @astrojs/${platform}. Install it with: npm install @astrojs/${platform}`,
    });
});
