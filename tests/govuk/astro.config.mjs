import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'astro/config';

// A site of two pages that holds nothing but the form components. fixtures.test.ts builds it.
const outDir = process.env.FORM_COMPONENTS_DIR ?? join(tmpdir(), 'form-components');

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  srcDir: '.',
  outDir: join(outDir, 'site'),
  cacheDir: join(outDir, 'cache'),
  vite: { cacheDir: join(outDir, 'vite') },
});
