import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { test } from 'node:test';
import { root } from '../site-under-test/serve.ts';

// Which part may use which. Arrows never turn back: what we ask (forms) knows nothing of the web, what happens to an
// application knows nothing of who carries it, and Astro stands only in pages, layouts, components and site.
const mayUse: Record<string, readonly string[]> = {
  pages: [
    'layouts',
    'components',
    'view-models',
    'seo',
    'scripts',
    'form-flow',
    'forms',
    'submissions',
    'infrastructure',
    'http',
    'schemas',
    'content-files',
    'content-checks',
    'search',
    'open-referral',
    'hosting',
    'csp.ts',
    'settings.ts',
  ],
  layouts: [
    'components',
    'form-flow',
    'view-models',
    'charts',
    'seo',
    'scripts',
    'forms',
    'schemas',
    'content-files',
    'content-checks',
    'search',
    'styles',
    'csp.ts',
  ],
  components: ['view-models', 'charts', 'seo', 'scripts', 'form-flow', 'forms', 'schemas', 'content-files', 'content-checks', 'search'],
  'view-models': ['charts', 'schemas', 'content-files', 'content-checks', 'forms'],
  charts: ['schemas', 'view-models'],
  seo: ['view-models', 'schemas', 'content-files', 'forms'],
  scripts: [],
  'form-flow': ['forms', 'submissions', 'http', 'infrastructure', 'view-models', 'seo'],
  http: ['form-flow', 'forms', 'infrastructure'],
  infrastructure: ['submissions', 'form-flow', 'http', 'settings.ts'],
  submissions: [],
  forms: [],
  schemas: ['forms'],
  'content-files': ['schemas'],
  'content-checks': ['schemas', 'content-files', 'forms'],
  cms: ['view-models', 'schemas', 'content-files', 'content-checks', 'cli'],
  cli: [
    'schemas',
    'content-files',
    'content-checks',
    'cms',
    'infrastructure',
    'submissions',
    'form-flow',
    'http',
    'forms',
    'view-models',
    'settings.ts',
  ],
  search: ['schemas', 'content-files', 'content-checks', 'view-models'],
  // The site's own data in the words of a standard; pages and seo reach what was made of it as virtual:open-referral.
  'open-referral': ['schemas', 'content-files'],
  server: ['hosting', 'infrastructure', 'submissions', 'http', 'settings.ts', 'csp.ts'],
  hosting: ['infrastructure', 'submissions', 'forms', 'csp.ts', 'settings.ts'],
  styles: [],
  'csp.ts': ['styles'],
  'settings.ts': ['forms'],
  'middleware.ts': ['server', 'hosting'],
  'content.config.ts': ['schemas', 'view-models'],
};

/** Packages a part may use, where that is limited; node: is part of the platform. */
const packages: Record<string, readonly string[]> = { forms: ['zod'], submissions: ['node:crypto'], 'settings.ts': ['zod'] };

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
