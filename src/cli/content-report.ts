import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type BuildOutput, readBuildOutput } from '../content-checks/build-output.ts';
import { findIssues } from '../content-checks/find-issues.ts';
import { codeRoutes } from '../content-checks/integration.ts';
import { externalLinks, findWarnings } from '../content-checks/warnings.ts';
import { type ContentIssue, formatIssue } from '../content-files/content-issue.ts';
import { readContent } from '../content-files/read-content.ts';

// npm run content: errors first, then what an editor should look at. Exits with 1 only for what also stops a build.

const root = resolve(import.meta.dirname, '../..');

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const formatList = (issues: readonly ContentIssue[]) => issues.map((issue) => `  ${formatIssue(issue)}`).join('\n');

/** Picks from the output of a failed build the lines that an editor needs. */
function buildErrors(output: string): string {
  const text = stripVTControlCharacters(output);
  const issues = [...text.matchAll(/\[content-checks\] (content\/.*)/g)].map(([, line]) => `  ${line}`);
  if (issues.length > 0) return issues.join('\n');
  // MDX that cannot be parsed: "46:1: Expected a closing tag for `<Note>` (46:1) (mdx-jsx:…)", and the file below it.
  const [, line, reason, file] = /^(\d+):\d+: (.*?)(?: \(\d+:\d+\))?(?: \(mdx.*)?\n +Location:\n +(.*?):\d+:\d+$/m.exec(text) ?? [];
  if (line && reason && file)
    return formatList([
      { file: relative(root, file), path: `line ${line}`, message: `cannot be read: ${reason}. Close what was opened above it` },
    ]);
  return text.split('\n').slice(-20).join('\n');
}

/** Builds the pages into a folder of their own, which is removed again, and reads them. `errors` says why a build failed. */
async function build(): Promise<{ built: BuildOutput } | { errors: string }> {
  // Inside the project, where a build finds its packages.
  await mkdir(join(root, 'var'), { recursive: true });
  const folder = await mkdtemp(join(root, 'var/pages-'));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build', '--force'], {
      cwd: root,
      encoding: 'utf8',
      // Without the site's settings, because none of them is about content.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ASTRO_TELEMETRY_DISABLED: '1', OUT_DIR: folder },
    });
    return status === 0 ? { built: await readBuildOutput(join(folder, 'client')) } : { errors: buildErrors(stdout + stderr) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(): Promise<number> {
  const read = await readContent(root);
  const issues = findIssues(read, codeRoutes);
  if (issues.length > 0) {
    console.log(`${plural(issues.length, 'error')}. The site cannot be built until they are corrected:\n${formatList(issues)}\n`);
    console.log('Warnings are looked for once there are no errors.');
    return 1;
  }
  console.log('Building the pages to look at them. This takes about half a minute.\n');
  const result = await build();
  if ('errors' in result) {
    console.log(`Errors. The site cannot be built until they are corrected:\n${result.errors}`);
    return 1;
  }
  console.log('No errors: the site can be built.\n');

  const today = new Date().toISOString().slice(0, 10);
  const groups = findWarnings(read, result.built, today).filter((group) => group.issues.length > 0);
  const count = groups.reduce((sum, group) => sum + group.issues.length, 0);
  console.log(count === 0 ? 'No warnings.\n' : `${plural(count, 'warning')}. They stop nothing; look at each:\n`);
  for (const group of groups) console.log(`${group.heading} (${group.issues.length}):\n${formatList(group.issues)}\n`);

  const links = externalLinks(read.content, result.built);
  console.log(`${plural(links.size, 'link')} to other sites. Nothing here asks whether they still answer; open them now and then:`);
  for (const [href, files] of links)
    console.log(`  ${href}\n    in ${files.slice(0, 3).join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}`);
  return 0;
}

process.exitCode = await report();
