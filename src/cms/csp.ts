import type { Repository } from './repository.ts';

/**
 * The policy of /edit/ and of nothing else. Sveltia CMS writes its styles into the page while it runs, shows pictures it
 * has read, and talks to the git host. It needs no inline script and no eval, and nothing else may be loaded or asked.
 */
export const editorCsp = ({ apiUrl }: Pick<Repository, 'apiUrl'>): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' blob: data: ${new URL(apiUrl).origin}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
