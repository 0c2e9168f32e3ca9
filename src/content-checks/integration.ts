import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { type Fault, sentence } from '../content-files/content-issue.ts';
import { filesByAddress, readContent } from '../content-files/read-content.ts';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';
import { readBuilt } from './build-output.ts';
import { lostParts } from './links.ts';
import { faultsOf } from './references.ts';

/** Addresses that no content file makes, and a text may link to. */
export const madeByCode: readonly string[] = [
  '/',
  '/search/',
  ...[...forms, ...papers].map(({ address }) => `/${address}/`),
  '/open-referral/v3/services',
];

/** Stops a build whose content has faults, and names them all in words an editor can act on. */
export const checkContent = (): AstroIntegration => {
  let root: string;
  let fileOf: (address: string) => string;
  const stop = (faults: readonly Fault[], logger: { error(line: string): void }) => {
    for (const fault of faults) logger.error(sentence(fault));
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
        stop(faultsOf(read, madeByCode), logger);
        fileOf = filesByAddress(read.content);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const { pages } = await readBuilt(fileURLToPath(dir));
        stop(lostParts(pages, fileOf), logger);
      },
    },
  };
};
