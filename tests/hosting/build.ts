import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../site-under-test/project-copy.ts';
import type { StepContext } from '../step-runner.ts';

/** Settings of a site on a platform, with a mail provider that is only an address. */
export const platformSettings = (platform: string, more: Record<string, string> = {}): Record<string, string> => ({
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
 * Builds the site for one platform as its build machine would, calls `test` with the folder and removes it. In a copy of
 * the project: the adapters of Vercel and Netlify write into the project's own folder, whatever outDir says.
 */
export async function withBuildFor(
  platform: string,
  more: Record<string, string>,
  { run }: StepContext,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `trust-${platform}-`));
  try {
    await copyProject(folder, join(import.meta.dirname, 'node_modules'));
    const env = { ASTRO_TELEMETRY_DISABLED: '1', ...platformSettings(platform, more) };
    await run(join(folder, 'node_modules/.bin/astro'), ['build', '--force'], { cwd: folder, env });
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
