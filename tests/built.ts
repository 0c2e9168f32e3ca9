import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import type { BuiltSite } from '../src/platforms/built-site.ts';
import { root } from './serve.ts';

export type Element = DefaultTreeAdapterMap['element'];
export type Node = DefaultTreeAdapterMap['node'];

/** The build the tests look at: the one `npm test` has just made. */
export const folder = resolve(root, process.env['BUILT'] ?? 'dist/node');
if (!existsSync(join(folder, 'site.json')))
  throw new Error(`There is no build in ${folder}. Make one with "npm run build", or run "npm test".`);

export const site: BuiltSite = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'));
export const siteUrl = site.builtWith.siteUrl ?? 'http://localhost:4321';

export interface Page {
  /** Like /help/today/. */
  address: string;
  html: string;
  document: Node;
  /** False where the page asks search engines not to list it. */
  indexable: boolean;
  isForm: boolean;
}

/** Pages that answer when something is wrong: nobody is led to them. */
const errors = new Set(['/404.html', '/500.html', '/405/']);

/** Every file of the build that is no page, by its address. */
export const files = new Map<string, Buffer>();
export const pages: Page[] = [];
export const errorPages: Page[] = [];

for (const entry of await readdir(join(folder, 'client'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const address = `/${path
    .slice(join(folder, 'client').length + 1)
    .split(sep)
    .join('/')}`.replace(/\/index\.html$/, '/');
  const body = await readFile(path);
  // Pagefind's own files are data of the search, also those that look like pages.
  if (!path.endsWith('.html') || address.startsWith('/pagefind/')) {
    files.set(address, body);
    continue;
  }
  const html = body.toString();
  const document = parse(html);
  const robots = all(document, 'meta').find((meta) => attribute(meta, 'name') === 'robots');
  const page = { address, html, document, indexable: !robots, isForm: site.formAddresses.includes(address) };
  (errors.has(address) ? errorPages : pages).push(page);
}
pages.sort((one, other) => one.address.localeCompare(other.address));

export const pageAt = (address: string): Page => {
  const page = pages.find((each) => each.address === address);
  if (!page) throw new Error(`The build has no page ${address}`);
  return page;
};

export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

export function childrenOf(node: Node): Node[] {
  if ('content' in node) return [node.content];
  return 'childNodes' in node ? node.childNodes : [];
}

/** The node and everything in it, in the order of the page. */
export function* inside(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) yield* inside(child);
}

/** The elements with one of these names, in the order of the page; all of them without names. */
export function all(node: Node, ...names: string[]): Element[] {
  return [...inside(node)].filter(isElement).filter(({ tagName }) => names.length === 0 || names.includes(tagName));
}

export function one(node: Node, name: string): Element {
  const [element] = all(node, name);
  if (!element) throw new Error(`There is no <${name}>`);
  return element;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

/** Elements that stand in a line with the words around them. All others are lines of their own. */
const inline = new Set(['a', 'abbr', 'b', 'cite', 'em', 'i', 'small', 'span', 'strong', 'sub', 'sup', 'time']);

/** The text a reader gets, without the elements that `leftOut` is true of. */
export function textOf(node: Node, leftOut: (element: Element) => boolean = () => false): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  if (isElement(node) && (leftOut(node) || ['script', 'style', 'template'].includes(node.tagName))) return '';
  const text = childrenOf(node)
    .map((child) => textOf(child, leftOut))
    .join('');
  return isElement(node) && !inline.has(node.tagName) ? `\n${text}\n` : text;
}

/** One space between words, and straight quotes, as content/ has them. */
export const tidy = (text: string): string => text.replace(/\s+/g, ' ').replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').trim();

/** Fails once, with every finding on its own line. */
export function none(findings: readonly string[]): void {
  if (findings.length > 0) throw new Error(`${findings.length} found:\n${findings.join('\n')}`);
}
