import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { extname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { BuildManifest } from '../hosting/integration.ts';
import { clientIpHeader } from '../http/client-ip.ts';
import { gzipPage } from './gzip-cached-head.ts';

const types: Record<string, string> = {
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

const packed = new Set(['.png', '.ico', '.woff2']);
const compress = promisify(brotliCompress);

/** One built file, held in memory, compressed when it is first asked for. */
interface Kept {
  body: Buffer;
  type: string;
  tag: string;
  brotli: () => Promise<Buffer | undefined>;
}

function keep(path: string, body: Buffer): Kept {
  const extension = extname(path);
  const compressible = !packed.has(extension);
  let squeezed: Promise<Buffer> | undefined;
  return {
    body,
    type: types[extension] ?? 'application/octet-stream',
    tag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    brotli: async () => {
      if (!compressible) return undefined;
      squeezed ??= compress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
      const small = await squeezed;
      return small.length < body.length ? small : undefined;
    },
  };
}

/** Reads the built pages into memory, by address. Only what is in this map can ever be served: no path can lead outside. */
async function readPages(folder: string): Promise<Map<string, Kept>> {
  const pages = new Map<string, Kept>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${path
      .slice(folder.length + 1)
      .split(sep)
      .join('/')}`.replace(/(^|\/)index\.html$/, '$1');
    pages.set(address, keep(path, await readFile(path)));
  }
  return pages;
}

/** Where the build put the page for each error. They are answers and not addresses: nobody can ask for them. */
const errorPages = { 404: '/404.html', 405: '/405/', 500: '/500.html' } as const;
const notAddresses = new Set<string>(Object.values(errorPages));

/** An answer that is a page, before it is put together. */
interface Asked {
  page: Kept;
  brotli: boolean;
  status: number;
  caching: string;
}

/** The same, put together. */
interface Ready {
  body: Buffer;
  /** Nothing where nobody may keep it. */
  tag: string | undefined;
  headers: OutgoingHttpHeaders;
  /** Without what is said of a body, for whoever has it already. */
  unchanged: OutgoingHttpHeaders;
}

/** The function as the adapter's middleware mode exports it. */
type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void, locals: App.Locals) => void;

/** True when who asks takes a page squeezed in this way. No browser names a way and gives it no weight. */
const takes = ({ headers }: IncomingMessage, way: 'br' | 'gzip') =>
  String(headers['accept-encoding'] ?? '')
    .split(/[\s,;]+/)
    .includes(way);

/** True when the header names this tag, or any. */
const names = (header: string | undefined, tag: string) => header !== undefined && (header.trim() === '*' || header.includes(`"${tag}"`));

/**
 * The address of whoever sent a request. Each web server of ours in front adds whom it heard from at the right of
 * X-Forwarded-For; whatever stands further left is what the sender wrote, and may be anything.
 */
export function clientIp(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trustProxy: number,
) {
  const named =
    trustProxy === 0
      ? undefined
      : String(headers['x-forwarded-for'] ?? '')
          .split(',')
          .at(-trustProxy);
  // Some write a port behind it, and then brackets around an IPv6 address.
  const address = named?.trim().replace(/^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2');
  // A request that came past them has fewer names than there are servers: then only the socket is certain.
  return address !== undefined && isIP(address) !== 0 ? address : socket.remoteAddress;
}

/**
 * Serves a build: pages from memory, everything else by the function, the same security headers on every response.
 * @param folder where the build is, like dist/node
 * @param trustProxy how many web servers of ours stand in front
 */
export async function createSiteServer(folder: string, trustProxy = 0): Promise<Server> {
  const site: BuildManifest = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'));
  const pages = await readPages(join(folder, 'client'));
  const { handler }: { handler: Handler } = await import(pathToFileURL(join(folder, 'server', 'entry.mjs')).href);
  const noStore = new Set(site.formAddresses);
  const prepared = { brotli: new Map<Kept, Ready>(), plain: new Map<Kept, Ready>() };

  /** Puts an answer together for good: which bytes, under which tag, with which headers. */
  async function prepare({ page, brotli, status, caching }: Asked): Promise<Ready> {
    const squeezed = brotli ? await page.brotli() : undefined;
    const body = squeezed ?? page.body;
    // A strong tag stands for exact bytes, and compressed bytes are others.
    const tag = status === 200 && caching !== 'no-store' ? `${page.tag}${squeezed ? '-br' : ''}` : undefined;
    const always = { ...site.securityHeaders, 'Cache-Control': caching, Vary: 'Accept-Encoding', ...(tag && { ETag: `"${tag}"` }) };
    return {
      body,
      tag,
      unchanged: always,
      headers: { ...always, 'Content-Type': page.type, 'Content-Length': body.length, ...(squeezed && { 'Content-Encoding': 'br' }) },
    };
  }

  function write(request: IncomingMessage, response: ServerResponse, status: number, { body, tag, unchanged, headers }: Ready) {
    if (tag && names(request.headers['if-none-match'], tag)) response.writeHead(304, unchanged).end();
    else response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  }

  /** Sends a page. Each page is sent in one way only, so what was put together once goes out again as it is. */
  async function send(request: IncomingMessage, response: ServerResponse, status: number, page: Kept, caching: string) {
    const brotli = takes(request, 'br');
    const which = brotli ? 'brotli' : 'plain';
    let ready = prepared[which].get(page);
    if (!ready) {
      ready = await prepare({ page, brotli, status, caching });
      prepared[which].set(page, ready);
    }
    write(request, response, status, ready);
  }

  function sendError(request: IncomingMessage, response: ServerResponse, status: keyof typeof errorPages) {
    const page = pages.get(errorPages[status]);
    if (!page) throw new Error(`The build has no page for ${status}`);
    return send(request, response, status, page, 'no-store');
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = 'GET', url = '/' } = request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
      response.setHeader('Allow', 'GET, HEAD, POST');
      return sendError(request, response, 405);
    }
    // Not by URL: it would read the x of //x as a host and serve the home page for it.
    const [path = '/', query] = url.split('?', 2);
    const page = notAddresses.has(path) ? undefined : pages.get(path);
    if (page) {
      if (method === 'POST') {
        response.setHeader('Allow', 'GET, HEAD');
        return sendError(request, response, 405);
      }
      if (noStore.has(path)) {
        for (const [name, value] of Object.entries(site.noStoreHeaders)) response.setHeader(name, value);
        return send(request, response, 200, page, 'no-store');
      }
      return send(
        request,
        response,
        200,
        page,
        path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate',
      );
    }
    for (const [name, value] of Object.entries(site.securityHeaders)) response.setHeader(name, value);
    if (pages.has(`${path}/`) && !notAddresses.has(`${path}/`)) {
      response.writeHead(301, { Location: `${path}/${query === undefined ? '' : `?${query}`}`, 'Content-Length': 0 }).end();
      return;
    }
    delete request.headers[clientIpHeader];
    const client = clientIp(request, trustProxy);
    if (client !== undefined) request.headers[clientIpHeader] = client;
    // Also on what the function answers when it breaks, which never reaches its own middleware.
    for (const [name, value] of Object.entries(site.noStoreHeaders)) response.setHeader(name, value);
    response.setHeader('Vary', 'Accept-Encoding');
    const next = (error?: unknown) => {
      sendError(request, response, error ? 500 : 404).catch(() => response.destroy());
    };
    handler(request, response, next, { gzipPage: takes(request, 'gzip') ? gzipPage : undefined });
  }

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 5_000 }, (request, response) => {
    answer(request, response).catch((error) => {
      console.error('A page could not be served:', error instanceof Error ? error.message : 'unknown error');
      if (response.headersSent) response.destroy();
      else void sendError(request, response, 500);
    });
  });
  // A request that is not HTTP never reaches the code above; it gets the same headers and one plain sentence.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const headers = Object.entries({ ...site.securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
    socket.end(
      `HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\nWe could not read that request. Go back and try again.\n`,
    );
  });
  return server;
}
