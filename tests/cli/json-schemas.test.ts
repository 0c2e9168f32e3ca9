import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { jsonSchemas } from '../../src/cli/json-schemas.ts';
import { root } from '../site-under-test/serve.ts';

const schemas = jsonSchemas();
const yamls = (await readdir(join(root, 'content'))).filter((name) => name.endsWith('.yaml'));
const committed = async (path: string) => JSON.parse(await readFile(join(root, '.vscode', path), 'utf8'));

test('every YAML file of content/ has a current schema in .vscode/ (npm run schemas)', async () => {
  const { 'yaml.schemas': mapped } = await committed('settings.json');
  for (const file of yamls) {
    const name = file.replace('.yaml', '');
    assert.equal(mapped[`./.vscode/schemas/${name}.json`], `content/${file}`);
    assert.deepEqual(await committed(`schemas/${name}.json`), JSON.parse(JSON.stringify(schemas[name])), `${name} is old: npm run schemas`);
  }
});

test('every file of content/ is valid by its JSON Schema', async () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const rule = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    if (yamls.includes(`${name}.yaml`)) {
      assert.deepEqual(rule.safeParse(parse(await readFile(join(root, 'content', `${name}.yaml`), 'utf8'))).error, undefined, name);
      continue;
    }
    for (const file of (await readdir(join(root, 'content', name), { recursive: true })).filter((path) => path.endsWith('.mdx'))) {
      const [, matter = ''] = /^---\n([\s\S]*?)\n---\n/.exec(await readFile(join(root, 'content', name, file), 'utf8')) ?? [];
      assert.deepEqual(rule.safeParse(parse(matter)).error, undefined, `${name}/${file}`);
    }
  }
});

test('rejects a misspelt key and an unknown choice', () => {
  const rule = z.fromJSONSchema(schemas['contacts'] as Parameters<typeof z.fromJSONSchema>[0]);
  const contact = { name: 'Someone', helps_with: 'It helps.', as_seen: 'about 2022', source: 'S1' };
  assert(rule.safeParse({ someone: contact }).success);
  assert(!rule.safeParse({ someone: { ...contact, fone: '1' } }).success);
  assert(!rule.safeParse({ someone: { ...contact, tap_to_call: 'maybe' } }).success);
});

test('describes each text', () => {
  const { properties } = schemas['services'] as { properties: Record<string, { description?: string }> };
  assert.equal(properties['title']?.description, 'The title, as it stands at the top of the page');
});
