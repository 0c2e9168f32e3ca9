import { readFile, rename, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { mailGoes, readSettings } from '../settings.ts';

/** What the server reads before it serves a build. */
export interface BuiltSite {
  everywhere: Record<string, string>;
  onForms: Record<string, string>;
  /** Static addresses that are served with `onForms`. */
  formAddresses: string[];
  /** The settings that are baked into pages: a build made with others is made again. */
  builtWith: BuiltWith;
}

export interface BuiltWith {
  siteUrl: string | null;
  formsOpen: boolean;
}

export function buildDependsOn(from: Readonly<Record<string, string | undefined>>): BuiltWith {
  const settings = readSettings(from);
  return { siteUrl: settings.SITE_URL ?? null, formsOpen: mailGoes(settings) !== 'nowhere' };
}

/** Writes site.json beside the public folder: the headers, and the settings the pages were built with. */
export const builtSite = (): AstroIntegration => ({
  name: 'built-site',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const made = new URL('./site.json', dir);
      const kept = new URL('../site.json', dir);
      const site = JSON.parse(await readFile(made, 'utf8'));
      await rename(made, kept);
      await writeFile(kept, JSON.stringify({ ...site, builtWith: buildDependsOn(process.env) } satisfies BuiltSite, null, 2));
    },
  },
});
