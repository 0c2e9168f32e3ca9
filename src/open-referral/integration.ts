import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { readContent } from '../content-files/read-content.ts';
import { buildCatalogue } from './catalogue.ts';

const moduleId = 'virtual:open-referral';

/**
 * Builds the catalogue as the module virtual:open-referral, so that the function carries these few kilobytes instead of
 * content/ or Astro's store of it.
 */
export const openReferral = (): AstroIntegration => ({
  name: 'open-referral',
  hooks: {
    'astro:config:setup': ({ updateConfig, config }) => {
      const root = fileURLToPath(config.root);
      updateConfig({
        vite: {
          plugins: [
            {
              name: moduleId,
              resolveId: (id) => (id === moduleId ? `\0${moduleId}` : undefined),
              async load(id) {
                if (id !== `\0${moduleId}`) return undefined;
                const { content, texts } = await readContent(root);
                // Under "npm run dev" a change in content/ builds it again.
                for (const file of texts.keys()) this.addWatchFile(join(root, file));
                return `export default ${JSON.stringify(buildCatalogue(content, new URL(config.site ?? '')))}`;
              },
            },
          ],
        },
      });
    },
  },
});
