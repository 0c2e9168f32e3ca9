import { defineCollection } from 'astro:content';
import { existsSync } from 'node:fs';
import { file, glob } from 'astro/loaders';
import { documents, lists } from './schemas/index.ts';
import { curly } from './view-models/smart-quotes.ts';

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
  values: defineCollection({ loader: mdx('values'), schema: documents.values.transform(curly) }),
  services: defineCollection({ loader: mdx('services'), schema: documents.services.transform(curly) }),
  partnerships: defineCollection({ loader: mdx('partnerships'), schema: documents.partnerships.transform(curly) }),
  requirements: defineCollection({ loader: mdx('requirements'), schema: documents.requirements.transform(curly) }),
  news: defineCollection({ loader: mdx('news'), schema: documents.news.transform(curly) }),
  pages: defineCollection({ loader: mdx('pages'), schema: documents.pages.transform(curly) }),
  figures: defineCollection({ loader: yaml('figures'), schema: lists.figures.transform(curly) }),
  drawings: defineCollection({ loader: yaml('drawings'), schema: lists.drawings.transform(curly) }),
  glossary: defineCollection({ loader: yaml('glossary'), schema: lists.glossary.transform(curly) }),
  partners: defineCollection({ loader: yaml('partners'), schema: lists.partners.transform(curly) }),
  places: defineCollection({ loader: yaml('places'), schema: lists.places.transform(curly) }),
  contacts: defineCollection({ loader: yaml('contacts'), schema: lists.contacts.transform(curly) }),
  sources: defineCollection({ loader: yaml('sources'), schema: lists.sources.transform(curly) }),
  timeline: defineCollection({ loader: yaml('timeline'), schema: lists.timeline.transform(curly) }),
  orders: defineCollection({ loader: yaml('orders'), schema: lists.orders.transform(curly) }),
  'later-requirements': defineCollection({ loader: yaml('later-requirements'), schema: lists['later-requirements'].transform(curly) }),
  reports: defineCollection({ loader: yaml('reports'), schema: lists.reports.transform(curly) }),
};
