import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type BuildOutput, readBuildOutput } from '../content-checks/build-output.ts';
import { codeRoutes } from '../content-checks/integration.ts';
import { findIssues } from '../content-checks/references.ts';
import { externalLinks, findWarnings } from '../content-checks/warnings.ts';
import { type ContentIssue, formatIssue } from '../content-files/content-issue.ts';
import { readContent } from '../content-files/read-content.ts';

// npm run content: everything an editor should know of content/. Exit 1 only for what also stops a build.

const root = resolve(import.meta.dirname, '../..');

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
const listed = (faults: readonly ContentIssue[]) => faults.map((fault) => `  ${formatIssue(fault)}`).join('\n');

/** Of what a failed build printed, the lines that an editor needs. */
function faultsIn(printed: string): string {
  // Astro writes in colours.
  const text = stripVTControlCharacters(printed);
  const ours = [...text.matchAll(/\[check-content\] (content\/.*)/g)].map(([, line]) => `  ${line}`);
  if (ours.length > 0) return ours.join('\n');
  // Where a text cannot be read: "46:1: Expected a closing tag for `<Note>` (46:1) (mdx-jsx:…)", and below it the file.
  const [, line, what, file] = /^(\d+):\d+: (.*?)(?: \(\d+:\d+\))?(?: \(mdx.*)?\n +Location:\n +(.*?):\d+:\d+$/m.exec(text) ?? [];
  if (line && what && file)
    return `  ${formatIssue({ file: relative(root, file), path: `line ${line}`, message: `cannot be read: ${what}. Close what was opened above it` })}`;
  return text.split('\n').slice(-20).join('\n');
}

/** Builds the pages beside those that are being served, and reads them; or says why they could not be built. */
async function build(): Promise<{ built: BuildOutput } | { stopped: string }> {
  // Inside the project, where a build finds its packages.
  await mkdir(join(root, 'var'), { recursive: true });
  const folder = await mkdtemp(join(root, 'var/pages-'));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/astro/bin/astro.mjs'), 'build', '--force'], {
      cwd: root,
      encoding: 'utf8',
      // Of the settings of the site none is about content.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ASTRO_TELEMETRY_DISABLED: '1', OUT_DIR: folder },
    });
    if (status === 0) return { built: await readBuildOutput(join(folder, 'client')) };
    return { stopped: faultsIn(stdout + stderr) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(): Promise<number> {
  const read = await readContent(root);
  const faults = findIssues(read, codeRoutes);
  if (faults.length > 0) {
    console.log(`${many(faults.length, 'error')}. The site cannot be built until they are mended:\n${listed(faults)}\n`);
    console.log('Warnings are looked for once there are no errors.');
    return 1;
  }
  console.log('Building the pages to look at them. This takes about half a minute.\n');
  const pages = await build();
  if ('stopped' in pages) {
    console.log(`Errors. The site cannot be built until they are mended:\n${pages.stopped}`);
    return 1;
  }
  console.log('No errors: the site can be built.\n');

  const today = new Date().toISOString().slice(0, 10);
  const warnings = findWarnings(read, pages.built, today).filter(({ issues: found }) => found.length > 0);
  const count = warnings.reduce((sum, { issues: found }) => sum + found.length, 0);
  console.log(count === 0 ? 'No warnings.\n' : `${many(count, 'warning')}. They stop nothing; look at each:\n`);
  for (const { heading, issues } of warnings) console.log(`${heading} (${issues.length}):\n${listed(issues)}\n`);

  const outside = externalLinks(read.content, pages.built);
  console.log(`${many(outside.size, 'link')} to other sites. Nothing here asks whether they still answer; open them now and then:`);
  for (const [to, files] of outside)
    console.log(`  ${to}\n    in ${files.slice(0, 3).join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}`);
  return 0;
}

process.exitCode = await report();
