import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { root } from '../site-under-test/serve.ts';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Keeps Chromium from asking the network for anything by itself. */
export const quietChromium = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** The Chromium named in CHROMIUM, Playwright's own, or the system's. */
const installedChromium = (): string | undefined =>
  process.env['CHROMIUM'] ?? [chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path));

const run = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'inherit', cwd: root });

/**
 * Returns the path of a Chromium, and installs one where there is none: Playwright's own, or Debian's where managed
 * networks block that download. Throws when neither can be had.
 */
export function findChromium(): string {
  if (!installedChromium()) {
    const start = performance.now();
    console.log('No Chromium found. Installing one for the browser tests.');
    run(join(root, 'node_modules/.bin/playwright'), 'install', 'chromium');
    if (!installedChromium() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
      run('apt-get', 'update', '-qq');
      run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
    }
    console.log(`Installing a browser took ${((performance.now() - start) / 1000).toFixed(0)} s.`);
  }
  const path = installedChromium();
  if (path) return path;
  throw new Error('The browser tests need Chromium. Install it (on Debian: apt-get install chromium) or set CHROMIUM to its path.');
}

export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath: findChromium(), args: quietChromium });
