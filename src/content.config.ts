import { defineCollection } from 'astro:content';
import { existsSync } from 'node:fs';
import { file, glob } from 'astro/loaders';
import { mdxCollections, yamlCollections } from './schemas/index.ts';
import { smartQuotes } from './view-models/smart-quotes.ts';

// Astro's content collections, with the schemas of src/schemas/. The YAML files that are a single object (trust, navigation,
// home, search) are no collections: src/view-models/ imports them.

/** For a folder or file that a body does not have: Astro's own loaders would report an error. */
const emptyLoader = { name: 'empty', load: async () => {} };

/** The id of an entry is the path of its file without .mdx. */
const mdx = (folder: string) =>
  existsSync(`content/${folder}`)
    ? glob({ base: `./content/${folder}`, pattern: '**/*.mdx', generateId: ({ entry }) => entry.replace(/\.mdx$/, ''), retainBody: false })
    : emptyLoader;

const yaml = (name: string) => (existsSync(`content/${name}.yaml`) ? file(`./content/${name}.yaml`) : emptyLoader);

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
