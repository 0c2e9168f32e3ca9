import { mailMode, readSettings } from '../settings.ts';

/** What a build says about itself, for the server that serves it: dist/node/site.json. */
export interface BuildManifest {
  securityHeaders: Record<string, string>;
  noStoreHeaders: Record<string, string>;
  /** Static addresses that are served with `noStoreHeaders`. */
  formAddresses: string[];
  buildSettings: BuildSettings;
}

/** The settings that are baked into pages. When one of them changes, the site must be built again. */
export interface BuildSettings {
  siteUrl: string | null;
  formsOpen: boolean;
  /** The repository that the editor page writes to; null without an editor page. */
  editor: string | null;
}

/**
 * Reads SITE_URL, EDITOR_REPOSITORY and, from the mail settings, whether the forms are open. RESEND_API_KEY itself is not
 * baked in, so the key may change without a new build.
 * @throws SettingsError if any setting is wrong, not only these
 */
export function readBuildSettings(env: Readonly<Record<string, string | undefined>>): BuildSettings {
  const settings = readSettings(env);
  return { siteUrl: settings.SITE_URL ?? null, formsOpen: mailMode(settings) !== 'none', editor: settings.EDITOR_REPOSITORY ?? null };
}
