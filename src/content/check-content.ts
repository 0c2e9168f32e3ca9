import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';
import { faultsOf, sentence } from './check.ts';
import { readContent } from './read.ts';

/** Addresses that no content file makes, and a text may link to. */
export const madeByCode: readonly string[] = [
  '/',
  '/search/',
  ...[...forms, ...papers].map(({ address }) => `/${address}/`),
  '/open-referral/v3/services',
];

/** Stops a build whose content has faults, and names them all in words an editor can act on. */
export const checkContent = (): AstroIntegration => {
  let root: URL;
  return {
    name: 'check-content',
    hooks: {
      'astro:config:setup': ({ config }) => {
        root = config.root;
      },
      'astro:build:start': async ({ logger }) => {
        const faults = faultsOf(await readContent(fileURLToPath(root)), madeByCode);
        for (const fault of faults) logger.error(sentence(fault));
        if (faults.length > 0)
          throw new Error(`content/ has ${faults.length} fault${faults.length === 1 ? '' : 's'}, named above. Nothing was built.`);
      },
    },
  };
};
