import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './serve.ts';

/** One folder of packages out of several. The first wins. */
async function linkPackages(into: string, ...from: string[]) {
  for (const folder of from.filter(existsSync)) {
    for (const name of await readdir(folder)) {
      // Not the caches of builds: another build may be writing them.
      if (name.startsWith('.') && name !== '.bin') continue;
      if (name.startsWith('@') || name === '.bin') {
        await mkdir(join(into, name), { recursive: true });
        for (const inner of await readdir(join(folder, name)))
          await symlink(join(folder, name, inner), join(into, name, inner)).catch(() => {});
      } else await symlink(join(folder, name), join(into, name)).catch(() => {});
    }
  }
}

/** Copies the project into a folder, so that a test may change it and build it; with more packages than its own, if any are named. */
export async function copyProject(folder: string, ...packages: string[]): Promise<void> {
  for (const name of ['content', 'src', 'public', 'astro.config.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  await linkPackages(join(folder, 'node_modules'), join(root, 'node_modules'), ...packages);
}
