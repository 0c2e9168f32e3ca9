import type { BuildManifest } from '../hosting/build-manifest.ts';
import { formAddresses, noStoreHeaders, securityHeaders } from '../hosting/headers.ts';

/** The headers for static files. The build moves this file out of the public folder (src/hosting/integration.ts). */
export const GET = () =>
  Response.json({ securityHeaders, noStoreHeaders, formAddresses } satisfies Record<keyof Omit<BuildManifest, 'buildSettings'>, unknown>);
