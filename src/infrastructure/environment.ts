/** What a build was made for; only a build has it (astro.config.mjs). */
declare const BUILD_PLATFORM: string | undefined;

/** Where this process runs, as its build or PLATFORM says. */
export const buildPlatform = (): string | undefined => (typeof BUILD_PLATFORM !== 'undefined' ? BUILD_PLATFORM : process.env['PLATFORM']);

/**
 * The settings as this process was given them. Where it runs is fixed by the build: a function that was not told
 * PLATFORM again would take itself for a server with a disk, and for one that says who a visitor is.
 */
export const environment = (): Record<string, string | undefined> => ({
  ...process.env,
  PLATFORM: buildPlatform(),
});
