import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { VercelRoute } from '../../../src/hosting/host-config.ts';

// node platform-emulator.ts vercel|netlify <folder>: what stands before a function on these two platforms, small. It serves the
// static files of a build by the platform's own rules, as the build wrote them down, and calls the built function for
// the rest. The function is the real thing; this is our reading of the platform's documents.

const [platform = '', folder = ''] = process.argv.slice(2);
const fromPlatforms = createRequire(join(import.meta.dirname, '../package.json'));
const load = (file: string) => import(pathToFileURL(file).href);

/** What the rules make of an address: a file, a redirect, or the function. */
interface Ruled {
  headers: Headers;
  status?: number | undefined;
  file?: Buffer | undefined;
}

type CallFunction = (request: Request, from: string) => Promise<Response>;

async function fileAt(publicFolder: string, path: string): Promise<{ name: string; body: Buffer } | undefined> {
  if (path.includes('..')) return undefined;
  for (const name of [path, join(path, 'index.html')]) {
    const body = await readFile(join(publicFolder, name)).catch(() => undefined);
    if (body) return { name, body };
  }
  return undefined;
}

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const typeOf = (name: string) => types[extname(name)] ?? 'application/octet-stream';

/** Vercel's config.json, walked in order: what goes on adds headers, then the files, then the function. */
async function vercel(): Promise<{ rule: (path: string) => Promise<Ruled>; call: CallFunction }> {
  const output = join(folder, '.vercel/output');
  const { routes }: { routes: VercelRoute[] } = JSON.parse(await readFile(join(output, 'config.json'), 'utf8'));
  const { default: entry } = await load(join(output, 'functions/_render.func/.vercel/output/server/entry.mjs'));
  return {
    async rule(path) {
      const headers = new Headers();
      for (const route of routes) {
        if (route.handle === 'filesystem') {
          const found = await fileAt(join(output, 'static'), path);
          if (!found) continue;
          headers.set('Content-Type', typeOf(found.name));
          return { headers, status: 200, file: found.body };
        }
        if (!route.src || !new RegExp(route.src).test(path)) continue;
        for (const [name, value] of Object.entries(route.headers ?? {})) headers.set(name, value);
        if (route.continue) continue;
        return { headers, status: route.status };
      }
      return { headers, status: 404 };
    },
    call(request, from) {
      // Vercel writes these itself, whatever a visitor sent.
      request.headers.set('x-real-ip', from);
      request.headers.set('x-forwarded-for', from);
      return entry.fetch(request);
    },
  };
}

/** Netlify: _headers and _redirects as its own parsers read them; files first, then the function at every address. */
async function netlify(): Promise<{ rule: (path: string) => Promise<Ruled>; call: CallFunction }> {
  const publicFolder = join(folder, 'dist/netlify');
  const { parseAllHeaders } = await load(fromPlatforms.resolve('@netlify/headers-parser'));
  const { parseAllRedirects } = await load(fromPlatforms.resolve('@netlify/redirect-parser'));
  const configHeaders = JSON.parse(await readFile(join(folder, '.netlify/v1/config.json'), 'utf8')).headers;
  const read: { headers: { for: string; values: Record<string, string> }[]; errors: unknown[] } = await parseAllHeaders({
    headersFiles: [join(publicFolder, '_headers')],
    configHeaders,
    minimal: true,
  });
  const { redirects, errors } = await parseAllRedirects({ redirectsFiles: [join(publicFolder, '_redirects')], minimal: true });
  if (read.errors.length > 0 || errors.length > 0) throw new Error(`Netlify's parsers do not understand: ${read.errors} ${errors}`);
  if (redirects.length > 0) throw new Error('There are redirects now, and nothing here follows them.');
  const { default: entry } = await load(join(folder, '.netlify/v1/functions/ssr/ssr.mjs'));
  return {
    async rule(path) {
      const found = await fileAt(publicFolder, path);
      const headers = new Headers();
      if (!found) return { headers };
      headers.set('Content-Type', typeOf(found.name));
      for (const { for: address, values } of read.headers)
        if (address.endsWith('/*') ? path.startsWith(address.slice(0, -1)) : path === address)
          for (const [name, value] of Object.entries(values)) headers.append(name, value);
      return { headers, status: 200, file: found.body };
    },
    call: (request, from) => entry(request, { ip: from, cookies: {}, waitUntil() {} }),
  };
}

async function asRequest(request: IncomingMessage, url: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]));
  return new Request(url, { method: request.method ?? 'GET', headers, ...(hasBody && { body: Buffer.concat(chunks) }) });
}

const { rule, call } = await (platform === 'vercel' ? vercel() : netlify());
const server = createServer(async (incoming, response) => {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
  const { headers, status, file } = await rule(url.pathname);
  if (file || (status !== undefined && status >= 300 && status < 400)) {
    response.writeHead(status ?? 200, Object.fromEntries(headers)).end(incoming.method === 'HEAD' ? undefined : file);
    return;
  }
  const answer = await call(await asRequest(incoming, url.href), incoming.socket.remoteAddress ?? '');
  // Without what the rules would add: the function must send every header itself.
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
});
server.listen(0, '127.0.0.1', () => console.log(`The site is at http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
