import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { getAttribute, type Node, parseHtml, queryAll } from './html.ts';

/** A page as it was built. */
export interface BuiltPage {
  /** Like /help/today/. */
  address: string;
  html: string;
  document: Node;
  /** False where the page asks search engines not to list it. */
  indexable: boolean;
}

export interface BuildOutput {
  pages: BuiltPage[];
  /** Pages that answer when something is wrong: nobody is led to them. */
  errorPages: BuiltPage[];
  /** Every file of the build that is no page, by its address. */
  files: Map<string, Buffer>;
}

const errors = new Set(['/404.html', '/500.html', '/405/']);

/** Reads the public folder of a build. */
export async function readBuildOutput(folder: string): Promise<BuildOutput> {
  const built: BuildOutput = { pages: [], errorPages: [], files: new Map() };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`.replace(/\/index\.html$/, '/');
    const body = await readFile(path);
    // Pagefind's own files are data of the search, also those that look like pages.
    if (!path.endsWith('.html') || address.startsWith('/pagefind/')) {
      built.files.set(address, body);
      continue;
    }
    const html = body.toString();
    const document = parseHtml(html);
    const indexable = !queryAll(document, 'meta').some((meta) => getAttribute(meta, 'name') === 'robots');
    built[errors.has(address) ? 'errorPages' : 'pages'].push({ address, html, document, indexable });
  }
  built.pages.sort((one, other) => one.address.localeCompare(other.address));
  return built;
}
