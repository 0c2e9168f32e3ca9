import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BuiltPage, readBuildOutput } from '../../src/content-checks/build-output.ts';
import type { BuildManifest } from '../../src/hosting/build-manifest.ts';
import { root } from '../site-under-test/serve.ts';

// Tests read the built pages with the code of `npm run content`.
export {
  descendants as inside,
  type Element,
  getAttribute as attribute,
  getChildNodes as childrenOf,
  innerText as textOf,
  isElement,
  type Node,
  normalizeSpace as tidy,
  queryAll as all,
  queryOne as one,
} from '../../src/content-checks/html.ts';

/** The build under test: the one `npm test` has just made, or BUILT. */
export const folder = resolve(root, process.env['BUILT'] ?? 'dist/node');
if (!existsSync(join(folder, 'site.json')))
  throw new Error(`There is no build in ${folder}. Make one with "npm run build", or run "npm test".`);

export const manifest: BuildManifest = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'));
export const siteUrl = manifest.buildSettings.siteUrl ?? 'http://localhost:4321';

export interface Page extends BuiltPage {
  isForm: boolean;
}

const built = await readBuildOutput(join(folder, 'client'));
const marked = (page: BuiltPage): Page => ({ ...page, isForm: manifest.formAddresses.includes(page.address) });

export const { files } = built;
export const pages: Page[] = built.pages.map(marked);
export const errorPages: Page[] = built.errorPages.map(marked);

export const pageAt = (address: string): Page => {
  const page = pages.find((each) => each.address === address);
  if (!page) throw new Error(`The build has no page ${address}`);
  return page;
};

/** Throws one error with every finding on a line of its own. */
export function assertNone(findings: readonly string[]): void {
  if (findings.length > 0) throw new Error(`${findings.length} found:\n${findings.join('\n')}`);
}
