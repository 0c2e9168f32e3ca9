import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import compressible from 'compressible';
import { lookup } from 'mime-types';
import type { Coding } from './negotiation.ts';

// mime-types has the whole list of IANA. The smaller mrmime lacks .docx, .xlsx, .pptx, .odt and .ico, and a form in Word that is
// put into public/ would be sent as octet-stream with nosniff, which a phone does not open.

/** The media type of a file by its name. Text has a charset, but only where it is UTF-8: a list of another age may be Latin-1. */
function contentType(name: string, body: Buffer): string {
  const type = lookup(name) || 'application/octet-stream';
  const isText = /^text\/|^application\/(.+\+)?xml$/.test(type);
  return isText && isUtf8(body) ? `${type}; charset=utf-8` : type;
}

const compressWith = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
};

/** One built file, held in memory. */
export interface StaticFile {
  /** Its path as a URL has it, decoded: `/about/`, `/leaflet (2).pdf`. */
  address: string;
  body: Buffer;
  contentType: string;
  /** 22 base64url characters of its SHA-256, without quotes. */
  etag: string;
  /** The body in a coding, compressed on the first call. Undefined where that saves nothing. */
  compressed: (coding: Exclude<Coding, 'identity'>) => Promise<Buffer | undefined>;
}

function staticFile(address: string, name: string, body: Buffer): StaticFile {
  const type = contentType(name, body);
  const pending = new Map<Coding, Promise<Buffer>>();
  return {
    address,
    body,
    contentType: type,
    etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    compressed: async (coding) => {
      if (!compressible(type)) return undefined;
      const compression = pending.get(coding) ?? compressWith[coding](body);
      pending.set(coding, compression);
      const result = await compression;
      return result.length < body.length ? result : undefined;
    },
  };
}

/**
 * Reads all files of a folder into memory, by address: `about/index.html` is `/about/`. Only what is in this map can be
 * served, so no path can lead outside the folder.
 */
export async function loadStaticFiles(folder: string): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // NFC, because a Mac writes é as two characters and a browser asks for one.
    const address = `/${relative(folder, path).replaceAll(sep, '/')}`.replace(/\/index\.html$/, '/').normalize('NFC');
    files.set(address, staticFile(address, entry.name, await readFile(path)));
  }
  return files;
}
