import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { selfReferralForm } from '../../../src/forms/referral.ts';
import { formValues, urlEncoded, validAnswers } from '../../forms/answers.ts';
import { freePort } from '../../hosting/proxy/nginx.ts';
import { taskToken } from '../../infrastructure/mail/fake-resend.ts';
import { copyProject } from '../../site-under-test/project-copy.ts';
import { type RunningSite, root } from '../../site-under-test/serve.ts';
import { type Answer, ask, exchange, formHeaders, open, statusOf, visitor } from './ask.ts';
import { each, type ReportRow, siteSettings } from './context.ts';

// Rows about HTTP: connections, addresses, files, negotiation, open data, and what costs the server much.

const check = `/${selfReferralForm.address}/check/`;
const goodBody = urlEncoded(formValues({}, validAnswers(selfReferralForm)));

/** A post as bytes, from a browser that keeps the connection. */
const postBytes = (site: RunningSite, headers = '') =>
  `POST ${check} HTTP/1.1\r\nHost: ${new URL(site.url).host}\r\nOrigin: ${site.url}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
  `Content-Length: ${Buffer.byteLength(goodBody)}\r\n${headers}\r\n`;
const getBytes = (site: RunningSite, path: string, headers = '', method = 'GET') =>
  `${method} ${path} HTTP/1.1\r\nHost: ${new URL(site.url).host}\r\n${headers}\r\n`;

/** Writes to a connection and waits for the status line of the next response. Throws if the connection is closed instead. */
function nextStatus(socket: Socket, bytes: string, waitMs = 10_000): Promise<number> {
  return new Promise((answered, failed) => {
    let received = '';
    const end = (act: () => void) => {
      clearTimeout(timer);
      socket.off('data', read).off('close', closed);
      act();
    };
    const read = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.includes('\r\n')) end(() => answered(statusOf(received)));
    };
    const closed = () => end(() => failed(new Error('the connection was closed')));
    const timer = setTimeout(() => end(() => failed(new Error(`nothing within ${waitMs / 1000} seconds`))), waitMs);
    if (socket.destroyed) return closed();
    socket.on('data', read).on('close', closed);
    if (bytes) socket.write(bytes, 'latin1');
  });
}

const idleSeconds = 62;

/** What a balancer does with a connection before it lies idle. */
const beforeIdle: [string, (site: RunningSite) => string][] = [
  ['GET', (site) => getBytes(site, '/refer/myself/')],
  ['HEAD', (site) => getBytes(site, '/', '', 'HEAD')],
  ['a page that is not there', (site) => getBytes(site, '/nothing/')],
  ['a redirect', (site) => getBytes(site, '/help')],
  ['a post', (site) => postBytes(site) + goodBody],
  ['nothing at all', () => ''],
];

const mistyped: [string, string][] = [
  ['/Help/Urgent/', '/help/urgent/'],
  ['/HELP/URGENT', '/help/urgent/'],
  ['/help/urgent', '/help/urgent/'],
  ['/help//urgent/', '/help/urgent/'],
  ['//help/urgent/', '/help/urgent/'],
  ['/help/urgent//', '/help/urgent/'],
  ['/help/urgent/index.html', '/help/urgent/'],
  ['/help/urgent/INDEX.HTML', '/help/urgent/'],
  ['/index.html', '/'],
  ['/%68elp/urgent/', '/help/urgent/'],
  ['/help%2Furgent/', '/help/urgent/'],
  ['/help/./urgent/', '/help/urgent/'],
  ...['.', ',', ')', ']', ';', ':', '%20', '%C2%A0', '%E2%80%8B', '%EF%BB%BF', '%E2%81%A0', ').', '%22', '%E2%80%9D', '...', '%3E'].flatMap(
    (tail): [string, string][] => [
      [`/help/urgent/${tail}`, '/help/urgent/'],
      [`/help/urgent${tail}`, '/help/urgent/'],
    ],
  ),
  ['/Help/Today/?from=card', '/help/today/?from=card'],
  ['/SERVICES/Peer-Mentoring/.', '/services/peer-mentoring/'],
];
const notAPage = [
  '/helpp/urgent/',
  '/help/urgent/more/',
  '/nothing/',
  '/help/urgent/index.php',
  '/.',
  '/%00',
  '/help/%ZZ/',
  '/405/',
  '/404.html',
];

const files: [string, string][] = [
  ['leaflet (2).pdf', 'application/pdf'],
  ['Plan & map.pdf', 'application/pdf'],
  ['100% yours.pdf', 'application/pdf'],
  ["women's group #1.pdf", 'application/pdf'],
  ['a+b,c;d=e@f.pdf', 'application/pdf'],
  ['café.jpg', 'image/jpeg'],
  ['Zoë’s photo.JPEG', 'image/jpeg'],
  ['poster.PNG', 'image/png'],
  ['photo.webp', 'image/webp'],
  ['photo.avif', 'image/avif'],
  ['drawing ü.svg', 'image/svg+xml'],
  ['talk.mp3', 'audio/mpeg'],
  ['film.mp4', 'video/mp4'],
  ['film.webm', 'video/webm'],
  ['words.vtt', 'text/vtt'],
  ['letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['table.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['letter.odt', 'application/vnd.oasis.opendocument.text'],
  ['letter.rtf', '(application|text)/rtf'],
  ['numbers.csv', 'text/csv'],
  ['notes.txt', 'text/plain'],
  ['dates.ics', 'text/calendar'],
  ['person.vcf', 'text/(x-)?vcard'],
  ['all.zip', 'application/zip'],
  ['book.epub', 'application/epub\\+zip'],
  ['data.json', 'application/json'],
  ['app.webmanifest', 'application/manifest\\+json'],
  ['letters.woff2', 'font/woff2'],
  ['ਪੰਜਾਬੀ.pdf', 'application/pdf'],
];

const codings: [string | undefined, readonly string[]][] = [
  [undefined, ['identity']],
  ['', ['identity']],
  ['identity', ['identity']],
  ['br', ['br']],
  ['gzip', ['gzip']],
  ['GZIP', ['gzip']],
  ['x-gzip', ['gzip', 'x-gzip', 'identity']],
  ['gzip, deflate, br, zstd', ['br', 'gzip']],
  ['gzip, br;q=0', ['gzip']],
  ['br;q=0', ['identity']],
  ['br;q=0.000, gzip;q=0.5', ['gzip']],
  ['br ; q=0 , gzip ; q=1', ['gzip']],
  ['gzip;q=0, br', ['br']],
  ['gzip;q=0, br;q=0', ['identity']],
  ['gzip;q=1.0, identity;q=0.5, *;q=0', ['gzip']],
  ['*;q=0, identity', ['identity']],
  ['br;q=0, *', ['gzip', 'identity']],
  ['deflate', ['identity']],
  ['abr, brx', ['identity']],
  ['gzip;q=nonsense', ['gzip', 'identity']],
];

function decoded({ headers, body }: Answer): string {
  const coding = headers['content-encoding'];
  return (coding === 'br' ? brotliDecompressSync(body) : coding?.includes('gzip') ? gunzipSync(body) : body).toString();
}

const targets: [string, (host: string) => string, number, RegExp | undefined][] = [
  ['GET http://host/path', (host) => `GET http://${host}/help/urgent/`, 200, undefined],
  ['GET HTTP://HOST/path', (host) => `GET HTTP://${host.toUpperCase()}/help/urgent/`, 200, undefined],
  ['GET http://host', (host) => `GET http://${host}`, 200, undefined],
  ['GET http://host/path?query', (host) => `GET http://${host}/help/today/?a=b`, 200, undefined],
  ['HEAD http://host/path', (host) => `HEAD http://${host}/help/urgent/`, 200, undefined],
  ['GET https://host/path', (host) => `GET https://${host}/help/urgent/`, 200, undefined],
  ['two question marks', () => 'GET /search?q=why?&for=Public', 301, /^location: \/search\/\?q=why\?&for=Public\r?$/im],
  ['three question marks', () => 'GET /search?q=?a?b', 301, /^location: \/search\/\?q=\?a\?b\r?$/im],
  ['a question mark alone', () => 'GET /search?', 301, /^location: \/search\/\??\r?$/im],
];

