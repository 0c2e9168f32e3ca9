import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { root } from '../site-under-test/serve.ts';

const usualPlaces = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];

const installedFirefox = (): string | undefined =>
  [process.env['FIREFOX'], ...usualPlaces].find((path): path is string => path !== undefined && existsSync(path));

/**
 * Returns the path of a Firefox, the one named in FIREFOX or the system's: Playwright's own is changed and lacks the
 * back/forward cache. Installs Debian's where it can. Undefined where there is none.
 */
export function findFirefox(): string | undefined {
  if (!installedFirefox() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Firefox found. Installing one for the browser tests.');
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'firefox-esr'],
    ]) {
      spawnSync('apt-get', args, { stdio: 'inherit', cwd: root });
    }
  }
  return installedFirefox();
}
