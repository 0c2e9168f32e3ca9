/** Less than a year, as RFC 9116 asks: a site that nobody builds any more must not go on promising a reader. */
const monthsGood = 11;

/** Whom a stranger who found a weakness is told to turn to. */
interface SecurityTxtOptions {
  /** What stands first. */
  notice?: string | undefined;
  /** Whoever content/trust.yaml names. */
  contact?: string | undefined;
  /** The page that says who can be reached, where there is one. */
  contactPage?: string | undefined;
  site: URL;
  now: Date;
}

/** The words of /.well-known/security.txt; nothing where there is no contact to give, since a false one is worse than none. */
export function securityTxt({ notice, contact: named, contactPage: page, site, now }: SecurityTxtOptions): string | undefined {
  // RFC 9116 takes web addresses by https alone, so a try-out has no file.
  const isPublic = site.protocol === 'https:';
  const contact = named ?? (isPublic && page ? new URL(page, site).href : undefined);
  if (!contact) return undefined;
  const expires = new Date(now);
  expires.setUTCMonth(expires.getUTCMonth() + monthsGood);
  const lines = [
    ...(notice ? [`# ${notice}`] : []),
    ...(named ? [] : ['# Nobody is named to take reports. This page says who can be reached.']),
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en',
    ...(isPublic ? [`Canonical: ${new URL('/.well-known/security.txt', site)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
