import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { type ContentIssue, formatIssue } from '../content-files/content-issue.ts';
import { readContent, sourceFileLookup } from '../content-files/read-content.ts';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';
import { readBuildOutput } from './build-output.ts';
import { findIssues } from './find-issues.ts';
import { brokenFragments } from './links.ts';

/** Addresses that a text may link to and that no content file makes. */
export const codeRoutes: readonly string[] = [
  '/',
  '/search/',
  ...[...forms, ...papers].map(({ address }) => `/${address}/`),
  '/open-referral/v3/services',
];

/** An Astro integration that stops a build whose content has issues, and logs each in words an editor can act on. */
export const contentChecks = (): AstroIntegration => {
  let root: string;
  let sourceFile: (address: string) => string;
  const stopOn = (issues: readonly ContentIssue[], logger: { error(line: string): void }) => {
    for (const issue of issues) logger.error(formatIssue(issue));
    if (issues.length > 0) throw new Error(`content/ has ${issues.length} fault${issues.length === 1 ? '' : 's'}, named above.`);
  };
  return {
    // content-report.ts reads the lines of this log by the name.
    name: 'content-checks',
    hooks: {
      'astro:config:setup': ({ config }) => {
        root = fileURLToPath(config.root);
      },
      'astro:build:start': async ({ logger }) => {
        const read = await readContent(root);
        stopOn(findIssues(read, codeRoutes), logger);
        sourceFile = sourceFileLookup(read.content);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const { pages } = await readBuildOutput(fileURLToPath(dir));
        stopOn(brokenFragments(pages, sourceFile), logger);
      },
    },
  };
};
