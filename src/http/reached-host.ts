import ipaddr from 'ipaddr.js';

// Without a public SITE_URL the site is a try-out copy on one's own machine. Where it is reached by another name, strangers can
// write to it and nothing says who answers, so its forms and other addresses of the function are closed.

/** Whether a host of a URL can only mean the machine itself: localhost and names under it (RFC 6761), 127.0.0.0/8, ::1. */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  const address = name.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

// The Node server runs from its source and the function from a bundle, each with its own copy of this module.
const shared = globalThis as { [key: symbol]: { as?: string } | undefined };
const symbol = Symbol.for('reached-host');
const reached = shared[symbol] ?? {};
shared[symbol] = reached;

/** For an operator, once a copy without a public SITE_URL was reached by another name than this machine's own. */
export const reachedHostProblem = (): string | undefined =>
  reached.as && `This copy is being reached as ${reached.as}. Set SITE_URL, so that who answers is named.`;

/**
 * Whether forms and the function's other addresses are closed to a request with this Host header: there is no public SITE_URL,
 * and the host is another than this machine. The first such host is printed, and is `reachedHostProblem` from then on.
 */
export function isClosedTo(host: string, siteUrl = process.env['SITE_URL']): boolean {
  if (siteUrl && URL.canParse(siteUrl) && !isLoopbackHost(new URL(siteUrl).hostname)) return false;
  const url = `http://${host}/`;
  if (URL.canParse(url) && isLoopbackHost(new URL(url).hostname)) return false;
  if (!reached.as) {
    reached.as = URL.canParse(url) ? new URL(url).host : 'a name that is none';
    console.warn(reachedHostProblem());
  }
  return true;
}

/** The same for a request to the function. */
export const isClosedToRequest = (request: Request): boolean => isClosedTo(request.headers.get('host') ?? new URL(request.url).host);
