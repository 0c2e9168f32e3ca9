import { readFileSync } from 'node:fs';
import { cp, utimes } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

// node src/hosting/copy-runtime.ts <folder>: copies a build with what its server loads, and nothing that only builds. For the
// Dockerfile: Astro, Vite, Sass and Pagefind are dependencies, since "npm start" builds, and would all be in the image.

const root = resolve(import.meta.dirname, '../..');
const [target = ''] = process.argv.slice(2);
if (!target) throw new Error('Name the folder to copy to: node src/hosting/copy-runtime.ts /runtime');

const programs = ['dist/node/server/entry.mjs', 'src/server/start.ts', 'src/cli/outbox.ts', 'src/cli/canary.ts'];
// The server compares the dates of these with that of the build.
const compared = ['content', 'src', 'public', 'astro.config.mjs', 'package-lock.json'];

const readCode = (path: string) => {
  const text = readFileSync(path, 'utf8');
  // The tracer reads JavaScript.
  return path.endsWith('.ts') && !path.endsWith('.d.ts') ? stripTypeScriptTypes(text) : text;
};
const { fileList, warnings } = await nodeFileTrace(
  programs.map((path) => join(root, path)),
  {
    base: root,
    readFile: async (path) => {
      try {
        return readCode(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
  },
);
// Packages may lack what they can do without; our own code may not.
const unread = [...warnings].filter(({ message }) => message.startsWith(`Failed to parse ${join(root, 'src')}`));
if (unread.length > 0) throw new Error(unread.map(({ message }) => message).join('\n'));

const copy = (path: string) => cp(join(root, path), join(target, path), { recursive: true, preserveTimestamps: true });
for (const path of ['dist/node', 'package.json', ...compared]) await copy(path);
for (const path of fileList) if (path.startsWith('node_modules/')) await copy(path);
// Newer than everything it was made from.
const now = new Date();
await utimes(join(target, 'dist/node/site.json'), now, now);
