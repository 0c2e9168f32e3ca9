import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { type RunningSite, serve } from '../site-under-test/serve.ts';
import { launchChromium } from './chromium.ts';

/** What a test file visits: the site as it is served, in a browser. */
export interface Visited {
  site: RunningSite;
  browser: Browser;
  /** Opens a page as one visitor has it, with nothing of any visit before, and closes it again. */
  visiting: (options: BrowserContextOptions, visit: (page: Page) => Promise<void>, url?: string) => Promise<void>;
}

/** Starts the site and a browser before the tests of a file, and stops both after them. Filled in by the time a test runs. */
export function siteInBrowser(): Visited {
  const here = {
    async visiting(options, visit, url = here.site.url) {
      const context = await here.browser.newContext({
        baseURL: url,
        viewport: { width: 1280, height: 900 },
        reducedMotion: 'reduce',
        ...options,
      });
      try {
        await visit(await context.newPage());
      } finally {
        await context.close();
      }
    },
  } as Visited;
  before(async () => {
    here.site = await serve();
    here.browser = await launchChromium();
  });
  after(async () => {
    await here.browser?.close();
    await here.site?.stop();
  });
  return here;
}

/** By how many pixels a page must be scrolled sideways to be read. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Sets the size of text, in pixels, as someone does in the settings of a browser: media queries in em follow too. */
export async function setTextSize(page: Page, standard: number): Promise<void> {
  const settings = await page.context().newCDPSession(page);
  await settings.send('Page.setFontSizes', { fontSizes: { standard } });
}
