import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findIssues } from '../../src/content-checks/find-issues.ts';
import { codeRoutes } from '../../src/content-checks/integration.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';

// One mistake at a time in a copy of content/, and the issue that an editor must then read.

interface Mistake {
  /** Completes "rejects …". */
  what: string;
  file: string;
  change: (text: string) => string;
  path: string | RegExp;
  /** Matches the part of the message that says what right looks like. */
  message: RegExp;
}

export const page = 'content/pages/about.mdx';
export const service = 'content/services/court-reports.mdx';
export const requirement = 'content/requirements/curfew.mdx';
export const list = (name: string) => `content/${name}.yaml`;

/** Writes a key anew, at the top of the front matter or of the file. */
export const line = (key: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^${key}:.*\\n( .*\\n)*`, 'm'), '').replace(/^(---\n)?/, `$1${value}\n`);

/** Appends a paragraph. */
export const under = (words: string) => (text: string) => `${text.trimEnd()}\n\n${words}\n`;

/** Changes, or removes with '', a key of the first entry of a list. */
export const first = (key: string, value: string) => (text: string) =>
  text.replace(new RegExp(`\\n  ${key}:.*(\\n    .*)*`), value && `\n  ${key}: ${value}`);

/** Copies content/ into a folder that is removed after the test. */
export async function copyContent(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
  return folder;
}

/** Every issue of the content/ in a folder, as an editor reads it. */
export const issueLines = async (folder: string) => findIssues(await readContent(folder), codeRoutes).map(formatIssue);

const matches = (expected: string | RegExp, path: string) => (typeof expected === 'string' ? expected === path : expected.test(path));

/** One test per mistake: its file, its key and a message without a program's words. */
export function rejects(mistakes: readonly Mistake[]) {
  for (const { what, file, change, path, message } of mistakes) {
    test(`rejects ${what}`, async (t) => {
      const folder = await copyContent(t);
      const before = await readFile(join(folder, file), 'utf8');
      const after = change(before);
      assert.notEqual(after, before, `the test changed nothing in ${file}`);
      await writeFile(join(folder, file), after);

      const issues = findIssues(await readContent(folder), codeRoutes);

      const lines = issues.map(formatIssue).join('\n');
      assert(
        issues.some((issue) => issue.file === file && matches(path, issue.path) && message.test(issue.message)),
        `Looked for ${file}, ${path}, ${message} in:\n${lines || 'nothing'}`,
      );
      assert.doesNotMatch(lines, /Invalid|expected|undefined|null/, 'words of a program, not of an editor');
    });
  }
}
