import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { freePort, startNginx } from '../hosting/proxy/nginx.ts';
import { root, serve } from '../site-under-test/serve.ts';

// npm run bench:serve [seconds] [rounds]: our Node server beside nginx with one worker. Both serve every page of the
// site with the same compressed bytes and the same headers, in turns, since other work on a machine comes and goes.

const autocannon = createRequire(import.meta.filename)('autocannon');
const [seconds = 8, rounds = 3] = process.argv.slice(2).map(Number);

interface Page {
  address: string;
  headers: [string, string][];
  bytes: Buffer;
}

const skipped = new Set(['connection', 'keep-alive', 'date', 'content-length', 'content-type', 'transfer-encoding', 'etag']);

async function readPages(url: string): Promise<Page[]> {
  const folder = join(root, 'dist/node/client');
  const addresses = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/)index\.html$/.test(path) && !path.startsWith('405'))
    .map((path) => `/${path.replace(/index\.html$/, '')}`);
  const { request } = await import('node:http');
  return Promise.all(
    addresses.map(
      (address) =>
        new Promise<Page>((done, failed) => {
          request(url + address, { headers: { 'Accept-Encoding': 'br' } }, async (response) => {
            const chunks: Buffer[] = [];
            for await (const chunk of response) chunks.push(chunk as Buffer);
            const bytes = Buffer.concat(chunks);
            brotliDecompressSync(bytes);
            const headers = Object.entries(response.headers).filter(([name]) => !skipped.has(name));
            done({ address, bytes, headers: headers.map(([name, value]) => [name, String(value)]) });
          })
            .on('error', failed)
            .end();
        }),
    ),
  );
}

const ticks = 100;

/** What a process, and those it started, have used: seconds of a processor, and bytes in memory. */
function usedBy(pid: number): { cpu: number; bytes: number } {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const all = fields.split(' ').map(Number);
  const own = { cpu: ((all[11] ?? 0) + (all[12] ?? 0)) / ticks, bytes: (all[21] ?? 0) * 4096 };
  return children.map(usedBy).reduce((sum, each) => ({ cpu: sum.cpu + each.cpu, bytes: sum.bytes + each.bytes }), own);
}

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  perCpuSecond: number;
  megabytes: number;
}

async function measure(url: string, pid: number, pages: Page[], o: { connections: number; overallRate?: number }): Promise<Measured> {
  const before = usedBy(pid);
  const requests = pages.map(({ address }) => ({ method: 'GET', path: address, headers: { 'accept-encoding': 'br' } }));
  const result = await autocannon({ url, duration: seconds, requests, ...o });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} answers were not 200, ${result.errors} failed`);
  const after = usedBy(pid);
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    perCpuSecond: result.requests.total / (after.cpu - before.cpu),
    megabytes: after.bytes / 2 ** 20,
  };
}

const median = (numbers: number[]) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
const medians = (all: Measured[]): Measured => ({
  perSecond: Math.round(median(all.map(({ perSecond }) => perSecond))),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
  perCpuSecond: Math.round(median(all.map(({ perCpuSecond }) => perCpuSecond))),
  megabytes: Math.round(median(all.map(({ megabytes }) => megabytes))),
});

const site = await serve();
const port = await freePort();
try {
  const pages = await readPages(site.url);
  const peer = await startNginx(async (folder) => {
    for (const { address, bytes } of pages) {
      const file = join(folder, 'pages', address, 'index.html');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    const headersOf = (address: string) =>
      pages
        .find((page) => page.address === address)
        ?.headers.map(([name, value]) => `add_header ${name} "${value}" always;`)
        .join('\n');
    // Its usual good settings: sendfile, files kept open, connections that last.
    return `sendfile on; tcp_nopush on; keepalive_requests 10000000; open_file_cache max=2000; open_file_cache_valid 60s;
server { listen 127.0.0.1:${port}; root ${folder}/pages; index index.html; charset utf-8;
${headersOf('/')}
}`;
  });
  try {
    const cases = {
      'as many as it can, 50 connections': { connections: 50 },
      '500 a second, 50 connections': { connections: 50, overallRate: 500 },
    };
    const size = pages.reduce((sum, { bytes }) => sum + bytes.length, 0);
    console.log(
      `${pages.length} pages, ${Math.round(size / pages.length)} bytes each on average, compressed; ${rounds} rounds of ${seconds} s, the middle one shown.`,
    );
    for (const [name, o] of Object.entries(cases)) {
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await measure(site.url.replace('localhost', '127.0.0.1'), site.pid, pages, o));
        theirs.push(await measure(`http://127.0.0.1:${port}`, peer.pid, pages, o));
      }
      console.log(`\n${name}`);
      const [our, their] = [medians(ours), medians(theirs)];
      const ratio = (of: keyof Measured) => Number((our[of] / their[of]).toFixed(2));
      console.table({
        'our server': our,
        'nginx, one worker': their,
        'ours to nginx': Object.fromEntries(Object.keys(our).map((of) => [of, ratio(of as keyof Measured)])),
      });
    }
  } finally {
    await peer.stop();
  }
} finally {
  await site.stop();
}
