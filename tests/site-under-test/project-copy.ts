import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './serve.ts';

/** Links the packages of several node_modules into one; the first wins. */
async function linkPackages(into: string, ...from: string[]) {
  for (const folder of from.filter(existsSync)) {
    for (const name of await readdir(folder)) {
      // Build caches are left out: another build may be writing them.
      if (name.startsWith('.') && name !== '.bin') continue;
      if (name.startsWith('@') || name === '.bin') {
        await mkdir(join(into, name), { recursive: true });
        for (const inner of await readdir(join(folder, name)))
          await symlink(join(folder, name, inner), join(into, name, inner)).catch(() => {});
      } else await symlink(join(folder, name), join(into, name)).catch(() => {});
    }
  }
}

/** Copies the project into a folder that a test may change and build in; `packages` are further node_modules to link. */
export async function copyProject(folder: string, ...packages: string[]): Promise<void> {
  for (const name of ['content', 'src', 'public', 'astro.config.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  await linkPackages(join(folder, 'node_modules'), join(root, 'node_modules'), ...packages);
}
