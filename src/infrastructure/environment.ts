/** Replaced by the build (astro.config.mjs); undefined where the source runs as it is. */
declare const BUILD_PLATFORM: string | undefined;

/** The platform this process runs on, as its build says, or PLATFORM without one. */
export const buildPlatform = (): string | undefined => (typeof BUILD_PLATFORM !== 'undefined' ? BUILD_PLATFORM : process.env['PLATFORM']);

/**
 * The environment variables, with the platform fixed by the build. A function deployed without PLATFORM would take itself
 * for a Node server: it would look for a disk, and believe a client address header that any visitor can send.
 */
export const environment = (): Record<string, string | undefined> => ({
  ...process.env,
  PLATFORM: buildPlatform(),
});
