import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cmsConfig } from '../../src/cms/config.ts';
import { editorCsp } from '../../src/cms/csp.ts';
import { readRepository } from '../../src/cms/repository.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { mdxCollections } from '../../src/schemas/index.ts';
import { readSettings } from '../../src/settings.ts';
import { root } from '../site-under-test/serve.ts';

const { content } = await readContent(root);
const config = cmsConfig(content, readRepository('github:trust/website'));

test('every MDX file of content/ is in exactly one list of the editor page', () => {
  const folders = config.collections.map(({ folder }) => folder);
  assert.equal(new Set(folders).size, folders.length);
  for (const collection of Object.keys(mdxCollections) as (keyof typeof mdxCollections)[])
    for (const { file } of content[collection]) assert(folders.includes(file.slice(0, file.lastIndexOf('/'))), file);
});

test('every key of a schema has a field, and the required keys are required fields', () => {
  for (const { folder, fields } of config.collections) {
    const { shape } = mdxCollections[folder.split('/')[1] as keyof typeof mdxCollections];
    assert.deepEqual(new Set(fields.map(({ name }) => name)), new Set([...Object.keys(shape), 'body']), folder);
    for (const { name, required } of fields.filter((field) => field.name !== 'body'))
      assert.equal(
        required,
        !(shape as Record<string, { safeParse(value: unknown): { success: boolean } }>)[name]?.safeParse(undefined).success,
        `${folder} ${name}`,
      );
  }
});

test('offers the existing sources by name', () => {
  const sources = config.collections[0]?.fields.find(({ name }) => name === 'sources');
  assert.deepEqual(
    (sources?.['options'] as { value: string }[] | undefined)?.map(({ value }) => value),
    Object.keys(content.sources),
  );
});

test('edits the body as plain text', () => {
  for (const { fields } of config.collections) assert.equal(fields.find(({ name }) => name === 'body')?.widget, 'text');
});

test('the CSP of the editor page allows one other origin, the git host, and neither eval nor inline scripts', () => {
  const policy = editorCsp({ apiUrl: 'https://git.example.org/api/v1' });
  assert.deepEqual(policy.match(/https?:[^ ;]*/g), ['https://git.example.org']);
  assert.doesNotMatch(policy, /unsafe-eval|\*|script-src[^;]*unsafe|http:/);
  assert.match(policy, /default-src 'none'/);
});

for (const [setting, right] of Object.entries({
  'github:trust/website': { host: 'github', name: 'trust/website', branch: 'main', apiUrl: 'https://api.github.com' },
  'github:trust/website@next': { host: 'github', name: 'trust/website', branch: 'next', apiUrl: 'https://api.github.com' },
  'gitlab:group/part/website': { host: 'gitlab', name: 'group/part/website', branch: 'main', apiUrl: 'https://gitlab.com/api/v4' },
  'gitea:https://git.example.org/trust/website@main': {
    host: 'gitea',
    name: 'trust/website',
    branch: 'main',
    apiUrl: 'https://git.example.org/api/v1',
  },
}))
  test(`accepts EDITOR_REPOSITORY=${setting}`, () => {
    assert.equal(readSettings({ EDITOR_REPOSITORY: setting }).EDITOR_REPOSITORY, setting);
    assert.deepEqual(readRepository(setting), right);
  });

for (const setting of [
  'vi',
  'on',
  'github:',
  'github:website',
  'github:https://git.example.org/a/b',
  'gitea:http://git.example.org/a/b',
  'svn:a/b',
  'github:a/b c',
])
  test(`rejects EDITOR_REPOSITORY="${setting}" and says what is valid`, () => {
    assert.throws(
      () => readSettings({ EDITOR_REPOSITORY: setting }),
      /EDITOR_REPOSITORY is where the editor page .* like github:trust\/website@main/,
    );
  });
