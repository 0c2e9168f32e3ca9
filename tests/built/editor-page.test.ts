import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '../site-under-test/serve.ts';
import { assertNone, folder, pages } from './build-output.ts';

test('a build without EDITOR_REPOSITORY has nothing of the editor page', async () => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    if (
      /sveltia|\/edit[/.]/i.test(path) ||
      /sveltia|api\.github\.com|virtual:editor|src\/editors\/page/i.test(await readFile(path, 'latin1'))
    )
      found.push(path);
  }
  assertNone(found);
  assert(!pages.some(({ address }) => address.startsWith('/edit/')));
});

test('without EDITOR_REPOSITORY /edit/ answers 404 under the strict CSP', async (t) => {
  const site = await serve();
  t.after(() => site.stop());
  const strict = (await fetch(`${site.url}/`)).headers.get('content-security-policy');
  for (const address of ['/edit/', '/edit', '/edit/config.json']) {
    const { status, headers } = await fetch(site.url + address, { redirect: 'manual' });
    assert.equal(status, 404, address);
    assert.equal(headers.get('content-security-policy'), strict, address);
  }
});
