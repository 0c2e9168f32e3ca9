import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { readRepository } from './repository.ts';

const name = 'virtual:editor';

/** The colours of some three hundred programming languages, for a kind of field that no page here has. */
const notUsed = /^@shikijs\/(langs|themes)\//;

/** Adds /edit/ to a build when EDITOR_REPOSITORY says where it writes. Otherwise nothing of it is built. */
export const editorPage = (setting: string | undefined): AstroIntegration => ({
  name: 'editor-page',
  hooks: {
    'astro:config:setup': ({ injectRoute, updateConfig }) => {
      if (!setting) return;
      const repository = readRepository(setting);
      try {
        createRequire(import.meta.url).resolve('@sveltia/cms');
      } catch {
        throw new Error(
          'EDITOR_REPOSITORY is set, and the editor page needs the package @sveltia/cms. Install it with: npm install @sveltia/cms@0.221.1',
        );
      }
      const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
      injectRoute({ pattern: '/edit', entrypoint: file('./page/index.astro'), prerender: false });
      injectRoute({ pattern: '/edit/config.json', entrypoint: file('./page/config.json.ts'), prerender: true });
      const known = `export const EDITOR_REPOSITORY = ${JSON.stringify(repository)};`;
      const plugin = {
        name: 'editor',
        enforce: 'pre' as const,
        resolveId: (id: string) => (id === name || notUsed.test(id) ? `\0${id}` : undefined),
        load: (id: string) => (id === `\0${name}` ? known : notUsed.test(id.slice(1)) ? 'export default []' : undefined),
      };
      updateConfig({ vite: { plugins: [plugin] } });
    },
  },
});
