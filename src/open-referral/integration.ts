import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { readContent } from '../content-files/read-content.ts';
import { buildCatalogue } from './catalogue.ts';

const name = 'virtual:open-referral';

/**
 * Makes the catalogue while the site is built, so that the function carries these few kilobytes and neither content/
 * nor Astro's store of it.
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
              name,
              resolveId: (id) => (id === name ? `\0${name}` : undefined),
              async load(id) {
                if (id !== `\0${name}`) return undefined;
                const { content, texts } = await readContent(root);
                // For "npm run dev": a change in content/ makes it again.
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
