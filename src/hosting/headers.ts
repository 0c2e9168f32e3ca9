import { contentSecurityPolicy } from '../csp.ts';
import { forms } from '../forms/forms.ts';

/** On every response of every platform: pages, files, redirects and errors, from the server and from the function. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not no-referrer, with which browsers would send "Origin: null" when our own forms are posted.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Browsers ignore it unless the site is reached by https (RFC 6797).
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
};

/** Added to everything the function answers except open data, and to the static pages of `formAddresses`: no cache keeps a form. */
export const noStoreHeaders: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/**
 * Added to /open-referral/ instead of `noStoreHeaders`. The data is public, the same for everyone and free of cookies, so
 * pages of other sites may read it. It changes only with a build, so a few minutes in a cache do no harm.
 */
export const openDataHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=300',
  'X-Robots-Tag': 'noindex',
};

/** The empty forms. They are static pages, and are served with `noStoreHeaders` as well. */
export const formAddresses: readonly string[] = forms.map((form) => `/${form.address}/`);
