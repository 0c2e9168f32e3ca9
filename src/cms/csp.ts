import type { Repository } from './repository.ts';

/**
 * The Content-Security-Policy of /edit/ alone. Sveltia CMS adds styles to the page while it runs, shows images it has read,
 * and calls the API of the git host. It needs neither inline scripts nor eval.
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
