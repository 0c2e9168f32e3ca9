/** Under a year, as RFC 9116 section 2.5.5 recommends: an abandoned site must not go on promising an answer. */
const validMonths = 11;

interface SecurityTxtOptions {
  /** A comment above everything else. */
  notice?: string | undefined;
  /** Where to report a weakness, as content/trust.yaml names it. */
  contact?: string | undefined;
  /** The page to give where no contact is named. */
  contactPage?: string | undefined;
  site: URL;
  now: Date;
}

/**
 * The text of /.well-known/security.txt (RFC 9116), or undefined where there is no contact to give: no file is better than a
 * wrong one.
 */
export function securityTxt({ notice, contact, contactPage, site, now }: SecurityTxtOptions): string | undefined {
  // RFC 9116 allows web addresses only with https, so a site on localhost has no file.
  const isPublic = site.protocol === 'https:';
  const address = contact ?? (isPublic && contactPage ? new URL(contactPage, site).href : undefined);
  if (!address) return undefined;
  const expires = new Date(now);
  expires.setUTCMonth(expires.getUTCMonth() + validMonths);
  const lines = [
    ...(notice ? [`# ${notice}`] : []),
    ...(contact ? [] : ['# Nobody is named to take reports. This page says who can be reached.']),
    `Contact: ${address}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en',
    ...(isPublic ? [`Canonical: ${new URL('/.well-known/security.txt', site)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
