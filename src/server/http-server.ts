import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fresh from 'fresh';
import type { BuildManifest } from '../hosting/build-manifest.ts';
import { clientIpHeader } from '../http/client-ip.ts';
import { encodePath, mistypedAddressFinder } from '../http/mistyped-address.ts';
import { isClosedTo } from '../http/reached-host.ts';
import { type ConnectionLimits, defaultLimits, limitConnections } from './connections.ts';
import { gzipPage } from './gzip-cached-head.ts';
import { acceptedCodings, type Coding } from './negotiation.ts';
import { loadStaticFiles, type StaticFile } from './static-files.ts';
import { createTurns } from './turns.ts';

/** Where the build put the page for each error. They have no address of their own: a request for one is a 404. */
const errorPages = { 404: '/404.html', 405: '/405/', 500: '/500.html', 503: '/503/' } as const;

/** The largest body that the function reads. */
const maxBodyBytes = 64 * 1024;

/** A static response that can be sent again as it is. */
interface PreparedResponse {
  body: Buffer;
  /** With its quotes. Undefined for what no cache may keep. */
  etag: string | undefined;
  headers: OutgoingHttpHeaders;
  /** The headers of a 304, which has no body to describe. */
  notModifiedHeaders: OutgoingHttpHeaders;
}

/** The function, as the middleware mode of @astrojs/node exports it. */
type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void, locals: App.Locals) => void;

/** A request with the parts of its target (RFC 9112 §3.2). */
interface Target {
  /** Still encoded, beginning with a slash; `*` in `OPTIONS *`. */
  path: string;
  /** With its question mark; empty without one. */
  query: string;
}

/**
 * Reads the target and the host of a request, and leaves only these in it for the function: of `GET http://host/path` the host
 * counts, and the Host header does not (RFC 9112 §3.2.2). Returns undefined where the host is none (§3.2). The adapter would
 * build an address from whatever stands there: `Host: localhost/health/live/?` was another page.
 */