const misusedHosts = [
  'u:p@localhost',
  '@localhost',
  'localhost/health/live/?',
  'localhost/',
  'localhost?x',
  'localhost#x',
  'local host',
  'localhost:99999',
  'localhost:http',
  '[::1',
  'exa<mple',
  'localhost\\x',
];
const goodHosts = [
  'localhost',
  'LOCALHOST',
  'localhost:4321',
  '127.0.0.1',
  '127.0.0.1:1',
  '[::1]:4321',
  'www.example.org',
  'xn--caf-dma.example',
  'my_host',
];

const frameworkAddresses = [
  '/_image?href=/favicon.svg&f=js',
  '/_image?href=/favicon.svg&f=svg',
  '/_image?href=%2F_astro%2Fx.js&f=png&w=100',
  '/_image',
  '/_image/',
  '/_image/?href=/favicon.svg&f=js',
  '/_IMAGE?href=/favicon.svg',
  '/%5Fimage?href=/favicon.svg&f=js',
  '//_image?href=/favicon.svg&f=js',
  '/_server-islands/Any',
  '/_actions/any',
  '/_actions/any/',
  '/_astro/nothing.js',
  '/_fragment',
  '/_render',
];

/** Starts a connection that sends one byte a second after `head`, and resolves with how long it lives, in seconds. */
async function trickle(site: RunningSite, head: string, byte: string, limit: number): Promise<number> {
  const begun = performance.now();
  const socket = open(site);
  const closed = new Promise<void>((ended) => {
    socket.once('close', () => ended());
  });
  socket.resume();
  socket.write(head, 'latin1');
  const timer = setInterval(() => socket.writable && socket.write(byte), 1000);
  const over = new AbortController();
  await Promise.race([closed, wait(limit * 1000, undefined, { signal: over.signal }).catch(() => {})]);
  over.abort();
  clearInterval(timer);
  socket.destroy();
  return (performance.now() - begun) / 1000;
}

