import { readFileSync } from 'node:fs';
import { request as ask, createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../site-under-test/serve.ts';

export interface SiteWithStandIn {
  /** The site, with its "Exit this page" links leading to the stand-in. */
  url: string;
  /** Where they lead. */
  exitUrl: string;
  /** How many pings of the link were answered. */
  pings: () => number;
  stop: () => void;
}

const exitUrl: string = parse(readFileSync(join(root, 'content/trust.yaml'), 'utf8')).exit_url;

async function listen(handle: RequestListener): Promise<[Server, number]> {
  const server = createServer(handle);
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return [server, (server.address() as AddressInfo).port];
}

/**
 * Puts a proxy before a site, in which "Exit this page" leads to a server of this machine. Browsers with interception of
 * requests, the other way to stand in for a site, turn their back/forward cache off.
 */
export async function standInExit(siteUrl: string): Promise<SiteWithStandIn> {
  let pings = 0;
  // Another host name than localhost, so that leaving is a navigation to another site.
  const [other, otherPort] = await listen((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Weather</title><h1>Weather</h1>');
  });
  const standIn = `http://127.0.0.1:${otherPort}/weather`;
  const { port } = new URL(siteUrl);
  const [proxy, proxyPort] = await listen((incoming, outgoing) => {
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    const upstream = ask({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      const { 'content-length': _, etag: __, ...kept } = response.headers;
      const body = Buffer.concat(parts);
      const isPage = kept['content-type']?.startsWith('text/html');
      outgoing.writeHead(response.statusCode ?? 502, kept).end(isPage ? body.toString().replaceAll(exitUrl, standIn) : body);
      if (incoming.url === '/exit/') pings += 1;
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  return {
    url: `http://localhost:${proxyPort}`,
    exitUrl: standIn,
    pings: () => pings,
    stop: () => {
      for (const server of [proxy, other]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
