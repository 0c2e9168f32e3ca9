import { constants, crc32, deflateRawSync } from 'node:zlib';

// Gzip for pages that the function renders. About 57 KB of each is inline CSS, always the same, so everything up to
// </head> is deflated once, ended with Z_FULL_FLUSH (a byte-aligned end that later data cannot refer back beyond, RFC 1951),
// cached, and joined to the freshly deflated body. That takes 0.1 ms a page; compressing it whole took most of the time of
// a response, with brotli and with gzip. Brotli streams cannot be joined like this.

const stylesStart = '<style>';
const headEnd = '</head>';

/** Compressed parts: each set of styles, and each title with what comes before it. */
const cache: { part: Buffer; deflated: Buffer }[] = [];
const maxCached = 100;

function deflateCached(part: Buffer): Buffer {
  const cached = cache.find((entry) => entry.part.equals(part));
  if (cached) return cached.deflated;
  const deflated = deflateRawSync(part, { level: constants.Z_BEST_COMPRESSION, finishFlush: constants.Z_FULL_FLUSH });
  if (cache.length < maxCached) cache.push({ part: Buffer.from(part), deflated });
  return deflated;
}

// RFC 1952: no file name, no time, unknown operating system.
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Compresses an HTML page as gzip. Any other bytes are compressed correctly too, only not from the cache. */
export function gzipPage(page: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  const styles = Math.max(0, bytes.indexOf(stylesStart));
  const body = Math.max(styles, bytes.indexOf(headEnd));
  const gzipTrailer = Buffer.alloc(8);
  gzipTrailer.writeUInt32LE(crc32(bytes), 0);
  gzipTrailer.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([
    gzipHeader,
    deflateCached(bytes.subarray(0, styles)),
    deflateCached(bytes.subarray(styles, body)),
    deflateRawSync(bytes.subarray(body)),
    gzipTrailer,
  ]);
}
