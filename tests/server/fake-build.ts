import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSiteServer, type ServerOptions } from '../../src/server/http-server.ts';

// A build of a few files and a function of a few lines, for tests of the server alone.

/** The function: says what it was asked, reads a body if there is one, and answers /wait/ only when told to. */
const entry = `
export const released = [];
export async function handler(request, response, next) {
  if (request.url.startsWith('/wait/')) await new Promise((done) => released.push(done));
  if (request.url.startsWith('/missing/')) return next();
  let bytes = 0;
  try {
    if (request.method === 'POST' && !request.url.startsWith('/unread/')) for await (const chunk of request) bytes += chunk.length;
  } catch {
    // The connection is gone.
    return;
  }
  const { method, url, headers } = request;
  const body = JSON.stringify({ method, url, host: headers.host ?? null, bytes, padding: 'x'.repeat(url.startsWith('/long/') ? 100_000 : 0) });
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
}
`;

export interface FakeSite {
  server: Server;
  port: number;
  url: string;
  /** Resolves when the server has closed the next connection that is opened. */
  nextClosed: () => Promise<void>;
  /** Lets the function answer the requests for /wait/. */
  release: () => void;
  stop: () => Promise<void>;
}

/** Serves these files, by their path in the build, and the function. */
export async function serveFake(files: Record<string, string | Buffer> = {}, options: ServerOptions = {}): Promise<FakeSite> {
  const folder = await mkdtemp(join(tmpdir(), 'trust-fake-'));
  const all = {
    'client/index.html': '<h1>Home</h1>',
    'client/404.html': '<h1>Page not found</h1>',
    'client/405/index.html': '<h1>Not here</h1>',
    'client/500.html': '<h1>Our fault</h1>',
    'client/503/index.html': '<h1>Closed</h1>',
    'server/entry.mjs': entry,
    'site.json': JSON.stringify({
      securityHeaders: { 'X-Test': 'on' },
      noStoreHeaders: { 'Cache-Control': 'no-store' },
      formAddresses: [],
    }),
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`client/${path}`, content])),
  };
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const server = await createSiteServer(folder, options);
  const { released }: { released: (() => void)[] } = await import(join(folder, 'server/entry.mjs'));
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    server,
    port,
    url: `http://127.0.0.1:${port}`,
    nextClosed: () => new Promise((closed) => server.once('connection', (socket) => socket.once('close', () => closed()))),
    release: () => {
      for (const release of released.splice(0)) release();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => {
        server.close(closed);
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface RawConnection {
  socket: Socket;
  /** Everything the server has sent so far. */
  received: () => string;
  /** Resolves once this is true of what the server has sent; rejects when the connection ends before. */
  until: (is: (received: string) => boolean) => Promise<void>;
  /** Resolves when the server has ended the connection. */
  ended: Promise<void>;
}

/** A connection on which bytes are sent as they are. With `reads: false` nothing that the server sends is taken. */
export function openRaw(port: number, bytes = '', { reads = true } = {}): RawConnection {
  let received = '';
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  if (bytes) socket.write(bytes);
  const ended = new Promise<void>((done) => {
    socket.once('end', done);
    socket.once('close', () => done());
  });
  if (reads)
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
  else socket.pause();
  return {
    socket,
    received: () => received,
    until: (is) =>
      new Promise((done, failed) => {
        const look = () => {
          if (is(received)) done();
        };
        socket.on('data', look);
        void ended.then(() => (is(received) ? done() : failed(new Error(`The connection ended after: ${received.slice(0, 300)}`))));
        look();
      }),
    ended,
  };
}
