import { readFile, rm, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import type { Settings } from '../settings.ts';
import { type BuildManifest, readBuildSettings } from './build-manifest.ts';
import { writeHostConfig } from './host-config.ts';

const errorPages = ['src/pages/404.astro', 'src/pages/500.astro'];

/**
 * Takes the site.json that the build rendered (src/pages/site.json.ts) out of the public files and passes its headers on:
 * for the Node server in a manifest beside them, for each platform in the platform's own file.
 */
export function hosting(platform: Settings['PLATFORM']): AstroIntegration {
  let root: URL;
  return {
    name: 'hosting',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = config.root;
      },
      'astro:route:setup': ({ route }) => {
        // On a platform, the function would fetch a prerendered error page over the network and send it without the headers.
        // The Node server has both in memory.
        if (platform !== 'node' && errorPages.includes(route.component)) route.prerender = false;
      },
      'astro:build:done': async ({ dir, pages }) => {
        const rendered = new URL('./site.json', dir);
        const headers: Omit<BuildManifest, 'buildSettings'> = JSON.parse(await readFile(rendered, 'utf8'));
        await rm(rendered);
        if (platform === 'node') {
          const manifest: BuildManifest = { ...headers, buildSettings: readBuildSettings(process.env) };
          await writeFile(new URL('../site.json', dir), JSON.stringify(manifest, null, 2));
        } else {
          const addresses = pages.map(({ pathname }) => `/${pathname}`).filter((address) => /.\/$/.test(address));
          await writeHostConfig(platform, headers, { publicFolder: dir, root, pages: addresses });
        }
      },
    },
  };
}
