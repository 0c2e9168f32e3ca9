import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'astro/config';

// A site of two pages with nothing but the govuk components. fixtures.test.ts builds it.
const outDir = process.env.GOVUK_TEST_DIR ?? join(tmpdir(), 'govuk-components');

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  srcDir: '.',
  outDir: join(outDir, 'site'),
  cacheDir: join(outDir, 'cache'),
  vite: { cacheDir: join(outDir, 'vite') },
});
