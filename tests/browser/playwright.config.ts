import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { findChromium, quietChromium } from './chromium.ts';

// npx playwright test -c tests/browser [-g words of a title] [--update-snapshots]
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../var/browser-tests',
  // Accessibility trees in aria/, screenshots in looks/: one of each for every machine.
  snapshotPathTemplate: '{testDir}/{arg}{ext}',
  fullyParallel: true,
  workers: Math.max(2, availableParallelism()),
  // Generous: a machine that does other work too must not fail a test.
  timeout: 120_000,
  forbidOnly: true,
  reporter: [['list', { printSteps: false }]],
  use: {
    launchOptions: { executablePath: findChromium(), args: quietChromium },
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
  },
});
