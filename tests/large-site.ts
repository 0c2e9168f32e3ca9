import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readContent } from '../src/content/read.ts';
import type { FirstLayer } from '../src/search/first-layer.ts';
import { indexSite } from '../src/search/index-site.ts';
import { isSmall } from '../src/search/language.ts';
import { root } from './serve.ts';

export interface LargeSite {
  /** As a build is: client, server and site.json. */
  folder: string;
  /** How many pages can be searched. */
  pages: number;
  /** How long the two indexes took to make, in milliseconds. */
  indexedIn: number;
  remove(): Promise<void>;
}

/** Numbers that look like chance and are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A page of news in the words of this site, each as often as the site has it. */
function newsPage(number: number, words: readonly string[]): string {
  const random = chance(number);
  const some = (count: number, from = words) =>
    Array.from({ length: count }, () => from[Math.floor(random() * from.length)] ?? '').join(' ');
  const telling = words.filter((word) => !isSmall(word));
  const sentence = () => `${capital(some(8 + Math.floor(random() * 10)))}.`;
  const paragraph = () => `<p>${Array.from({ length: 5 }, sentence).join(' ')}</p>`;
  const section = (_: unknown, at: number) => `<h2 id="part-${at}">${capital(some(3, telling))}</h2>${paragraph()}${paragraph()}`;
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>News ${number}</title></head><body><main><article data-pagefind-body data-kind="News" data-year="2013" data-for="Members of the public" data-pagefind-meta="kind[data-kind], year[data-year]" data-pagefind-filter="audience[data-for]"><h1>News ${number}: ${some(4, telling)}</h1><p data-pagefind-meta="description">${sentence()}</p>${Array.from({ length: 3 }, section).join('')}</article></main></body></html>`;
}

/** The site as it is built, with as much news as makes it `size` pages that can be searched, and search made anew. */
export async function makeLargeSite(size: number, build = join(root, 'dist/node')): Promise<LargeSite> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-large-'));
  const client = join(folder, 'client');
  await cp(join(build, 'client'), client, { recursive: true });
  await cp(join(build, 'site.json'), join(folder, 'site.json'));
  // Not copied, because what it imports is found from where it really is.
  await symlink(join(build, 'server'), join(folder, 'server'));
  const { pages }: FirstLayer = JSON.parse(await readFile(join(client, 'search/first-layer.json'), 'utf8'));
  const words = await wordsOfPages(client);
  for (let number = 1; number <= size - pages.length; number++) {
    await mkdir(join(client, `news/${number}`), { recursive: true });
    await writeFile(join(client, `news/${number}/index.html`), newsPage(number, words));
  }
  await rm(join(client, 'pagefind'), { recursive: true });
  const hook = indexSite((await readContent(root)).content).hooks['astro:build:done'] as unknown as (given: object) => Promise<void>;
  const start = performance.now();
  await hook({ dir: pathToFileURL(`${client}/`), logger: { info: () => {} } });
  return {
    folder,
    pages: Math.max(size, pages.length),
    indexedIn: performance.now() - start,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Every word of every page, as often as it is there. */
async function wordsOfPages(client: string): Promise<string[]> {
  const files = (await readdir(client, { recursive: true })).filter((file) => file.endsWith('.html')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(client, file), 'utf8')));
  return texts
    .map((html) => /<article[\s\S]*<\/article>/.exec(html)?.[0] ?? '')
    .flatMap((html) => html.replace(/<[^>]*>/g, ' ').match(/\b[a-z]{2,}\b/gi) ?? [])
    .map((word) => word.toLowerCase());
}
