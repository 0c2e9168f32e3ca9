import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { type ContentIssue, formatIssue } from '../content-files/content-issue.ts';
import { readContent, sourceFileLookup } from '../content-files/read-content.ts';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';
import { readBuildOutput } from './build-output.ts';
import { brokenFragments } from './links.ts';
import { findIssues } from './references.ts';

/** Addresses that no content file makes, and a text may link to. */
export const codeRoutes: readonly string[] = [
  '/',
  '/search/',
  ...[...forms, ...papers].map(({ address }) => `/${address}/`),
  '/open-referral/v3/services',
];

/** Stops a build whose content has faults, and names them all in words an editor can act on. */
export const contentChecks = (): AstroIntegration => {
  let root: string;
  let fileOf: (address: string) => string;
  const stop = (faults: readonly ContentIssue[], logger: { error(line: string): void }) => {
    for (const fault of faults) logger.error(formatIssue(fault));
    if (faults.length > 0) throw new Error(`content/ has ${faults.length} fault${faults.length === 1 ? '' : 's'}, named above.`);
  };
  return {
    name: 'check-content',
    hooks: {
      'astro:config:setup': ({ config }) => {
        root = fileURLToPath(config.root);
      },
      'astro:build:start': async ({ logger }) => {
        const read = await readContent(root);
        stop(findIssues(read, codeRoutes), logger);
        fileOf = sourceFileLookup(read.content);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const { pages } = await readBuildOutput(fileURLToPath(dir));
        stop(brokenFragments(pages, fileOf), logger);
      },
    },
  };
};
