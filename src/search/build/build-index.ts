import { glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import type { PagefindIndex } from 'pagefind';
import type { Singletons } from '../../content-files/read-content.ts';
import { instantIndexUrl } from '../engine/instant-index.ts';
import { buildInstantIndex, type PagefindFragment } from './instant-index.ts';

// Pagefind's own user interfaces, half a megabyte in all. The search page (client/search-page.ts) loads none of them.
const unusedPagefindFiles = /(ui|highlight)[^/]*$/;

/**
 * Puts a space between neighbouring elements, which our pages write without white space. Pagefind separates paragraphs and
 * headings, but joins table cells, a term and its definition, and adjacent inline elements into one word: "Phone116 123free".
 */
export const separateBlocks = (html: string): string => html.replace(/(<\/[a-z0-9]+>)(?=<[a-z])/g, '$1 ');

/** Adds every page that carries `data-pagefind-body`, and returns how many there are. */
async function addPages(index: PagefindIndex, folder: string): Promise<number> {
  const files = await Array.fromAsync(glob('**/*.html', { cwd: folder }));
  const added = await Promise.all(
    files.sort().map(async (sourcePath) => {
      const html = await readFile(join(folder, sourcePath), 'utf8');
      if (!html.includes('data-pagefind-body')) return false;
      const { errors } = await index.addHTMLFile({ sourcePath, content: separateBlocks(html) });
      if (errors.length > 0) throw new Error(`${sourcePath}: ${errors.join('; ')}`);
      return true;
    }),
  );
  return added.filter(Boolean).length;
}

/** The bytes before the JSON in each of Pagefind's files. */
const fragmentHeader = 'pagefind_dcd';

/**
 * Reads the pages as Pagefind has read them: one gzipped file each, whose name is the id that Pagefind's results carry. No API of
 * Pagefind gives these, so this depends on its version; throws if the format has changed.
 * @param folder Pagefind's folder in a build
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

/** Builds both indexes from the finished pages: Pagefind's in /pagefind/, and the instant index. */
export const searchIndex = (content: Pick<Singletons, 'search' | 'navigation'>): AstroIntegration => ({
  name: 'search-index',
  hooks: {
    'astro:build:done': async ({ dir, logger }) => {
      // Imported only here: the import looks for Pagefind's binary, which "npm run dev" does not need.
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
        const instantIndex = buildInstantIndex(await readFragments(outputPath), content.search, content.navigation.urgent.href);
        const file = new URL(`.${instantIndexUrl}`, dir);
        await mkdir(new URL('.', file), { recursive: true });
        await writeFile(file, JSON.stringify(instantIndex));
        logger.info(`${pages} pages can be searched, ${instantIndex.pages.length} of them at once`);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : cause;
        throw new Error(`The search index could not be built: ${reason}. The site is not complete without it.`, { cause });
      } finally {
        await pagefind.close();
      }
    },
  },
});
