import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch as launchChrome } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { findChromium } from '../browser/chromium.ts';
import { all, attribute, pages } from '../built/build-output.ts';
import { serve } from '../site-under-test/serve.ts';

// npm run bench:pages [runs]: Lighthouse as it comes (a middling phone on slow 4G) over one page of each kind, beside an
// almost empty page in the same rounds: other work on a machine slows both. The middle of all runs is shown.

const runs = Number(process.argv[2] ?? 5);

/** One page of each kind. */
const kinds: Record<string, string> = {
  home: '/',
  list: '/services/',
  service: '/services/peer-mentoring/',
  partnership: '/partnerships/just-women-project/',
  'for magistrates': '/magistrates/',
  comparison: '/magistrates/requirements/',
  requirement: '/magistrates/requirements/unpaid-work/',
  'bench card': '/magistrates/bench-card/',
  help: '/help/urgent/',
  history: '/about/history/',
  figures: '/about/figures/',
  sources: '/sources/',
  glossary: '/glossary/',
  'A to Z': '/a-z/',
  form: '/become-a-mentor/apply/',
  search: '/search/',
};

const empty =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Empty</title><meta name="description" content="Almost nothing."></head><body><main><h1>Empty</h1></main></body></html>';

interface Run {
  scores: Record<string, number | null>;
  fcp: number;
  lcp: number;
  cls: number;
  /** Of all that is fetched. */
  bytes: number;
  /** Audits that cost points. */
  lost: string[];
}

const middle = (of: number[]) => of.toSorted((one, other) => one - other)[Math.floor(of.length / 2)] ?? Number.NaN;

const noindex = new Set(
  pages
    .filter(({ document }) =>
      all(document, 'meta').some((meta) => attribute(meta, 'name') === 'robots' && attribute(meta, 'content')?.includes('noindex')),
    )
    .map(({ address }) => address),
);

const emptyServer = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(empty);
}).listen(0, '127.0.0.1');
await once(emptyServer, 'listening');
const site = await serve();
const chrome = await launchChrome({
  chromePath: findChromium(),
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-background-networking', '--disable-component-update'],
});

/** One run. Now and then Chrome records nothing, and Lighthouse asks to be run again. */
async function run(url: string, tries = 3): Promise<Run> {
  const result = await lighthouse(url, { port: chrome.port, logLevel: 'error', output: 'json' });
  if (!result) throw new Error(`Lighthouse says nothing of ${url}`);
  const { categories, audits, runtimeError } = result.lhr;
  if (runtimeError && tries > 1) return run(url, tries - 1);
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`);
  const number = (audit: string) => audits[audit]?.numericValue ?? Number.NaN;
  return {
    scores: Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, score])),
    fcp: number('first-contentful-paint'),
    lcp: number('largest-contentful-paint'),
    cls: number('cumulative-layout-shift'),
    bytes: number('total-byte-weight'),
    lost: Object.values(categories).flatMap(({ auditRefs }) =>
      auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(({ id }) => id),
    ),
  };
}

const results: Record<string, Run[]> = Object.fromEntries(['almost empty', ...Object.keys(kinds)].map((kind) => [kind, []]));
try {
  // Our server compresses a page when it is first asked for.
  for (const address of Object.values(kinds)) await fetch(site.url + address);
  for (let round = 0; round < runs; round += 1) {
    results['almost empty']?.push(await run(`http://127.0.0.1:${(emptyServer.address() as AddressInfo).port}/`));
    for (const [kind, address] of Object.entries(kinds)) results[kind]?.push(await run(site.url + address));
  }
} finally {
  chrome.kill();
  await site.stop();
  emptyServer.close();
}

const beside = middle((results['almost empty'] ?? []).map(({ fcp }) => fcp));
const besideLargest = middle((results['almost empty'] ?? []).map(({ lcp }) => lcp));
const missed: string[] = [];
console.log(
  `\nLighthouse ${JSON.parse(readFileSync(new URL('node_modules/lighthouse/package.json', import.meta.url), 'utf8')).version}, ${runs} runs each, the middle one shown.\n`,
);
console.log(
  '| kind of page | address | performance | accessibility | best practices | SEO | FCP, ms | LCP, ms | to the empty page | CLS, worst | KB |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [kind, all] of Object.entries(results)) {
  const of = (number: (run: Run) => number) => middle(all.map(number));
  const [fcp, lcp] = [of((run) => run.fcp), of((run) => run.lcp)];
  const times = Math.max(fcp / beside, lcp / besideLargest);
  const cls = Math.max(...all.map((run) => run.cls));
  const address = kinds[kind];
  const score = (name: string) => Math.round(of(({ scores }) => scores[name] ?? Number.NaN) * 100);
  const listed = address === undefined || !noindex.has(address);
  const scores = ['performance', 'accessibility', 'best-practices', ...(listed ? ['seo'] : [])].map(score);
  console.log(
    `| ${[kind, address ?? '', ...scores, ...(listed ? [] : ['not listed']), Math.round(fcp), Math.round(lcp), `${times.toFixed(2)} ×`, cls.toFixed(4), (of(({ bytes }) => bytes) / 1024).toFixed(1)].join(' | ')} |`,
  );
  if (address === undefined) continue;
  const lost = [...new Set(all.flatMap((run) => run.lost))].join(', ');
  if (scores.some((each) => each < 100)) missed.push(`${kind} has less than 100: ${lost}`);
  if (cls > 0) missed.push(`${kind} moves while it loads, by ${cls}`);
  const most = ['form', 'search'].includes(kind) ? 1.5 : 1.2;
  if (times > most && Math.max(fcp, lcp) > 800) missed.push(`${kind} takes ${times.toFixed(2)} × the empty page (at most ${most})`);
}
console.log(missed.length > 0 ? `\nMissed:\n${missed.join('\n')}` : '\nEvery target is met.');
process.exitCode = missed.length > 0 ? 1 : 0;
