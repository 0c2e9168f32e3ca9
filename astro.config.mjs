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

// A wrong setting ends the build in words: some are baked into pages, and a platform has no other start.
const { PLATFORM, EDITOR_REPOSITORY } = readSettings(process.env);

const { content } = await readContent(import.meta.dirname);

// What search engines are not asked to list: pages that say so, search, the page for a method nobody may use, the steps
// of a form, and the forms themselves, on paper too, while nobody is named to read them. Addresses for machines end without a page.
const nobodyReads = content.trust?.forms.read_by === undefined;
const unlisted = new Set([
  ...content.pages.filter((page) => page.data.unlisted).map((page) => addressOf('pages', page.id)),
  '/search/',
  '/405/',
  '/edit/',
  ...(nobodyReads ? [...forms, ...papers].map(({ address }) => `/${address}/`) : []),
]);
const isListed = (address) => {
  const { pathname } = new URL(address);
  return !unlisted.has(pathname) && !/\/(check|send|sent)\/$/.test(pathname);
};

// When each page was last compared with its sources. Pages that code makes have no such day, and say none.
const checked = new Map(
  ['services', 'partnerships', 'requirements', 'news', 'pages'].flatMap((collection) =>
    content[collection].map(({ id, data }) => [addressOf(collection, id), data.checked]),
  ),
);
const withDate = (item) => ({ ...item, lastmod: checked.get(new URL(item.url).pathname) });

export default defineConfig({
  site: process.env.SITE_URL || 'http://localhost:4321',
  output: 'static',
  outDir: process.env.OUT_DIR ?? `./dist/${PLATFORM}`,
  adapter: await loadAdapter(PLATFORM, import.meta.dirname),
  trailingSlash: 'ignore',
  build: { format: 'directory' },
  prerenderConflictBehavior: 'error',
  session: false,
  // Our own check is the first line of every address that takes a form; Astro's would answer before it.
  security: { checkOrigin: false },
  image: { service: passthroughImageService() },
  integrations: [
    contentChecks(),
    mdx(),
    editorPage(EDITOR_REPOSITORY),
    sitemap({ filter: isListed, serialize: withDate }),
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
      // No script, style or font may stand inside a page: the policy allows one style by its hash and files from here.
      assetsInlineLimit: 0,
      // The oldest browsers with cascade layers. They do not know nesting, which is written out for them.
      cssTarget: ['chrome99', 'safari15.4', 'ios15.4', 'firefox97'],
      // Every MDX file would print a warning about its first line.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
});
