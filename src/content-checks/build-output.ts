import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { getAttribute, type Node, parseHtml, queryAll } from './html.ts';

export interface BuiltPage {
  /** Like /help/today/. */
  address: string;
  html: string;
  document: Node;
  /** False where the page has a robots <meta>, which asks search engines not to list it. */
  indexable: boolean;
}

export interface BuildOutput {
  pages: BuiltPage[];
  /** 404, 405 and 500: no page links to them. */
  errorPages: BuiltPage[];
  /** Every other file, by its address. */
  files: Map<string, Buffer>;
}

const errorAddresses = new Set(['/404.html', '/500.html', '/405/']);

/** Reads and parses the public folder of a build (dist/client). Pages are sorted by address. */
export async function readBuildOutput(folder: string): Promise<BuildOutput> {
  const output: BuildOutput = { pages: [], errorPages: [], files: new Map() };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`.replace(/\/index\.html$/, '/');
    const contents = await readFile(path);
    // Pagefind's files are data of the search, even those that end in .html.
    if (!path.endsWith('.html') || address.startsWith('/pagefind/')) {
      output.files.set(address, contents);
      continue;
    }
    const html = contents.toString();
    const document = parseHtml(html);
    const indexable = !queryAll(document, 'meta').some((meta) => getAttribute(meta, 'name') === 'robots');
    output[errorAddresses.has(address) ? 'errorPages' : 'pages'].push({ address, html, document, indexable });
  }
  output.pages.sort((a, b) => a.address.localeCompare(b.address));
  return output;
}
