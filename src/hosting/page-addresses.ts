import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { addressOf, readContent } from '../content-files/read-content.ts';
import { forms } from '../forms/forms.ts';
import { papers } from '../forms/paper.ts';

const name = 'virtual:page-addresses';

/** Tells the function the address of every page, for a platform that asks it about those that do not exist. */
export const pageAddresses = (): AstroIntegration => ({
  name: 'page-addresses',
  hooks: {
    'astro:config:setup': ({ updateConfig, config }) => {
      updateConfig({
        vite: {
          plugins: [
            {
              name,
              resolveId: (id) => (id === name ? `\0${name}` : undefined),
              async load(id) {
                if (id !== `\0${name}`) return undefined;
                const { content } = await readContent(fileURLToPath(config.root));
                const collections = ['services', 'partnerships', 'requirements', 'news', 'pages'] as const;
                const addresses = [
                  '/',
                  '/search/',
                  ...[...forms, ...papers].map(({ address }) => `/${address}/`),
                  ...collections.flatMap((collection) => content[collection].map((entry) => addressOf(collection, entry.id))),
                ];
                return `export default ${JSON.stringify([...new Set(addresses)])}`;
              },
            },
          ],
        },
      });
    },
  },
});
