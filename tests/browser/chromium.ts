import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { root } from '../site-under-test/serve.ts';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const run = (command: string, ...given: string[]) => spawnSync(command, given, { stdio: 'inherit', cwd: root }).status === 0;

/** The first Chromium there is: the one named, Playwright's own, the system's. */
function found(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  return [chromium.executablePath(), ...usualPlaces].find((path) => existsSync(path));
}

/** Finds a Chromium, or installs one: a bare machine has none, and Playwright's own download is often blocked. */
export function findChromium(): string {
  const there = found();
  if (there) return there;
  console.log('No Chromium found. Installing one for the browser tests.');
  run(join(root, 'node_modules/.bin/playwright'), 'install', 'chromium');
  if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
  }
  const installed = found();
  if (installed) return installed;
  throw new Error('The browser tests need Chromium. Install it (on Debian: apt-get install chromium) or set CHROMIUM to its path.');
}

/** A headless Chromium that asks nothing of the network by itself. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
