import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { Settings } from '../settings.ts';
import type { BuildManifest } from './integration.ts';

// What tells each platform to serve the static pages as our own server does: the same headers, and no copy of a form.

type Site = Pick<BuildManifest, 'everywhere' | 'onForms' | 'formAddresses'>;

/** A _headers file, as Netlify and Cloudflare read it. It is only for static pages; the function sends its own. */
export function headersFile({ securityHeaders: everywhere, noStoreHeaders: onForms, formAddresses }: Site): string {
  const rule = (address: string, headers: Record<string, string>) =>
    [address, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');
  // Netlify also serves a page at its address without the slash.
  const forms = formAddresses.flatMap((address) => [address, address.replace(/\/$/, '')]);
  return `${[rule('/*', everywhere), ...forms.map((address) => rule(address, onForms))].join('\n')}\n`;
}

/** One rule of Vercel's config.json. */
export interface VercelRoute {
  src?: string;
  handle?: string;
  headers?: Record<string, string>;
  continue?: boolean;
  status?: number;
  dest?: string;
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The rules that come before all others on Vercel. `pages` are the addresses with a slash at the end. */
export const vercelRoutes = ({ securityHeaders, noStoreHeaders, formAddresses }: Site, pages: readonly string[]): VercelRoute[] => [
  { src: '^/.*$', headers: securityHeaders, continue: true },
  ...formAddresses.map((address) => ({ src: `^${literally(address)}?$`, headers: noStoreHeaders, continue: true })),
  ...pages.map((address) => ({ src: `^${literally(address.replace(/\/$/, ''))}$`, headers: { Location: address }, status: 301 })),
];

/**
 * Writes them into a build.
 * @param publicFolder where the static pages are
 * @param root the project's folder, where Vercel's adapter writes whatever outDir says
 */
export async function writeHostConfig(
  platform: Exclude<Settings['PLATFORM'], 'node'>,
  site: Site,
  { publicFolder, root, pages }: { publicFolder: URL; root: URL; pages: readonly string[] },
): Promise<void> {
  if (platform === 'vercel') {
    const file = new URL('./.vercel/output/config.json', root);
    const config: { routes: VercelRoute[] } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...config, routes: [...vercelRoutes(site, pages), ...config.routes] }, null, 2));
  } else {
    // Cloudflare's adapter has written some lines of its own.
    await appendFile(new URL('./_headers', publicFolder), headersFile(site));
  }
}
