import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { Settings } from '../settings.ts';
import type { BuildManifest } from './build-manifest.ts';

// Each platform's own file, so that it sends static pages with the same headers as the Node server, and stores no form.

type Headers = Omit<BuildManifest, 'buildSettings'>;

/** A _headers file for Netlify or Cloudflare. It covers static files only; the function sets its own headers. */
function headersFile({ securityHeaders, noStoreHeaders, formAddresses }: Headers): string {
  const rule = (address: string, headers: Record<string, string>) =>
    [address, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');
  // Netlify also serves a page at its address without the final slash.
  const forms = formAddresses.flatMap((address) => [address, address.replace(/\/$/, '')]);
  return `${[rule('/*', securityHeaders), ...forms.map((address) => rule(address, noStoreHeaders))].join('\n')}\n`;
}

/** One route of Vercel's config.json (Build Output API v3). */
export interface VercelRoute {
  src?: string;
  handle?: string;
  headers?: Record<string, string>;
  continue?: boolean;
  status?: number;
  dest?: string;
}

/** The routes to put before Vercel's own. `pages` are the addresses that end in a slash. */
const vercelRoutes = ({ securityHeaders, noStoreHeaders, formAddresses }: Headers, pages: readonly string[]): VercelRoute[] => [
  { src: '^/.*$', headers: securityHeaders, continue: true },
  ...formAddresses.map((address) => ({ src: `^${RegExp.escape(address)}?$`, headers: noStoreHeaders, continue: true })),
  ...pages.map((address) => ({ src: `^${RegExp.escape(address.replace(/\/$/, ''))}$`, headers: { Location: address }, status: 301 })),
];

/**
 * Adds the headers, and on Vercel the redirects to the final slash, to the files that the platform's adapter has written.
 * @param publicFolder the static files of the build
 * @param root the project's folder: Vercel's adapter writes to .vercel/output in it, whatever outDir says
 */
export async function writeHostConfig(
  platform: Exclude<Settings['PLATFORM'], 'node'>,
  headers: Headers,
  { publicFolder, root, pages }: { publicFolder: URL; root: URL; pages: readonly string[] },
): Promise<void> {
  if (platform === 'vercel') {
    const file = new URL('./.vercel/output/config.json', root);
    const config: { routes: VercelRoute[] } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...config, routes: [...vercelRoutes(headers, pages), ...config.routes] }, null, 2));
  } else {
    // Appended, because Cloudflare's adapter has written lines of its own.
    await appendFile(new URL('./_headers', publicFolder), headersFile(headers));
  }
}
