import { contentSecurityPolicy } from '../csp.ts';
import { forms } from '../forms/forms.ts';

/** On every response of every platform, pages and errors alike. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not no-referrer: browsers would then send "Origin: null" with our own forms.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Browsers obey it only where the site is reached by https.
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
};

/** On what the function answers, and on the empty forms: no copy of a form stays in a browser or between. */
export const noStoreHeaders: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };

/**
 * On open data instead of `onForms`: the same for everybody, without cookies, and made to be read by pages of others in
 * a browser. A few minutes old is good enough for what changes with a build.
 */
export const openDataHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=300',
  'X-Robots-Tag': 'noindex',
};

/** The static addresses that get `onForms` too. */
export const formAddresses: readonly string[] = forms.map((form) => `/${form.address}/`);
