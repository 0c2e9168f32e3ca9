import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import { defineConfig, passthroughImageService } from 'astro/config';
import { editorPage } from './src/cms/integration.ts';
import { contentChecks } from './src/content-checks/integration.ts';
import { addressOf, readContent } from './src/content-files/read-content.ts';
import { forms } from './src/forms/forms.ts';
import { papers } from './src/forms/paper.ts';
import { loadAdapter } from './src/hosting/astro-adapters.ts';
import { hosting } from './src/hosting/integration.ts';
import { openReferral } from './src/open-referral/integration.ts';
import { searchIndex } from './src/search/build/build-index.ts';
import { readSettings } from './src/settings.ts';

// Wrong settings stop the build with a sentence each: some are baked into pages, and a platform's function has no start of its own.
const { PLATFORM, EDITOR_REPOSITORY } = readSettings(process.env);

const { content } = await readContent(import.meta.dirname);

// Pages left out of the sitemap: those marked `unlisted`, search, the page for a refused method, the editor page, the steps of
// forms, and forms and paper forms while no reader is named.
const formsHaveReader = content.trust?.forms.read_by !== undefined;
const unlisted = new Set([
  ...content.pages.filter((page) => page.data.unlisted).map((page) => addressOf('pages', page.id)),
  '/search/',
  '/405/',
  '/edit/',
  ...(formsHaveReader ? [] : [...forms, ...papers].map(({ address }) => `/${address}/`)),
]);
const isListed = (url) => {
  const { pathname } = new URL(url);
  return !unlisted.has(pathname) && !/\/(check|send|sent)\/$/.test(pathname);
};

// The day each page was last compared with its sources. Pages that code generates have none, and no lastmod in the sitemap.
const lastReviewed = new Map(
  ['services', 'partnerships', 'requirements', 'news', 'pages'].flatMap((collection) =>
    content[collection].map(({ id, data }) => [addressOf(collection, id), data.last_reviewed]),
  ),
);
const withLastmod = (item) => ({ ...item, lastmod: lastReviewed.get(new URL(item.url).pathname) });

export default defineConfig({
  site: process.env.SITE_URL || 'http://localhost:4321',
  output: 'static',
  outDir: process.env.OUT_DIR ?? `./dist/${PLATFORM}`,
  adapter: await loadAdapter(PLATFORM, import.meta.dirname),
  trailingSlash: 'ignore',
  build: { format: 'directory' },
  prerenderConflictBehavior: 'error',
  session: false,
  // Each address that takes a form checks the origin first, with an error page of its own; Astro's check would run before it.
  security: { checkOrigin: false },
  image: { service: passthroughImageService() },
  integrations: [
    contentChecks(),
    mdx(),
    editorPage(EDITOR_REPOSITORY),
    sitemap({ filter: isListed, serialize: withLastmod }),
    openReferral(),
    hosting(PLATFORM),
    searchIndex(content),
  ],
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  // Lets Astro's extension for VS Code complete the front matter of content/.
  experimental: { contentIntellisense: true },
  vite: {
    define: { BUILD_PLATFORM: JSON.stringify(PLATFORM) },
    build: {
      // No script, style or font inlined by Vite: the CSP allows files of this site, and inline only the styles of src/csp.ts.
      assetsInlineLimit: 0,
      // The oldest browsers with cascade layers. They lack CSS nesting, which the build expands.
      cssTarget: ['chrome99', 'safari15.4', 'ios15.4', 'firefox97'],
      // Every MDX file would cause a warning about a directive in its first line.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
});
