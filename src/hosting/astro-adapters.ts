import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Settings } from '../settings.ts';

const adapters: Record<Settings['PLATFORM'], { packageName: string; options: object }> = {
  node: { packageName: '@astrojs/node', options: { mode: 'middleware', bodySizeLimit: 64 * 1024 } },
  vercel: { packageName: '@astrojs/vercel', options: {} },
  netlify: { packageName: '@astrojs/netlify', options: { imageCDN: false } },
  cloudflare: {
    packageName: '@astrojs/cloudflare',
    options: { imageService: 'passthrough', prerenderEnvironment: 'node', configPath: './src/hosting/wrangler.json' },
  },
};

/**
 * Loads a platform's Astro adapter, and no other. Those for Netlify and Cloudflare are hundreds of megabytes with their
 * dependencies, so they are not in package.json.
 * @throws Error with the command that installs a missing adapter
 */
export async function loadAdapter(platform: Settings['PLATFORM'], root: string): Promise<AstroIntegration> {
  const { packageName, options } = adapters[platform];
  let file: string;
  try {
    file = createRequire(join(root, 'package.json')).resolve(packageName);
  } catch {
    throw new Error(`PLATFORM=${platform} needs the package ${packageName}. Install it with: npm install ${packageName}`);
  }
  // By its file, because Vite reads this configuration and warns about a package name that it cannot resolve beforehand.
  const { default: adapter } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  return adapter(options);
}
