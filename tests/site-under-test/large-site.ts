import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readContent } from '../../src/content-files/read-content.ts';
import { searchIndex } from '../../src/search/build/build-index.ts';
import type { InstantIndex } from '../../src/search/engine/instant-index.ts';
import { type SampleNews, sampleNews, wordsInPages } from './sample-news.ts';
import { root } from './serve.ts';

export interface LargeSite {
  /** Like a build: client, server and site.json. */
  folder: string;
  /** How many pages can be searched. */
  pages: number;
  /** How long both search indexes took. */
  indexedInMs: number;
  remove(): Promise<void>;
}

const page = ({ title, summary, sections }: SampleNews) =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title></head><body><main><article data-pagefind-body data-kind="News" data-year="2013" data-for="Members of the public" data-pagefind-meta="kind[data-kind], year[data-year]" data-pagefind-filter="audience[data-for]"><h1>${title}</h1><p data-pagefind-meta="description">${summary}</p>${sections.map(({ heading, paragraphs }, at) => `<h2 id="part-${at}">${heading}</h2>${paragraphs.map((text) => `<p>${text}</p>`).join('')}`).join('')}</article></main></body></html>`;

/** Copies a build, adds sample news until it has `size` searchable pages, and indexes it again. */
export async function makeLargeSite(size: number, build = join(root, 'dist/node')): Promise<LargeSite> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-large-'));
  const client = join(folder, 'client');
  await cp(join(build, 'client'), client, { recursive: true });
  await cp(join(build, 'site.json'), join(folder, 'site.json'));
  // Linked and not copied: its imports resolve from its real path.
  await symlink(join(build, 'server'), join(folder, 'server'));
  const { pages }: InstantIndex = JSON.parse(await readFile(join(client, 'search/instant-index.json'), 'utf8'));
  const words = await wordsInPages(client);
  for (let number = 1; number <= size - pages.length; number++) {
    await mkdir(join(client, `news/${number}`), { recursive: true });
    await writeFile(join(client, `news/${number}/index.html`), page(sampleNews(number, words)));
  }
  await rm(join(client, 'pagefind'), { recursive: true });
  const hook = searchIndex((await readContent(root)).content).hooks['astro:build:done'] as unknown as (given: object) => Promise<void>;
  const start = performance.now();
  await hook({ dir: pathToFileURL(`${client}/`), logger: { info: () => {} } });
  return {
    folder,
    pages: Math.max(size, pages.length),
    indexedInMs: performance.now() - start,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
