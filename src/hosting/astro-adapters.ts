import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Settings } from '../settings.ts';

/** What hosts the site: each adapter, and how it is set up. Only the one that is asked for is loaded. */
const adapters: Record<Settings['PLATFORM'], { package: string; options: object }> = {
  node: { package: '@astrojs/node', options: { mode: 'middleware', bodySizeLimit: 64 * 1024 } },
  vercel: { package: '@astrojs/vercel', options: {} },
  netlify: { package: '@astrojs/netlify', options: { imageCDN: false } },
  cloudflare: {
    package: '@astrojs/cloudflare',
    options: { imageService: 'passthrough', prerenderEnvironment: 'node', configPath: './src/hosting/wrangler.json' },
  },
};

/**
 * The adapter for a platform. The two heavy ones are not among the dependencies, so that nobody who needs neither
 * downloads hundreds of megabytes.
 * @throws Error that says what to install
 */
export async function loadAdapter(platform: Settings['PLATFORM'], root: string): Promise<AstroIntegration> {
  const { package: name, options } = adapters[platform];
  let file: string;
  try {
    file = createRequire(join(root, 'package.json')).resolve(name);
  } catch {
    throw new Error(`PLATFORM=${platform} needs the package ${name}. Install it with: npm install ${name}`);
  }
  // By its file: Vite, which reads this configuration, warns of a name it cannot look up beforehand.
  const { default: adapter } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  return adapter(options);
}
