import { formAddresses, noStoreHeaders, securityHeaders } from '../hosting/headers.ts';

/** What a platform must know to serve the built pages. The build takes this file out of the public folder again. */
export const GET = () => Response.json({ everywhere: securityHeaders, onForms: noStoreHeaders, formAddresses });
