import { type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

interface Fixtures {
  /** Opens a page in a new context, as another visitor has it; closed when the test ends. */
  newPage: (options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  /** The built site with a port and a var/ of its own, one for each worker. */
  site: RunningSite;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
    async ({}, use) => {
      const site = await serve();
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ site }, use) => use(site.url),
  newPage: async ({ browser }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** By how many pixels a page must be scrolled sideways to be read. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Sets the browser's standard text size, in pixels, as a visitor does in its settings: media queries in em follow too. */
export async function setTextSize(page: Page, standard: number): Promise<void> {
  const settings = await page.context().newCDPSession(page);
  await settings.send('Page.setFontSizes', { fontSizes: { standard } });
}
