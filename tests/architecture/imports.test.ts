import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import { dirname, join, normalize } from 'node:path/posix';
import { test } from 'node:test';
import { root } from '../site-under-test/serve.ts';

// What each part of src/ may import, the highest part first: a part uses only parts below it. A part is a folder, or a file
// where one file of a folder stands above or below the rest. Only pages, layouts, components, middleware and the integrations
// know Astro; forms know nothing of the web, and submissions nothing of who stores or sends them.
const mayUse: Record<string, readonly string[]> = {
  pages: [
    'layouts',
    'components',
    'form-flow/controller.ts',
    'seo',
    'hosting',
    'http',
    'infrastructure/composition-root.ts',
    'infrastructure',
    'form-flow',
    'search',
    'open-referral',
    'view-models',
    'content-files',
    'submissions',
    'forms',
    'schemas',
    'csp.ts',
    'settings.ts',
  ],
  layouts: [
    'components',
    'form-flow/controller.ts',
    'seo',
    'scripts',
    'search',
    'view-models',
    'content-files',
    'forms',
    'schemas',
    'csp.ts',
  ],
  components: [
    'form-flow/controller.ts',
    'seo',
    'scripts',
    'form-flow',
    'search',
    'content-checks',
    'view-models',
    'charts',
    'content-files',
    'forms',
    'schemas',
  ],
  'form-flow/controller.ts': ['http', 'infrastructure/composition-root.ts', 'form-flow', 'view-models', 'forms'],
  seo: ['view-models', 'schemas'],
  'middleware.ts': ['hosting'],
  'content.config.ts': ['view-models', 'schemas'],
  cms: ['cli', 'view-models', 'content-files', 'schemas'],
  cli: ['http', 'infrastructure/composition-root.ts', 'content-checks', 'content-files', 'submissions', 'schemas'],
  server: ['hosting', 'http', 'infrastructure/composition-root.ts', 'infrastructure', 'submissions', 'settings.ts'],
  hosting: ['forms', 'csp.ts', 'settings.ts'],
  scripts: [],
  'infrastructure/composition-root.ts': ['infrastructure', 'form-flow', 'infrastructure/environment.ts', 'submissions', 'settings.ts'],
  infrastructure: ['form-flow', 'submissions'],
  'form-flow': ['http', 'submissions', 'forms'],
  http: ['infrastructure/environment.ts', 'forms'],
  'infrastructure/environment.ts': [],
  search: ['content-files', 'schemas'],
  'open-referral': ['content-files', 'schemas'],
  'content-checks': ['content-files', 'forms', 'schemas'],
  'view-models': ['charts', 'content-files', 'forms', 'schemas'],
  charts: ['schemas'],
  'content-files': ['schemas'],
  submissions: [],
  forms: ['schemas'],
  'csp.ts': ['styles'],
  'settings.ts': ['schemas'],
  schemas: [],
  styles: [],
};
const parts = Object.keys(mayUse);

/** The packages that a part may use, where that is limited. */
const packages: Record<string, readonly string[]> = {
  forms: ['zod'],
  submissions: ['node:crypto'],
  'settings.ts': ['zod'],
};

const src = join(root, 'src');

/** The part of a file, both relative to src/. */
const partOf = (file: string) => (parts.includes(file) ? file : (file.split('/')[0] ?? ''));

interface Import {
  from: string;
  /** As written in the file. */
  specifier: string;
  /** The imported file, relative to src/; undefined for a package, and for what is outside src/. */
  to?: string | undefined;
}

const importPattern = /(?:\b(?:from |import |import\()|<script src=)['"]([^'"]+)['"]/g;
const imports: Import[] = [];
const files = (await readdir(src, { recursive: true }))
  .map((file) => file.replaceAll(sep, '/'))
  .filter((file) => /\.(ts|astro)$/.test(file));
for (const from of files) {
  for (const [, specifier = ''] of (await readFile(join(src, from), 'utf8')).matchAll(importPattern)) {
    const to = normalize(join(dirname(from), specifier.replace(/\?.*$/, '')));
    imports.push({ from, specifier, to: specifier.startsWith('.') && !to.startsWith('../') ? to : undefined });
  }
}

test('each part of src/ uses only what the table allows', () => {
  const wrong: string[] = [];
  for (const file of files) assert(parts.includes(partOf(file)), `src/${file}: the table has no part ${partOf(file)}`);
  for (const { from, specifier, to } of imports) {
    const part = partOf(from);
    if (to === undefined) {
      if (packages[part] && !specifier.startsWith('.') && !packages[part].includes(specifier))
        wrong.push(`src/${from} may not use the package ${specifier}`);
    } else if (partOf(to) !== part && !mayUse[part]?.includes(partOf(to))) wrong.push(`src/${from} may not import ${specifier}`);
  }
  assert.deepEqual(wrong, []);
});

test('the table lets no part use one above it', () => {
  for (const [index, part] of parts.entries())
    for (const used of mayUse[part] ?? []) assert(parts.indexOf(used) > index, `${part} stands below ${used} or the table lacks it`);
});

/**
 * Finds circles of imports by depth-first search. For each, names the import that closes it and the way from there back to it.
 * Type imports count: they do no harm at run time, but leave a reader no file to begin with.
 */
function circles(edges: readonly Import[]): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    if (done.has(file)) return;
    for (const { specifier, to } of edges.filter(({ from }) => from === file)) {
      if (to === undefined) continue;
      const way = [...path, file];
      if (way.includes(to)) found.push(`src/${file} may not import ${specifier}: ${[...way.slice(way.indexOf(to)), to].join(' → ')}`);
      else visit(to, way);
    }
    done.add(file);
  };
  for (const { from } of edges) visit(from, []);
  return found;
}

test('no files import each other, directly or in a circle, types included', () => {
  assert.deepEqual(circles(imports), []);
});

test('a circle of two files and one of three are found, and the import that closes each is named', () => {
  const edge = (from: string, to: string) => ({ from, to, specifier: `./${to}` });
  assert.deepEqual(circles([edge('a.ts', 'b.ts'), edge('b.ts', 'a.ts')]), ['src/b.ts may not import ./a.ts: a.ts → b.ts → a.ts']);
  assert.deepEqual(circles([edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('a.ts', 'c.ts'), edge('c.ts', 'b.ts')]), [
    'src/c.ts may not import ./b.ts: b.ts → c.ts → b.ts',
  ]);
  assert.deepEqual(circles([edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('c.ts', 'a.ts')]), [
    'src/c.ts may not import ./a.ts: a.ts → b.ts → c.ts → a.ts',
  ]);
  assert.deepEqual(circles([edge('a.ts', 'b.ts'), edge('a.ts', 'c.ts'), edge('b.ts', 'c.ts')]), []);
});

test('src/ says nothing about this Trust: that comes from content/', async () => {
  const wrong: string[] = [];
  for (const file of await readdir(src, { recursive: true })) {
    if (!/\.(ts|astro|css|scss|json|svg)$/.test(file)) continue;
    for (const [index, line] of (await readFile(join(src, file), 'utf8')).split('\n').entries()) {
      if (/^\s*(\/\/|\*|\/\*)/.test(line)) continue;
      if (/leicester|rutland|lrpt|\bLE\d/i.test(line)) wrong.push(`src/${file}:${index + 1} ${line.trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
});
