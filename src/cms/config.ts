import { dirname } from 'node:path/posix';
import type { Content } from '../content-files/read-content.ts';
import { mdxCollections } from '../schemas/index.ts';
import { fieldsFor } from './fields.ts';
import { fileFormat } from './format.ts';
import type { Repository } from './repository.ts';

/** What is new now and then. The values and the requirements are a fixed list, and their files are changed only. */
const canCreate: readonly string[] = ['services', 'partnerships', 'news', 'pages'];

/** One list of the editor page for each folder with documents: it looks into no folder inside another. */
function listsOf(content: Content) {
  return (Object.keys(mdxCollections) as (keyof typeof mdxCollections)[]).flatMap((collection) => {
    const folders = [...new Set(content[collection].map(({ file }) => dirname(file)))].sort();
    return folders.map((folder) => ({
      name: folder.replace('content/', '').replaceAll('/', '-'),
      label: folder.replace('content/', ''),
      folder,
      extension: 'mdx',
      format: fileFormat,
      slug: '{{slug}}',
      identifier_field: 'title',
      create: canCreate.includes(collection),
      delete: false,
      fields: fieldsFor(collection, content),
    }));
  });
}

/** The configuration of the editor page. */
export const cmsConfig = (content: Content, { host, name, branch, apiUrl }: Repository) => ({
  load_config_file: false,
  // With a token of one's own: signing in with the host's own button would need another server.
  backend: {
    name: host,
    repo: name,
    branch,
    auth_methods: ['token'],
    ...(host !== 'github' && { base_url: new URL(apiUrl).origin, api_root: apiUrl }),
  },
  // No pictures are added here: each needs words for those who do not see it, and a size.
  media_folder: 'public',
  public_folder: '/',
  // It would show the text without its components.
  editor: { preview: false },
  output: { omit_empty_optional_fields: true },
  collections: listsOf(content),
});
