import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildManifest } from '../hosting/build-manifest.ts';
import { clientIpHeader } from '../http/client-ip.ts';
import { gzipPage } from './gzip-cached-head.ts';
import { loadStaticFiles, type StaticFile } from './static-files.ts';

/** Where the build put the page for each error. They have no address of their own: a request for one is a 404. */
const errorPages = { 404: '/404.html', 405: '/405/', 500: '/500.html' } as const;
const errorPagePaths = new Set<string>(Object.values(errorPages));

/** A static response that can be sent again as it is. */
interface PreparedResponse {
  body: Buffer;
  /** Undefined for what no cache may keep. */
  etag: string | undefined;
  headers: OutgoingHttpHeaders;
  /** The headers of a 304, which has no body to describe. */
  notModifiedHeaders: OutgoingHttpHeaders;
}

/** The function, as the middleware mode of @astrojs/node exports it. */
type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void, locals: App.Locals) => void;

/** Whether the client accepts a content coding (RFC 9110 §12.5.3). Ignores q-values, so `br;q=0` counts as accepted; no browser sends that. */
const acceptsEncoding = ({ headers }: IncomingMessage, encoding: 'br' | 'gzip') =>
  String(headers['accept-encoding'] ?? '')
    .split(/[\s,;]+/)
    .includes(encoding);

/** Whether If-None-Match names this ETag, or any (RFC 9110 §13.1.2). */
const etagMatches = (ifNoneMatch: string | undefined, etag: string) =>
  ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || ifNoneMatch.includes(`"${etag}"`));

/**
 * Returns the client's IP address, or undefined for a closed socket. With `trustProxy` = n > 0 it takes the n-th
 * X-Forwarded-For entry from the right, since each trusted proxy appends one; entries further left are written by the
 * client and ignored. Falls back to the socket's address when there are fewer entries or the entry is not an IP address.
 * Express's numeric `trust proxy` has the same rule.
 */
export function clientIp(
  { headers, socket }: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trustProxy: number,
) {
  const entries = String(headers['x-forwarded-for'] ?? '').split(',');
  const entry = trustProxy === 0 ? undefined : entries.at(-trustProxy);
  // Some proxies add a port, and then brackets around an IPv6 address.
  const ip = entry?.trim().replace(/^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2');
  return ip !== undefined && isIP(ip) !== 0 ? ip : socket.remoteAddress;
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/**
 * Returns a server, not yet listening, for a build: static files from memory, everything else from the function, and the
 * same security headers on every response. Rejects if a part of the build is missing.
 * @param folder the build, such as dist/node: `site.json`, `client/` (read into memory) and `server/entry.mjs`
 * @param trustProxy how many trusted proxies are in front
 */
export async function createSiteServer(folder: string, trustProxy = 0): Promise<Server> {
  const manifest: BuildManifest = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'));
  const files = await loadStaticFiles(join(folder, 'client'));
  const { handler }: { handler: Handler } = await import(pathToFileURL(join(folder, 'server', 'entry.mjs')).href);
  const formAddresses = new Set(manifest.formAddresses);
  // A file always has the same status and caching, so file and encoding are enough of a key.
  const prepared = { br: new Map<StaticFile, PreparedResponse>(), identity: new Map<StaticFile, PreparedResponse>() };

  async function prepare(file: StaticFile, brotli: boolean, status: number, cacheControl: string): Promise<PreparedResponse> {
    const compressed = brotli ? await file.brotli() : undefined;
    const body = compressed ?? file.body;
    // A strong ETag stands for exact bytes (RFC 9110 §8.8.1), so each encoding has its own.
    const etag = status === 200 && cacheControl !== 'no-store' ? `${file.etag}${compressed ? '-br' : ''}` : undefined;
    const notModifiedHeaders = {
      ...manifest.securityHeaders,
      'Cache-Control': cacheControl,
      Vary: 'Accept-Encoding',
      ...(etag && { ETag: `"${etag}"` }),
    };
    return {
      body,
      etag,
      notModifiedHeaders,
      headers: {
        ...notModifiedHeaders,
        'Content-Type': file.contentType,
        'Content-Length': body.length,
        ...(compressed && { 'Content-Encoding': 'br' }),
      },
    };
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse, status: number, file: StaticFile, cacheControl: string) {
    const brotli = acceptsEncoding(request, 'br');
    const cache = prepared[brotli ? 'br' : 'identity'];
    let ready = cache.get(file);
    if (!ready) {
      ready = await prepare(file, brotli, status, cacheControl);
      cache.set(file, ready);
    }
    if (ready.etag && etagMatches(request.headers['if-none-match'], ready.etag)) response.writeHead(304, ready.notModifiedHeaders).end();
    else response.writeHead(status, ready.headers).end(request.method === 'HEAD' ? undefined : ready.body);
  }

  function sendError(request: IncomingMessage, response: ServerResponse, status: keyof typeof errorPages) {
    const page = files.get(errorPages[status]);
    if (!page) throw new Error(`The build has no page for ${status}`);
    return sendFile(request, response, status, page, 'no-store');
  }

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const { method = 'GET', url = '/' } = request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
      response.setHeader('Allow', 'GET, HEAD, POST');
      return sendError(request, response, 405);
    }
    // Not with URL: it would read the x of //x as a host and serve the home page for it.
    const [path = '/', query] = url.split('?', 2);
    const file = errorPagePaths.has(path) ? undefined : files.get(path);
    if (file) {
      if (method === 'POST') {
        response.setHeader('Allow', 'GET, HEAD');
        return sendError(request, response, 405);
      }
      if (formAddresses.has(path)) {
        setHeaders(response, manifest.noStoreHeaders);
        return sendFile(request, response, 200, file, 'no-store');
      }
      const cacheControl = path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate';
      return sendFile(request, response, 200, file, cacheControl);
    }
    setHeaders(response, manifest.securityHeaders);
    if (files.has(`${path}/`) && !errorPagePaths.has(`${path}/`)) {
      response.writeHead(301, { Location: `${path}/${query === undefined ? '' : `?${query}`}`, 'Content-Length': 0 }).end();
      return;
    }
    delete request.headers[clientIpHeader];
    const ip = clientIp(request, trustProxy);
    if (ip !== undefined) request.headers[clientIpHeader] = ip;
    // Also for the response to an uncaught error in the function, which never reaches its middleware.
    setHeaders(response, manifest.noStoreHeaders);
    response.setHeader('Vary', 'Accept-Encoding');
    const next = (error?: unknown) => {
      sendError(request, response, error ? 500 : 404).catch(() => response.destroy());
    };
    handler(request, response, next, { gzipPage: acceptsEncoding(request, 'gzip') ? gzipPage : undefined });
  }

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 5_000 }, (request, response) => {
    respond(request, response).catch((error) => {
      console.error('A page could not be served:', error instanceof Error ? error.message : 'unknown error');
      if (response.headersSent) response.destroy();
      else void sendError(request, response, 500);
    });
  });
  // A request that is not HTTP never reaches the code above. It gets the same headers and one plain sentence.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const headers = Object.entries({ ...manifest.securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
    socket.end(
      `HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\nWe could not read that request. Go back and try again.\n`,
    );
  });
  return server;
}
