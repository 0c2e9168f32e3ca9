import { buildPlatform } from '../infrastructure/environment.ts';

/**
 * The header in which our own server hands the address of whoever sent a request to the function. It sets it on every
 * request, whatever came in: nobody can say of themselves who they are.
 */
export const clientIpHeader = 'x-site-client';

/** What the function knows of a request. Reading the address throws where the platform knows none. */
interface RequestContext {
  request: Request;
  clientAddress: string;
}

function addressOf(came: RequestContext): string | undefined {
  try {
    return came.clientAddress;
  } catch {
    return undefined;
  }
}

/** Who sent a request, by where the site runs. Each header is one that the platform writes over what a visitor sent. */
export function platformClientIp(came: RequestContext): string | undefined {
  switch (buildPlatform()) {
    case 'netlify':
    case 'cloudflare':
      return addressOf(came);
    // Not Astro's clientAddress, which is the leftmost of X-Forwarded-For here: a proxy in front could have passed it on.
    case 'vercel':
      return came.request.headers.get('x-real-ip') ?? undefined;
    default:
      return came.request.headers.get(clientIpHeader) ?? undefined;
  }
}
