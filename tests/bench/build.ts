import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProject } from '../site-under-test/project-copy.ts';
import { sampleNews, wordsInPages } from '../site-under-test/sample-news.ts';
import { root } from '../site-under-test/serve.ts';

// npm run bench:build [pages …]: the whole build, as anyone runs it, of the site with as much made-up news as makes it so
// many pages; beside Eleventy, which makes as many pages of the same news in the same page around it, and is then
// searched by the same Pagefind. In turns, each from nothing. Build the site first: what stands around a page is read there.

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [60, 500, 2000];
const rounds = 3;

const eleventy = join(import.meta.dirname, 'node_modules/@11ty/eleventy/cmd.cjs');
const pagefind = join(root, 'node_modules/pagefind/lib/runner/bin.cjs');
const astro = join(root, 'node_modules/astro/bin/astro.mjs');
const client = join(root, 'dist/node/client');
const words = await wordsInPages(client);
const newsNow = (await readdir(join(root, 'content/news'))).length;
const isPage = (file: string) => file.endsWith('.html');
const pagesNow = (await readdir(client, { recursive: true })).filter(isPage).length;

/** The Markdown of one piece of news, the same for both. */
const markdown = (number: number) =>
  sampleNews(number, words)
    .sections.map(({ heading, paragraphs }) => `## ${heading}\n\n${paragraphs.join('\n\n')}`)
    .join('\n\n');

const written = (number: number, front: readonly string[]) => {
  const { title, summary } = sampleNews(number, words);
  return ['---', `title: "${title}"`, `description: "${summary}"`, ...front, '---', '', markdown(number), ''].join('\n');
};

interface Built {
  seconds: number;
  /** The most the process itself held; Pagefind's own program is not counted on either side. */
  bytes: number;
  pages: number;
}

/** Runs one program until it ends. What it held at most it says itself, as the last thing it does. */
async function run(cwd: string, args: readonly string[]): Promise<{ seconds: number; bytes: number }> {
  const said = join(cwd, 'held');
  const saying = `data:text/javascript,import fs from 'node:fs';process.on('exit',()=>fs.appendFileSync(${JSON.stringify(said)},process.resourceUsage().maxRSS+'\\n'))`;
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', saying, ...args], {
    cwd,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}:\n${printed.slice(-2000)}`);
  const seconds = (performance.now() - start) / 1000;
  const held = (await readFile(said, 'utf8')).trim().split('\n').map(Number);
  await rm(said);
  return { seconds, bytes: Math.max(...held) * 1024 };
}

const pagesIn = async (folder: string) => (await readdir(folder, { recursive: true })).filter(isPage).length;

async function ours(folder: string, size: number) {
  await copyProject(folder);
  for (let number = newsNow + 1; number <= size - pagesNow + newsNow; number += 1)
    await writeFile(
      join(folder, 'content/news', `made-up-${number}.mdx`),
      written(number, ['sources: [S4]', 'checked: 2026-11-21', 'audience: [public]', 'date: 2013-01-19']),
    );
  return async (): Promise<Built> => {
    await rm(join(folder, 'dist'), { recursive: true, force: true });
    const { seconds, bytes } = await run(folder, [astro, 'build', '--force']);
    return { seconds, bytes, pages: await pagesIn(join(folder, 'dist/node/client')) };
  };
}

async function theirs(folder: string, size: number) {
  const page = await readFile(join(client, 'news/london-peer-mentoring-evaluation/index.html'), 'utf8');
  const [, before = '', after = ''] = /^([\s\S]*<article[^>]*>)[\s\S]*(<\/article>[\s\S]*)$/.exec(page) ?? [];
  const raw = (html: string) => `{% raw %}${html}{% endraw %}`;
  await mkdir(join(folder, 'pages/_includes'), { recursive: true });
  await writeFile(
    join(folder, 'pages/_includes/page.njk'),
    `${raw(before)}<h1>{{ title }}</h1><p>{{ description }}</p>{{ content | safe }}${raw(after)}`,
  );
  for (let number = 1; number <= size; number += 1)
    await writeFile(join(folder, 'pages', `${number}.md`), written(number, ['layout: page.njk']));
  const make = async () => {
    await rm(join(folder, '_site'), { recursive: true, force: true });
    return run(folder, [eleventy, '--input=pages', '--quiet']);
  };
  return async (): Promise<{ alone: Built; searched: Built }> => {
    const alone = await make();
    const search = await run(folder, [pagefind, '--site', '_site', '--quiet']);
    const pages = await pagesIn(join(folder, '_site'));
    return {
      alone: { ...alone, pages },
      searched: { seconds: alone.seconds + search.seconds, bytes: Math.max(alone.bytes, search.bytes), pages },
    };
  };
}

const middle = (all: readonly Built[]): Built | undefined =>
  all.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(all.length / 2)];

const { version } = JSON.parse(await readFile(join(import.meta.dirname, 'node_modules/@11ty/eleventy/package.json'), 'utf8'));
console.log(`Eleventy ${version}; ${rounds} builds each in turns, the middle one shown.\n`);
console.log('| pages | what | seconds | pages a second | memory at most, MB | to Eleventy with search |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const asked of sizes) {
  // As many as there are, where fewer are asked for.
  const size = Math.max(asked, pagesNow);
  const folder = await mkdtemp(join(tmpdir(), 'trust-build-'));
  try {
    const [buildOurs, buildTheirs] = [await ours(join(folder, 'ours'), size), await theirs(join(folder, 'eleventy'), size)];
    const results: Record<string, Built[]> = { ours: [], 'Eleventy with Pagefind': [], 'Eleventy alone': [] };
    for (let round = 0; round < rounds; round += 1) {
      results['ours']?.push(await buildOurs());
      const { alone, searched } = await buildTheirs();
      results['Eleventy with Pagefind']?.push(searched);
      results['Eleventy alone']?.push(alone);
    }
    const peer = middle(results['Eleventy with Pagefind'] ?? [])?.seconds ?? Number.NaN;
    for (const [name, all] of Object.entries(results)) {
      const { seconds, bytes, pages } = middle(all) ?? { seconds: Number.NaN, bytes: Number.NaN, pages: 0 };
      const cells = [
        pages,
        name,
        seconds.toFixed(1),
        (pages / seconds).toFixed(1),
        Math.round(bytes / 1024 ** 2),
        `${(seconds / peer).toFixed(1)} ×`,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
