/** What a build was made for; only a build has it (astro.config.mjs). */
declare const BUILT_FOR: string | undefined;

/**
 * The settings as this process was given them. Where it runs is fixed by the build: a function that was not told
 * PLATFORM again would take itself for a server with a disk, and for one that says who a visitor is.
 */
export const environment = (): Record<string, string | undefined> => ({
  ...process.env,
  ...(typeof BUILT_FOR !== 'undefined' && { PLATFORM: BUILT_FOR }),
});
