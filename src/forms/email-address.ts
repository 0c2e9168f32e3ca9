/**
 * The ASCII form of a mail domain (UTS 46, by the URL parser), or undefined when it cannot be one: it needs two labels,
 * none beginning or ending with a hyphen, the last of two characters or more and not all digits.
 */
export function asciiDomain(domain: string): string | undefined {
  // Characters that the URL parser would read as a path, a port or credentials.
  if (!domain.includes('.') || /[\s/?#:@\\[\]%<>^|"'`{},;()*!$&=+~_]/.test(domain)) return undefined;
  let ascii: string;
  try {
    ascii = new URL(`http://${domain}/`).hostname;
  } catch {
    return undefined;
  }
  const labels = ascii.split('.');
  const valid = labels.length > 1 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return valid && /^(?!\d+$).{2,}$/.test(labels.at(-1) ?? '') ? ascii : undefined;
}

/** See `email` in fields.ts. */
export function isEmailAddress(text: string): boolean {
  const [local = '', domain = '', ...rest] = text.split('@');
  return (
    rest.length === 0 &&
    text.length <= 254 &&
    /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~`-]+$/.test(local) &&
    !local.includes('..') &&
    asciiDomain(domain) !== undefined
  );
}
