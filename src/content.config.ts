import { defineCollection } from 'astro:content';
import { existsSync } from 'node:fs';
import { file, glob } from 'astro/loaders';
import { mdxCollections, yamlCollections } from './schemas/index.ts';
import { smartQuotes } from './view-models/smart-quotes.ts';

// What each kind of content must say is in content/schemas.ts, which the tests and the server read too.
// trust.yaml, navigation.yaml and home.yaml are no collections: src/view-models/site-data.ts reads them.

// What a body does not have needs no file: Astro's own loaders would call that an error.
const nothing = { name: 'nothing', load: async () => {} };

/** The id is the path of the file without its ending, so that it is also the end of the address. */
const mdx = (folder: string) =>
  existsSync(`content/${folder}`)
    ? glob({ base: `./content/${folder}`, pattern: '**/*.mdx', generateId: ({ entry }) => entry.replace(/\.mdx$/, ''), retainBody: false })
    : nothing;

const yaml = (name: string) => (existsSync(`content/${name}.yaml`) ? file(`./content/${name}.yaml`) : nothing);

export const collections = {
  values: defineCollection({ loader: mdx('values'), schema: mdxCollections.values.transform(smartQuotes) }),
  services: defineCollection({ loader: mdx('services'), schema: mdxCollections.services.transform(smartQuotes) }),
  partnerships: defineCollection({ loader: mdx('partnerships'), schema: mdxCollections.partnerships.transform(smartQuotes) }),
  requirements: defineCollection({ loader: mdx('requirements'), schema: mdxCollections.requirements.transform(smartQuotes) }),
  news: defineCollection({ loader: mdx('news'), schema: mdxCollections.news.transform(smartQuotes) }),
  pages: defineCollection({ loader: mdx('pages'), schema: mdxCollections.pages.transform(smartQuotes) }),
  figures: defineCollection({ loader: yaml('figures'), schema: yamlCollections.figures.transform(smartQuotes) }),
  charts: defineCollection({ loader: yaml('charts'), schema: yamlCollections.charts.transform(smartQuotes) }),
  glossary: defineCollection({ loader: yaml('glossary'), schema: yamlCollections.glossary.transform(smartQuotes) }),
  partners: defineCollection({ loader: yaml('partners'), schema: yamlCollections.partners.transform(smartQuotes) }),
  places: defineCollection({ loader: yaml('places'), schema: yamlCollections.places.transform(smartQuotes) }),
  contacts: defineCollection({ loader: yaml('contacts'), schema: yamlCollections.contacts.transform(smartQuotes) }),
  sources: defineCollection({ loader: yaml('sources'), schema: yamlCollections.sources.transform(smartQuotes) }),
  timeline: defineCollection({ loader: yaml('timeline'), schema: yamlCollections.timeline.transform(smartQuotes) }),
  'order-rules': defineCollection({ loader: yaml('order-rules'), schema: yamlCollections['order-rules'].transform(smartQuotes) }),
  'later-requirements': defineCollection({
    loader: yaml('later-requirements'),
    schema: yamlCollections['later-requirements'].transform(smartQuotes),
  }),
  'court-reports': defineCollection({ loader: yaml('court-reports'), schema: yamlCollections['court-reports'].transform(smartQuotes) }),
};
