import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../site-under-test/project-copy.ts';

/** Settings of a site on a platform, with a provider that is only an address. */
export const settingsOf = (platform: string, more: Record<string, string> = {}): Record<string, string> => ({
  PLATFORM: platform,
  SEAL_KEY: Buffer.alloc(32, 3).toString('base64url'),
  RESEND_API_KEY: 're_test',
  RESEND_BASE_URL: '',
  MAIL_FROM: 'Website <forms@example.org>',
  MAIL_TO_MENTORS: 'mentors@example.org',
  MAIL_TO_REFERRALS: 'referrals@example.org',
  SITE_URL: '',
  STORE_URL: '',
  ...more,
});

/**
 * Builds the site for one platform as its build machine would, in a copy of the project: the adapters of Vercel and
 * Netlify write into the project's own folder, whatever outDir says.
 */
export async function buildFor(platform: string, more: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), `trust-${platform}-`));
  await copyProject(folder, join(import.meta.dirname, 'node_modules'));
  const { status, stdout, stderr } = spawnSync(join(folder, 'node_modules/.bin/astro'), ['build', '--force'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...settingsOf(platform, more) },
  });
  return { folder, code: status, printed: stdout + stderr, putAway: () => rm(folder, { recursive: true, force: true }) };
}
