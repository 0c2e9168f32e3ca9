import { readFile, rm, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { mailMode, readSettings, type Settings } from '../settings.ts';
import { writeHostConfig } from './host-config.ts';

/** What the server reads before it serves a build. */
export interface BuildManifest {
  securityHeaders: Record<string, string>;
  noStoreHeaders: Record<string, string>;
  /** Static addresses that are served with `onForms`. */
  formAddresses: string[];
  /** The settings that are baked into pages: a build made with others is made again. */
  buildSettings: BuildSettings;
}

export interface BuildSettings {
  siteUrl: string | null;
  formsOpen: boolean;
  /** Where the editor page writes; nothing where there is none. */
  editor: string | null;
}

export function readBuildSettings(from: Readonly<Record<string, string | undefined>>): BuildSettings {
  const settings = readSettings(from);
  return { siteUrl: settings.SITE_URL ?? null, formsOpen: mailMode(settings) !== 'nowhere', editor: settings.EDITOR_REPOSITORY ?? null };
}

/** Pages for what went wrong. Our own server has them in memory. */
const errorPages = ['src/pages/404.astro', 'src/pages/500.astro'];

/**
 * Tells whatever serves a build which headers to send: our own server by site.json beside the public folder, which also
 * holds the settings the pages were built with; each platform in its own file.
 */
export function hosting(platform: Settings['PLATFORM']): AstroIntegration {
  let root: URL;
  return {
    name: 'built-site',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = config.root;
      },
      'astro:route:setup': ({ route }) => {
        // A function would fetch the built page from itself over the network, and answer without the headers.
        if (platform !== 'node' && errorPages.includes(route.component)) route.prerender = false;
      },
      'astro:build:done': async ({ dir, pages }) => {
        const made = new URL('./site.json', dir);
        const site = JSON.parse(await readFile(made, 'utf8'));
        await rm(made);
        if (platform === 'node') {
          const kept = new URL('../site.json', dir);
          await writeFile(
            kept,
            JSON.stringify({ ...site, buildSettings: readBuildSettings(process.env) } satisfies BuildManifest, null, 2),
          );
        } else {
          const addresses = pages.map(({ pathname }) => `/${pathname}`).filter((address) => /.\/$/.test(address));
          await writeHostConfig(platform, site, { publicFolder: dir, root, pages: addresses });
        }
      },
    },
  };
}
