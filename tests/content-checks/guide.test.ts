import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { type ContentIssue, parseWith } from '../../src/content-files/content-issue.ts';
import { splitFrontMatter } from '../../src/content-files/front-matter.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { mdxCollections, yamlCollections } from '../../src/schemas/index.ts';
import { root } from '../site-under-test/serve.ts';

const guide = await readFile(join(root, 'content/README.md'), 'utf8');
/** The sections of the guide: the collection in the heading, and the example. */
const examples = guide.split(/^### /m).map((part) => ({
  collection: /^.*`(\w+)\/[\w/-]+\.mdx`/.exec(part)?.[1],
  text: /```yaml\n([\s\S]*?)```/.exec(part)?.[1] ?? '',
}));
const { texts } = await readContent(root);

test('every example file in the guide is valid', () => {
  const files = examples.filter(({ text }) => text.startsWith('---'));
  assert(files.length >= 3);
  for (const { collection, text } of files) {
    const faults: ContentIssue[] = [];
    parseWith<unknown>(
      mdxCollections[collection as keyof typeof mdxCollections],
      parse(splitFrontMatter(text)?.matter ?? ''),
      'content/README.md',
      faults,
    );
    assert.deepEqual(faults, [], collection);
  }
});

test('every example entry in the guide is in its file, word for word', () => {
  const [{ text = '' } = {}] = examples.filter(({ text }) => text.startsWith('# glossary.yaml'));
  const entries = text.split(/^(?=# \w+\.yaml)/m);
  assert(entries.length >= 5);
  for (const entry of entries) {
    const [, name = '', said = ''] = /^# (\w+)\.yaml.*\n([\s\S]*)$/.exec(entry) ?? [];
    assert(name === 'search' || name in yamlCollections, name);
    assert(texts.get(`content/${name}.yaml`)?.includes(said.trim()), `${name}: ${said}`);
  }
});

test('every file, command and component named in the guide exists', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  for (const [, file = ''] of guide.matchAll(/`((?:services|pages|news|src)\/[\w/.-]+)`/g))
    assert(existsSync(join(root, file.startsWith('src') ? '' : 'content', file)), file);
  for (const [, script = ''] of guide.matchAll(/`npm run (\w+)/g)) assert(script in scripts, script);
  for (const [, component = ''] of guide.matchAll(/<([A-Z]\w+)/g))
    assert(existsSync(join(root, 'src/components/content', `${component}.astro`)), component);
});
