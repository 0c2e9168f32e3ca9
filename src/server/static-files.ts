import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

const incompressible = new Set(['.png', '.ico', '.woff2']);
const compress = promisify(brotliCompress);

/** One built file, held in memory. */
export interface StaticFile {
  body: Buffer;
  contentType: string;
  /** 22 base64url characters of its SHA-256, without quotes. */
  etag: string;
  /** The body as brotli, compressed on the first call. Undefined where that saves nothing. */
  brotli: () => Promise<Buffer | undefined>;
}

function staticFile(path: string, body: Buffer): StaticFile {
  const extension = extname(path);
  let compressed: Promise<Buffer> | undefined;
  return {
    body,
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    brotli: async () => {
      if (incompressible.has(extension)) return undefined;
      compressed ??= compress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
      const result = await compressed;
      return result.length < body.length ? result : undefined;
    },
  };
}

/**
 * Reads all files of a folder into memory, by URL path: `about/index.html` is `/about/`. Only what is in this map can be
 * served, so no path can lead outside the folder.
 */
export async function loadStaticFiles(folder: string): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const urlPath = `/${relative(folder, path).replaceAll(sep, '/')}`.replace(/\/index\.html$/, '/');
    files.set(urlPath, staticFile(path, await readFile(path)));
  }
  return files;
}
