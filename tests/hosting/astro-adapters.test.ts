import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { loadAdapter } from '../../src/hosting/astro-adapters.ts';

test('a missing adapter is refused with the command that installs it', async () => {
  for (const platform of ['vercel', 'netlify', 'cloudflare'] as const)
    await assert.rejects(loadAdapter(platform, tmpdir()), {
      message: `PLATFORM=${platform} needs the package @astrojs/${platform}. Install it with: npm install @astrojs/${platform}`,
    });
});
