import { buildPlatform } from '../infrastructure/environment.ts';

/** Carries the client's IP address from the Node server to the function. The server sets it on every request, over any sent value. */
export const clientIpHeader = 'x-site-client';

interface RequestContext {
  request: Request;
  /** A getter of Astro's, which throws where the platform knows no address. */
  clientAddress: string;
}

function astroClientAddress(context: RequestContext): string | undefined {
  try {
    return context.clientAddress;
  } catch {
    return undefined;
  }
}

/** The client's IP address, from what each platform sets itself and a client cannot forge; undefined if it is not known. */
export function platformClientIp(context: RequestContext): string | undefined {
  switch (buildPlatform()) {
    case 'netlify':
    case 'cloudflare':
      return astroClientAddress(context);
    // Not Astro's clientAddress, which is the left-most X-Forwarded-For entry here and can come from the client.
    case 'vercel':
      return context.request.headers.get('x-real-ip') ?? undefined;
    default:
      return context.request.headers.get(clientIpHeader) ?? undefined;
  }
}
