import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../site-under-test/serve.ts';

/** A wrong value for each setting. Some settings are secrets, so no message may repeat a value. */
const wrong: Record<string, string> = {
  SITE_URL: 'wrong-value',
  PLATFORM: 'wrong-value',
  PORT: 'wrong-value',
  RESEND_API_KEY: 'wrong-value twice',
  RESEND_READ_KEY: 'wrong-value twice',
  RESEND_WEBHOOK_SECRET: 'wrong-value',
  RESEND_BASE_URL: 'wrong-value',
  RESEND_DEBUG: 'wrong-value',
  MAIL_FROM: 'wrong-value',
  MAIL_TO_MENTORS: 'wrong-value',
  MAIL_TO_REFERRALS: 'wrong-value',
  MAIL_TO_JUST_WOMEN: 'wrong-value',
  MAIL_TO_NOBODY: 'wrong-value@example.org',
  MAIL_TO_FALLBACK: 'wrong-value',
  ALERT_TO: 'wrong-value',
  SEAL_KEY: 'wrong-value',
  SEAL_KEY_PREVIOUS: 'wrong-value',
  STORE_URL: 'wrong-value',
  STORE_TOKEN: 'wrong-value twice',
  TASK_TOKEN: 'wrong-value',
  TRUST_PROXY: 'wrong-value',
  SENDS_PER_ADDRESS: 'wrong-value',
  SENDS_PER_HOUR: 'wrong-value',
};

/** What RESEND_API_KEY requires. */
const mailSettings = { MAIL_FROM: 'forms@example.org', MAIL_TO_MENTORS: 'mentors@example.org', MAIL_TO_REFERRALS: 'referrals@example.org' };

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-start-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** Starts the site with only these settings. Resolves with its exit code and the lines it printed. */
const start = (settings: Record<string, string>) =>
  new Promise<{ code: unknown; lines: string[] }>((resolve) => {
    const program = join(root, 'src/server/start.ts');
    // An empty value hides the same setting in the developer's .env.
    const empty = Object.fromEntries(Object.keys(wrong).map((name) => [name, '']));
    const env = { PATH: process.env['PATH'], ...empty, ...settings };
    execFile(process.execPath, [program], { cwd: folder, env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code, lines: (stdout + stderr).trim().split('\n') }),
    );
  });

const sentenceAbout = (name: string) => new RegExp(`^  ${name} (is|are|must|names|lets) .{20,}$`);

for (const [name, value] of Object.entries(wrong)) {
  test(`a wrong ${name} stops the start with exit code 1 and one sentence that names it`, async () => {
    const { code, lines } = await start({ ...mailSettings, [name]: value });
    assert.equal(code, 1);
    const [first, sentence = '', last, ...more] = lines;
    assert.equal(first, 'Settings that are wrong:');
    assert.match(sentence, sentenceAbout(name));
    assert.equal(last, 'See .env.example.');
    assert.deepEqual(more, []);
    assert.doesNotMatch(sentence, /wrong-value/);
  });
}

test('all settings wrong stop the start with exit code 1 and one sentence each', async () => {
  const { code, lines } = await start(wrong);
  assert.equal(code, 1);
  for (const name of Object.keys(wrong)) assert.equal(lines.filter((line) => sentenceAbout(name).test(line)).length, 1, name);
  assert.equal(lines.length, Object.keys(wrong).length + 2);
  assert.doesNotMatch(lines.join('\n'), /wrong-value|at .+\.ts:\d+/);
});