/** How many bytes the system may hold of one connection of this machine. */
function systemBuffers(): number {
  const largest = (name: string) => Number(/(\d+)\s*$/.exec(readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8'))?.[1]);
  return largest('tcp_rmem') + largest('tcp_wmem');
}

/** How many bytes of a body that nobody reads are taken before the connection ends; stops at `most`. */
async function swallowed(site: RunningSite, head: string, most: number): Promise<number> {
  const socket = open(site);
  socket.resume();
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let taken = 0;
  const closed = new Promise<false>((ended) => {
    socket.once('close', () => ended(false));
  });
  socket.write(head);
  const writing = (async () => {
    while (!socket.destroyed && taken < most) {
      const flushed = new Promise<boolean>((written) => {
        socket.write(chunk, (error) => written(!error));
      });
      if (!(await Promise.race([flushed, closed]))) return;
      taken += chunk.length;
    }
  })();
  const over = new AbortController();
  await Promise.race([closed, writing, wait(20_000, undefined, { signal: over.signal }).catch(() => {})]);
  over.abort();
  socket.destroy();
  return taken;
}

export const httpRows: readonly ReportRow[] = [
  {
    row: 'T6',
    title: 'connections outlive a balancer, Expect and half-sent bodies are waited for',
    waits: true,
    atOnce: 20,
    attempts: ({ site }) => [
      ...each(
        beforeIdle,
        ([what]) => `a post ${idleSeconds} seconds after ${what}`,
        async ([, first]) => {
          const socket = open(site);
          try {
            const bytes = first(site);
            if (bytes) await nextStatus(socket, bytes);
            socket.resume();
            await wait(idleSeconds * 1000);
            assert.equal(await nextStatus(socket, postBytes(site) + goodBody), 200);
          } finally {
            socket.destroy();
          }
        },
      ),
      {
        what: 'Expect: 100-continue is answered before the body comes, and after',
        run: async () => {
          const socket = open(site);
          try {
            assert.equal(await nextStatus(socket, postBytes(site, 'Expect: 100-continue\r\n')), 100);
            assert.equal(await nextStatus(socket, goodBody), 200);
          } finally {
            socket.destroy();
          }
        },
      },
      ...each(
        [3, 8],
        (seconds) => `a body whose second half comes ${seconds} seconds later`,
        async (seconds) => {
          const socket = open(site);
          try {
            socket.write(postBytes(site) + goodBody.slice(0, 100));
            await wait(seconds * 1000);
            assert.equal(await nextStatus(socket, goodBody.slice(100)), 200);
          } finally {
            socket.destroy();
          }
        },
      ),
    ],
  },
  {
    row: 'T7',
    title: 'an address typed from paper leads to the page it can only be',
    attempts: ({ site }) => [
      ...each(
        mistyped,
        ([typed]) => typed,
        async ([typed, page]) => {
          const answer = await ask(site, typed);
          assert([301, 308].includes(answer.status), `answered ${answer.status}`);
          const location = String(answer.headers.location).replace(site.url, '');
          assert.equal(location, page);
          assert.equal((await ask(site, location)).status, 200);
        },
      ),
      ...each(
        notAPage,
        (path) => `404: ${path}`,
        async (path) => assert.equal((await ask(site, path)).status, 404),
      ),
    ],
  },
  {
    row: 'T8',
    title: 'a file in public/ has its type and is found by its name',
    attempts: async ({ start }) => {
      const folder = await mkdtemp(join(tmpdir(), 'trust-files-'));
      try {
        // What a build would have copied there.
        await promisify(execFile)(process.execPath, [join(root, 'src/hosting/copy-runtime.ts'), folder]);
        for (const [name] of files) await writeFile(join(folder, 'dist/node/client', name), `The text of ${name}`);
        const site = await start({}, folder);
        const results = new Map<string, Answer>();
        for (const [name] of files) {
          for (const path of [encodeURI(name).replaceAll('#', '%23'), encodeURIComponent(name), encodeURIComponent(name.normalize('NFD'))])
            results.set(`${name} ${path}`, await ask(site, `/${path}`));
        }
        return [...results].map(([key, { status, headers, text }]) => {
          const [name = '', type = ''] = files.find(([file]) => key.startsWith(`${file} `)) ?? [];
          return {
            what: key.slice(name.length + 1),
            run: () => {
              assert.equal(status, 200, `answered ${status}`);
              assert.match(String(headers['content-type']), new RegExp(`^${type.replace('svg+', 'svg\\+')}(;|$)`));
              assert.equal(headers['x-content-type-options'], 'nosniff');
              assert(text.length > 0);
            },
          };
        });
      } finally {
        // The server has read them.
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
  {
    row: 'T9',
    title: 'negotiation, targets and conditions as RFC 9110 and 9112 say',
    attempts: async ({ site }) => {
      const { host } = new URL(site.url);
      const home = await ask(site, '/');
      const etag = String((await ask(site, '/', { headers: { 'Accept-Encoding': 'br' } })).headers.etag);
      const conditions: [string, number][] = [
        [etag, 304],
        [`W/${etag}`, 304],
        [`"other", ${etag}`, 304],
        [`"other",W/${etag} , "third"`, 304],
        ['*', 304],
        ['"other"', 200],
        [`"x${etag.slice(1)}`, 200],
        [`"before ${etag.replaceAll('"', '')} after"`, 200],
      ];
      return [
        ...['/', '/help/urgent/', '/favicon.svg'].flatMap((path) =>
          each(
            codings,
            ([accepts]) => `${path} with Accept-Encoding: ${accepts}`,
            async ([accepts, allowed]) => {
              const answer = await ask(site, path, accepts === undefined ? {} : { headers: { 'Accept-Encoding': accepts } });
              assert.equal(answer.status, 200);
              const coding = answer.headers['content-encoding'] ?? 'identity';
              assert(allowed.includes(coding), `${coding}, not ${allowed.join(' or ')}`);
              assert.equal(decoded(answer), decoded(await ask(site, path)));
              assert.match(String(answer.headers.vary), /accept-encoding/i);
            },
          ),
        ),
        ...each(
          codings.filter(([accepts]) => accepts !== undefined),
          ([accepts]) => `a page of the function with Accept-Encoding: ${accepts}`,
          async ([accepts, allowed]) => {
            const answer = await ask(site, check, {
              method: 'POST',
              body: goodBody,
              headers: { ...formHeaders, Origin: site.url, 'Accept-Encoding': accepts },
            });
            const coding = answer.headers['content-encoding'] ?? 'identity';
            // Brotli takes longer than the page: it need not be offered.
            assert(
              [...allowed, ...(allowed.includes('br') ? ['identity'] : [])].includes(coding),
              `${coding}, not ${allowed.join(' or ')}`,
            );
            assert.match(decoded(answer), /Check your answers/);
          },
        ),
        ...each(
          targets,
          ([what]) => what,
          async ([, target, status, header]) => {
            const response = await exchange(site, `${target(host)} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
            assert.equal(statusOf(response), status);
            if (header) assert.match(response, header);
          },
        ),
        ...each(
          conditions,
          ([given]) => `If-None-Match: ${given.replace(etag, 'ETAG')}`,
          async ([given, status]) => {
            const answer = await ask(site, '/', { headers: { 'Accept-Encoding': 'br', 'If-None-Match': given } });
            assert.equal(answer.status, status);
            if (status === 304) assert.equal(answer.body.length, 0);
          },
        ),
        { what: 'the home page is the home page', run: () => assert.match(home.text, /<h1/) },
      ];
    },
  },
  {
    row: 'T12',
    title: 'open data takes empty parameters, curly apostrophes and preflights',
    attempts: async ({ site }) => {
      const list = async (query: string) => {
        const { status, text } = await ask(site, `/open-referral/v3/services?per_page=100&${query}`);
        assert.equal(status, 200, `answered ${status}`);
        const { contents }: { contents: { name: string; description: string }[] } = JSON.parse(text);
        return contents.map(({ name }) => name);
      };
      const all = await list('');
      const alike: [string, string[]][] = [
        ['women', ['Women', 'WOMEN', 'wömen', ' women ', 'Ｗｏｍｅｎ', '“women”', 'women\u200b', 'women,']],
        ["women's", ['women’s', 'women‘s', 'womenʼs', 'WOMEN’S', 'women＇s', 'womens']],
        ['peer mentoring', ['Peer  Mentoring', 'peer-mentoring', 'peer\u00a0mentoring', 'PEER MENTORING', 'péer mentoring']],
      ];
      const names = [
        'page',
        'per_page',
        'search',
        'taxonomy_term_id',
        'taxonomy_id',
        'minimum_age',
        'maximum_age',
        'start_time',
        'end_time',
        'day',
      ];
      const preflights: Record<string, string>[] = [
        { 'Access-Control-Request-Method': 'GET' },
        { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-requested-with' },
        { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization,content-type' },
        { 'Access-Control-Request-Method': 'HEAD' },
      ];
      return [
        ...['', '=', '=+', '=%20'].flatMap((empty) =>
          each(
            names,
            (name) => `?${name}${empty}`,
            async (name) => {
              const { status, text } = await ask(site, `/open-referral/v3/services?${name}${empty}`);
              assert.equal(status, 200, `answered ${status}`);
              assert.equal(JSON.parse(text).total_items, all.length);
            },
          ),
        ),
        ...alike.flatMap(([plain, others]) =>
          each(
            others,
            (other) => `?search=${other}`,
            async (other) => {
              const found = await list(`search=${encodeURIComponent(plain)}`);
              assert(found.length > 0 && found.length < all.length, `"${plain}" finds ${found.length}`);
              assert.deepEqual(await list(`search=${encodeURIComponent(other)}`), found);
            },
          ),
        ),
        ...['', '/', '/services', '/services/', '/taxonomies', '/services/any-id'].flatMap((path) =>
          each(
            preflights,
            (headers) => `OPTIONS /open-referral/v3${path} ${Object.values(headers).join(' ')}`,
            async (headers) => {
              const answer = await ask(site, `/open-referral/v3${path}`, {
                method: 'OPTIONS',
                headers: { Origin: 'https://other.example', ...headers },
              });
              assert([200, 204].includes(answer.status), `answered ${answer.status}`);
              assert.equal(answer.headers['access-control-allow-origin'], '*');
              const allowed = `${answer.headers['access-control-allow-headers']}`.toLowerCase().split(/\s*,\s*/);
              for (const header of (headers['Access-Control-Request-Headers'] ?? '').split(',').filter(Boolean))
                assert(allowed.includes(header) || (allowed.includes('*') && header !== 'authorization'), `${header} is not allowed`);
            },
          ),
        ),
        ...each(
          ['/', '/refer/myself/', '/refer/myself/check/', '/health/'],
          (path) => `still refused: OPTIONS ${path}`,
          async (path) => {
            const answer = await ask(site, path, { method: 'OPTIONS', headers: { Origin: 'https://other.example' } });
            assert.equal(answer.status, 405);
            assert.equal(answer.headers['access-control-allow-origin'], undefined);
          },
        ),
      ];
    },
  },
  {
    row: 'T13',
    title: 'without SITE_URL, addresses are those it is served at',
    attempts: async ({ start }) => {
      const folder = await mkdtemp(join(tmpdir(), 'trust-port-'));
      try {
        // A copy, since the site may be built again for its port, with the build as it is.
        await copyProject(folder);
        await cp(join(root, 'dist/node'), join(folder, 'dist/node'), { recursive: true });
        const site = await start({ PORT: String(await freePort()) }, folder);
        const { host } = new URL(site.url);
        const paths = [
          '/',
          '/services/',
          '/news/feed.xml',
          '/sitemap-index.xml',
          '/sitemap-0.xml',
          '/opensearch.xml',
          '/robots.txt',
          '/open-referral/v3/services',
          '/become-a-mentor/apply/',
          '/magistrates/what-changed/feed.xml',
          '/.well-known/security.txt',
        ];
        const answers = await Promise.all(paths.map(async (path) => ({ path, ...(await ask(site, path)) })));
        return each(
          answers.filter(({ status }) => status !== 404),
          ({ path }) => path,
          ({ text }) => {
            const local = [...text.matchAll(/https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?/g)].map(([address]) => address);
            assert.deepEqual(
              [...new Set(local)].filter((address) => new URL(address).host !== host),
              [],
            );
          },
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
  {
    row: 'W3',
    title: '/health/ costs little and tells strangers no numbers',
    attempts: async ({ start, provider, newAddress }) => {
      const site = await start({ ...siteSettings(provider), RESEND_BASE_URL: 'http://127.0.0.1:9' });
      for (let sent = 0; sent < 3; sent += 1) await visitor(site, selfReferralForm, newAddress()).submit({ need: newAddress() });
      const written = () => Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${site.pid}/io`, 'utf8'))?.[1]);
      return [
        ...each(
          ['/health/', '/health/?all=1', '/health'],
          (path) => `${path} without the token`,
          async (path) => {
            const { status, text } = await ask(site, path);
            if (status === 301) return;
            assert([200, 503].includes(status), `answered ${status}`);
            assert.doesNotMatch(text, /\d/);
          },
        ),
        {
          what: '/health/ with a wrong token',
          run: async () =>
            assert.doesNotMatch((await ask(site, '/health/', { headers: { Authorization: `Bearer ${'A'.repeat(43)}` } })).text, /\d/),
        },
        {
          what: '/health/ with the token',
          run: async () => assert((await ask(site, '/health/', { headers: { Authorization: `Bearer ${taskToken}` } })).text.length > 0),
        },
        {
          what: '200 requests write nothing of their own to the disk',
          run: async () => {
            await ask(site, '/health/');
            const before = written();
            for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 20 }, () => ask(site, '/health/')));
            const pages = (written() - before) / 4096;
            assert(pages <= 20, `${pages} pages of the disk were written`);
          },
        },
      ];
    },
  },
  {
    row: 'W4',
    title: 'a connection holds little: pipelines, and bodies nobody reads',
    attempts: ({ site }) => {
      const { host } = new URL(site.url);
      // What the system itself may keep of a connection, at both ends, and a little that the server reads.
      const allowed = systemBuffers() + 8 * 1024 * 1024;
      const most = 2 * allowed + 64 * 1024 * 1024;
      const heads: [string, string][] = [
        ['POST to a page', `POST /services/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10737418240\r\n\r\n`],
        [
          'POST to a form, over its limit',
          `POST ${check} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${site.url}\r\n${'Content-Type: application/x-www-form-urlencoded'}\r\nContent-Length: 10737418240\r\n\r\n`,
        ],
        [
          'POST from another site',
          `POST ${check} HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://evil.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10737418240\r\n\r\n`,
        ],
        ['PUT', `PUT / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10737418240\r\n\r\n`],
        ['GET with a body', `GET / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10737418240\r\n\r\n`],
        ['POST to the webhook', `POST /webhooks/resend/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10737418240\r\n\r\n`],
        ['POST to an address that is not there', `POST /nothing/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10737418240\r\n\r\n`],
      ];
      return [
        ...each(
          heads,
          ([what]) => `10 GB announced: ${what}`,
          async ([, head]) => {
            const taken = await swallowed(site, head, most);
            assert(taken < allowed, `${(taken / 1_000_000).toFixed(0)} MB or more were swallowed`);
          },
        ),
        {
          what: '2,000 requests at once on one connection',
          run: async () => {
            const received = await exchange(site, getBytes(site, '/help/urgent/').repeat(2000), 20_000);
            const answers = received.split('HTTP/1.1 200').length - 1;
            assert(answers < 2000, 'all were answered');
          },
        },
      ];
    },
  },
  {
    row: 'W5',
    title: 'addresses of the framework that we do not use are not there',
    attempts: ({ site }) => [
      ...each(
        frameworkAddresses,
        (path) => path,
        async (path) => {
          const answer = await ask(site, path);
          assert.equal(answer.status, 404, `answered ${answer.status} ${answer.headers['content-type'] ?? ''}`);
          assert.match(String(answer.headers['content-type']), /^text\/html/);
        },
      ),
      ...each(
        frameworkAddresses.slice(0, 12),
        (path) => `POST ${path}`,
        async (path) => {
          const { status } = await ask(site, path, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
          assert([404, 405].includes(status), `answered ${status}`);
        },
      ),
    ],
  },
  {
    row: 'W6',
    title: 'a Host that is none is refused in words',
    attempts: ({ site }) => {
      const paths = ['/', '/health/live/', check, '/open-referral/v3/services', '/nothing/'];
      const requests: [string, string][] = [
        ...misusedHosts.map((host): [string, string] => [`Host: ${host}`, `Host: ${host}\r\n`]),
        ['no Host', ''],
        ['two Hosts', `Host: ${new URL(site.url).host}\r\nHost: other.example\r\n`],
      ];
      return [
        ...each(
          requests,
          ([what]) => what,
          async ([, header]) => {
            const printed = site.output().length;
            for (const path of paths) {
              const response = await exchange(site, `GET ${path} HTTP/1.1\r\n${header}Connection: close\r\n\r\n`);
              assert.equal(statusOf(response), 400, `${path} answered ${statusOf(response)}`);
              const [, body = ''] = response.split('\r\n\r\n');
              assert(body.trim().split(' ').length > 4, `${path} says nothing: ${body}`);
            }
            assert.doesNotMatch(site.output().slice(printed), /^\s+at /m, 'a stack in the log');
          },
        ),
        ...each(
          goodHosts,
          (host) => `taken: ${host}`,
          async (host) => assert.equal((await ask(site, '/help/urgent/', { headers: { Host: host } })).status, 200),
        ),
      ];
    },
  },
  {
    row: 'W7',
    title: 'slow clients are let go: checked each 5 seconds, one limit',
    waits: true,
    atOnce: 20,
    attempts: ({ site }) => {
      const { host } = new URL(site.url);
      const most = 25;
      const heads: [string, string, string][] = [
        ['headers', `GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: `, 'a'],
        ['the first line', 'GET /', 'a'],
        ['a body to a page', `POST /services/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100000\r\n\r\n`, 'a'],
        ['a body to a form', postBytes(site), 'a'],
        [
          'a chunked body',
          `POST ${check} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${site.url}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`,
          '1\r\na\r\n',
        ],
        ['blank lines before a request', '\r\n', '\r\n'],
      ];
      return each(
        heads,
        ([what]) => what,
        async ([, head, byte]) => {
          const lived = await trickle(site, head, byte, most + 35);
          assert(lived <= most, `lived ${lived.toFixed(0)} seconds`);
        },
      );
    },
  },
  {
    row: 'W9',
    title: 'the webhook’s address is silent to who only looks',
    attempts: async ({ start }) => {
      const site = await start({});
      const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'];
      const paths = ['/webhooks/resend/', '/webhooks/resend', '/tasks/outbox/', '/health/', '/open-referral/v3/services', check];
      return [
        ...each(
          methods,
          (method) => `${method} /webhooks/resend/`,
          async (method) => {
            const answer = await ask(site, '/webhooks/resend/', { method });
            assert.equal(answer.status, 405, `answered ${answer.status}`);
            assert.match(String(answer.headers.allow), /POST/);
          },
        ),
        ...paths.flatMap((path) =>
          each(
            methods,
            (method) => `nothing in the log: ${method} ${path}`,
            async (method) => {
              const printed = site.output().length;
              await ask(site, path, { method });
              // A line is written before the response, but may arrive after it.
              await wait(20);
              assert.equal(site.output().slice(printed), '');
            },
          ),
        ),
      ];
    },
  },
] satisfies readonly ReportRow[];