function readTarget(request: IncomingMessage): Target | undefined {
  const { headers, rawHeaders, httpVersion } = request;
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(request.url ?? '') ?? [];
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host');
  if (hosts.length > 1 || (hosts.length === 0 && httpVersion === '1.1')) return undefined;
  const host = authority ?? headers.host ?? '';
  // URL takes more than a host: what ends one, and blanks, which it skips.
  if (host === '' ? authority !== undefined : /[\s/?#@\\]/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  // An empty Host is allowed, and the adapter would take the first part of the path for it.
  if (host === '') delete headers.host;
  else headers.host = host;
  if (authority !== undefined) request.url = rest?.startsWith('/') ? rest : `/${rest}`;
  const url = request.url ?? '/';
  // Not with URL: it would read the x of //x as a host and serve the home page for it.
  const queryStart = url.indexOf('?');
  return queryStart < 0 ? { path: url, query: '' } : { path: url.slice(0, queryStart), query: url.slice(queryStart) };
}

/** The path as it names a file. What cannot be decoded names none. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path).normalize('NFC');
  } catch {
    return path;
  }
}

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

const unreadable = 'We could not read that request. Go back and try again.\n';
const tooSlow = 'That took too long to arrive. Check your connection, then go back and try again.\n';

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** How a server is run. Anything left out has the default of `npm start`. */
export interface ServerOptions {
  /** How many trusted proxies are in front. */
  trustProxy?: number;
  limits?: Partial<ConnectionLimits>;
}

/**
 * Returns a server, not yet listening, for a build: static files from memory, everything else from the function, and the
 * same security headers on every response. Rejects if a part of the build is missing.
 * @param folder the build, such as dist/node: `site.json`, `client/` (read into memory) and `server/entry.mjs`
 */
export async function createSiteServer(folder: string, { trustProxy = 0, limits: given }: ServerOptions = {}): Promise<Server> {
  const limits = { ...defaultLimits, ...given };
  const manifest: BuildManifest = JSON.parse(await readFile(join(folder, 'site.json'), 'utf8'));
  const files = await loadStaticFiles(join(folder, 'client'));
  const { handler }: { handler: Handler } = await import(pathToFileURL(join(folder, 'server', 'entry.mjs')).href);
  const formAddresses = new Set(manifest.formAddresses);
  const errorFiles = new Map<number, StaticFile>();
  for (const [status, address] of Object.entries(errorPages)) {
    const page = files.get(address);
    if (!page) throw new Error(`The build has no page for ${status}`);
    errorFiles.set(Number(status), page);
    files.delete(address);
  }
  // The names of the build's own files have letters and digits that only chance gives a meaning.
  const findMistyped = mistypedAddressFinder([...files.keys()].filter((address) => !address.startsWith('/_astro/')));
  // A file always has the same status and caching, so file and coding are enough of a key.
  const prepared: Record<Coding, Map<StaticFile, PreparedResponse>> = { br: new Map(), gzip: new Map(), identity: new Map() };

  async function prepare(file: StaticFile, coding: Coding, status: number, cacheControl: string): Promise<PreparedResponse> {
    const compressed = coding === 'identity' ? undefined : await file.compressed(coding);
    const body = compressed ?? file.body;
    // A strong ETag stands for exact bytes (RFC 9110 §8.8.1), so each coding has its own.
    const etag = status === 200 && cacheControl !== 'no-store' ? `"${file.etag}${compressed ? `-${coding}` : ''}"` : undefined;
    const notModifiedHeaders = {
      ...manifest.securityHeaders,
      'Cache-Control': cacheControl,
      Vary: 'Accept-Encoding',
      ...(etag && { ETag: etag }),
    };
    return {
      body,
      etag,
      notModifiedHeaders,
      headers: {
        ...notModifiedHeaders,
        'Content-Type': file.contentType,
        'Content-Length': body.length,
        ...(compressed && { 'Content-Encoding': coding }),
      },
    };
  }

  async function sendFile(request: IncomingMessage, response: ServerResponse, status: number, file: StaticFile, cacheControl: string) {
    const { file: coding } = acceptedCodings(request.headers['accept-encoding']);
    let ready = prepared[coding].get(file);
    if (!ready) {
      ready = await prepare(file, coding, status, cacheControl);
      prepared[coding].set(file, ready);
    }
    turns.noteFile();
    // fresh reads the list of ETags, weak ones too (RFC 9110 §13.1.2). It gets no other header: to it "Cache-Control: no-cache"
    // asks for the whole page, but that is said to caches, and some programs say it with every condition.
    const condition = request.headers['if-none-match'];
    if (ready.etag && condition && fresh({ 'if-none-match': condition }, { etag: ready.etag }))
      response.writeHead(304, ready.notModifiedHeaders).end();
    else response.writeHead(status, ready.headers).end(request.method === 'HEAD' ? undefined : ready.body);
  }

  function sendError(request: IncomingMessage, response: ServerResponse, status: keyof typeof errorPages) {
    // Not undefined: they were all there at the start.
    return sendFile(request, response, status, errorFiles.get(status) as StaticFile, 'no-store');
  }

  function redirect(response: ServerResponse, location: string, query: string) {
    setHeaders(response, manifest.securityHeaders);
    const target = query !== '' && location.includes('?') ? `${location}&${query.slice(1)}` : location + query;
    response.writeHead(301, { Location: target, 'Content-Length': 0 }).end();
  }

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const { method = 'GET' } = request;
    const target = readTarget(request);
    if (!target) {
      setHeaders(response, { ...manifest.securityHeaders, ...manifest.noStoreHeaders, Connection: 'close' });
      response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' }).end(unreadable);
      return;
    }
    const { path, query } = target;
    const isPreflight = method === 'OPTIONS' && path.startsWith('/open-referral/');
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST' && !isPreflight) {
      response.setHeader('Allow', 'GET, HEAD, POST');
      return sendError(request, response, 405);
    }
    const decoded = files.has(path) ? path : decodePath(path);
    const file = files.get(decoded);
    if (file) {
      if (method === 'POST') {
        response.setHeader('Allow', 'GET, HEAD');
        return sendError(request, response, 405);
      }
      const { address } = file;
      // Of what needs no escapes by any reading. A program that escapes the brackets of a name would be sent back and forth.
      if (address !== path && /^[\w./~-]*$/.test(address)) return redirect(response, address, query);
      if (formAddresses.has(address)) {
        if (isClosedTo(request.headers.host ?? 'localhost')) return sendError(request, response, 503);
        setHeaders(response, manifest.noStoreHeaders);
        return sendFile(request, response, 200, file, 'no-store');
      }
      const cacheControl = address.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate';
      return sendFile(request, response, 200, file, cacheControl);
    }
    if (files.has(`${decoded}/`)) return redirect(response, encodePath(`${decoded}/`), query);
    const meant = method === 'POST' ? undefined : findMistyped(path);
    if (meant) return redirect(response, meant, query);
    setHeaders(response, manifest.securityHeaders);
    delete request.headers[clientIpHeader];
    const ip = clientIp(request, trustProxy);
    if (ip !== undefined) request.headers[clientIpHeader] = ip;
    // Also for the response to an uncaught error in the function, which never reaches its middleware.
    setHeaders(response, manifest.noStoreHeaders);
    response.setHeader('Vary', 'Accept-Encoding');
    const next = (error?: unknown) => {
      sendError(request, response, error ? 500 : 404).catch(() => response.destroy());
    };
    const { page: coding } = acceptedCodings(request.headers['accept-encoding']);
    turns.queue(() => handler(request, response, next, { gzipPage: coding === 'gzip' ? gzipPage : undefined }));
  }

  const turns = createTurns();
  const server = createServer({
    requestTimeout: limits.requestMs,
    headersTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.idleMs,
    // Answered by us, in words.
    requireHostHeader: false,
  });

  /** A response to what never becomes a request. It gets the same headers and one plain sentence. */
  function refusal(status: 400 | 408 | 431): string {
    const headers = Object.entries({ ...manifest.securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
    const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\r\n');
    return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n\r\n${status === 408 ? tooSlow : unreadable}`;
  }

  const onRequest = limitConnections(
    server,
    limits,
    turns,
    ({ request, response }) => {
      // While the server stops, so that nobody sends the next request into a connection that is about to close.
      if (!server.listening) response.setHeader('Connection', 'close');
      respond(request, response).catch((error) => {
        console.error('A page could not be served:', error instanceof Error ? error.message : 'unknown error');
        if (response.headersSent) response.destroy();
        else void sendError(request, response, 500);
      });
    },
    refusal,
  );
  server.on('request', onRequest);
  // "Expect: 100-continue" asks before it sends a body. Where the response does not depend on the body it is given at once, and
  // the connection ends, because the client may leave the body out or not (RFC 9110 §10.1.1).
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const wanted =
      request.method === 'POST' && !(Number(request.headers['content-length']) > maxBodyBytes) && !files.has(request.url ?? '');
    if (wanted) response.writeContinue();
    else response.setHeader('Connection', 'close');
    onRequest(request, response);
  });
  // Any other expectation may be ignored, and is: Node would answer it with a bare 417.
  server.on('checkExpectation', onRequest);
  return server;
}
