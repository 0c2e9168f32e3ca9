import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { test } from 'node:test';
import { root } from '../serve.ts';

// Which part may use which. Arrows never turn back: what we ask (forms) knows nothing of the web, what happens to an
// application knows nothing of who carries it, and Astro stands only in pages, layouts, components and site.
const mayUse: Record<string, readonly string[]> = {
  pages: [
    'layouts',
    'components',
    'site',
    'journey',
    'forms',
    'applications',
    'adapters',
    'content',
    'search',
    'open-referral',
    'platforms',
    'policy.ts',
    'settings.ts',
  ],
  layouts: ['components', 'site', 'forms', 'content', 'search', 'styles', 'policy.ts'],
  components: ['site', 'journey', 'forms', 'content', 'search'],
  site: ['journey', 'forms', 'adapters', 'content'],
  journey: ['forms', 'applications'],
  adapters: ['applications', 'journey', 'settings.ts'],
  applications: [],
  forms: [],
  content: ['forms'],
  editors: ['content', 'site'],
  search: ['content', 'site'],
  // The site's own data in the words of a standard; pages and site reach what was made of it as virtual:open-referral.
  'open-referral': ['content'],
  platforms: ['adapters', 'applications', 'forms', 'policy.ts', 'settings.ts'],
  styles: [],
  'policy.ts': ['styles'],
  'settings.ts': ['forms'],
  'middleware.ts': ['platforms'],
  'content.config.ts': ['content', 'site'],
};

/** Packages a part may use, where that is limited; node: is part of the platform. */
const packages: Record<string, readonly string[]> = { forms: ['zod'], applications: ['node:crypto'], 'settings.ts': ['zod'] };

const src = join(root, 'src');
const part = (file: string) => relative(src, file).split(sep)[0] ?? '';

test('every part of src/ uses only what it may', async () => {
  const wrong: string[] = [];
  for (const entry of await readdir(src, { recursive: true })) {
    if (!/\.(ts|astro)$/.test(entry)) continue;
    const file = join(src, entry);
    const from = part(file);
    assert(from in mayUse, `${entry} is in a part the table does not know`);
    for (const [, used = ''] of (await readFile(file, 'utf8')).matchAll(/\b(?:from |import |import\()'([^']+)'/g)) {
      if (used.startsWith('.')) {
        const target = normalize(join(dirname(file), used.replace(/\?.*$/, '')));
        const to = part(target);
        if (target.startsWith(src) && to !== from && !mayUse[from]?.includes(to)) wrong.push(`src/${entry} uses ${to}: ${used}`);
      } else if (packages[from] && !packages[from].includes(used)) wrong.push(`src/${entry} uses the package ${used}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('nothing about this Trust is written in src/: it comes from content/', async () => {
  const wrong: string[] = [];
  for (const entry of await readdir(src, { recursive: true })) {
    if (!/\.(ts|astro|css|scss|json|svg)$/.test(entry)) continue;
    for (const [index, line] of (await readFile(join(src, entry), 'utf8')).split('\n').entries()) {
      if (/^\s*(\/\/|\*|\/\*)/.test(line)) continue;
      if (/leicester|rutland|lrpt|\bLE\d/i.test(line)) wrong.push(`src/${entry}:${index + 1} ${line.trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
});
