import { glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import type { PagefindIndex } from 'pagefind';
import type { Singletons } from '../../content-files/read-content.ts';
import { buildInstantIndex, type PagefindFragment } from '../engine/instant-index.ts';

// Interfaces of Pagefind's own, half a megabyte in all. Ours is search.ts, and it loads none of them.
const unusedPagefindFiles = /(ui|highlight)[^/]*$/;

/**
 * A page as the index should read it. Pagefind knows paragraphs and headings apart, but runs the cells of a table, a
 * term and its meaning, and marks side by side into one word: "Phone116 123free". Our pages have no white space there.
 */
export const separateBlocks = (html: string): string => html.replace(/(<\/[a-z0-9]+>)(?=<[a-z])/g, '$1 ');

/** Gives the index every page that carries `data-pagefind-body`, and says how many there are. */
async function addPages(index: PagefindIndex, folder: string): Promise<number> {
  const files = await Array.fromAsync(glob('**/*.html', { cwd: folder }));
  const added = await Promise.all(
    files.sort().map(async (sourcePath) => {
      const html = await readFile(join(folder, sourcePath), 'utf8');
      if (!html.includes('data-pagefind-body')) return 0;
      const { errors } = await index.addHTMLFile({ sourcePath, content: separateBlocks(html) });
      if (errors.length > 0) throw new Error(`${sourcePath}: ${errors.join('; ')}`);
      return 1;
    }),
  );
  return added.filter((one) => one === 1).length;
}

/** What stands before the text in each of Pagefind's own files. */
const fragmentHeader = 'pagefind_dcd';

/**
 * The pages as Pagefind has read them: one file each, named as its results name them, which no interface of its gives.
 * @param folder Pagefind's own, in a build
 */
export async function readFragments(folder: string): Promise<PagefindFragment[]> {
  return Promise.all(
    (await readdir(join(folder, 'fragment'))).map(async (file) => {
      const text = gunzipSync(await readFile(join(folder, 'fragment', file))).toString();
      if (!text.startsWith(fragmentHeader))
        throw new Error(`${file} is not as this version of Pagefind writes it (see src/search/build/build-index.ts)`);
      return { id: file.replace(/\.pf_fragment$/, ''), ...JSON.parse(text.slice(fragmentHeader.length)) };
    }),
  );
}

/** Builds the two layers of search: the Pagefind index in /pagefind/, and /search/first-layer.json. */
export const searchIndex = (content: Pick<Singletons, 'search' | 'navigation'>): AstroIntegration => ({
  name: 'index-site',
  hooks: {
    'astro:build:done': async ({ dir, logger }) => {
      // Only here, because importing it starts looking for its program, and "npm run dev" needs none.
      const pagefind = await import('pagefind');
      const outputPath = fileURLToPath(new URL('./pagefind/', dir));
      try {
        const { index, errors } = await pagefind.createIndex();
        if (!index) throw new Error(errors.join('; '));
        const pages = await addPages(index, fileURLToPath(dir));
        if (pages === 0) throw new Error('no page has data-pagefind-body (see src/layouts/Article.astro)');
        const written = await index.writeFiles({ outputPath });
        if (written.errors.length > 0) throw new Error(written.errors.join('; '));
        for (const file of await readdir(outputPath)) if (unusedPagefindFiles.test(file)) await rm(join(outputPath, file));
        const read = await readFragments(outputPath);
        const layer = buildInstantIndex(read, content.search, content.navigation.urgent.href);
        await mkdir(new URL('./search/', dir), { recursive: true });
        await writeFile(new URL('./search/first-layer.json', dir), JSON.stringify(layer));
        logger.info(`${pages} pages can be searched, ${layer.pages.length} of them at once`);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : cause;
        throw new Error(`The search index could not be built: ${why}. The site is not complete without it.`, { cause });
      } finally {
        await pagefind.close();
      }
    },
  },
});
