import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { readRepository } from './repository.ts';

const virtualModule = 'virtual:editor';

/** Sveltia's syntax highlighting for some three hundred languages, for a kind of field that no page here has. */
const unusedModules = /^@shikijs\/(langs|themes)\//;

/**
 * An Astro integration that adds /edit/ to a build. Without `setting`, the value of EDITOR_REPOSITORY, it adds nothing.
 * Throws if the setting is there and @sveltia/cms is not installed.
 */
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
      const repositoryModule = `export const EDITOR_REPOSITORY = ${JSON.stringify(repository)};`;
      const plugin = {
        name: 'editor',
        enforce: 'pre' as const,
        resolveId: (id: string) => (id === virtualModule || unusedModules.test(id) ? `\0${id}` : undefined),
        load: (id: string) =>
          id === `\0${virtualModule}` ? repositoryModule : unusedModules.test(id.slice(1)) ? 'export default []' : undefined,
      };
      updateConfig({ vite: { plugins: [plugin] } });
    },
  },
});
