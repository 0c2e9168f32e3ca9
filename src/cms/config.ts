import { dirname } from 'node:path/posix';
import { type Content, mdxCollectionNames } from '../content-files/read-content.ts';
import { fieldsFor } from './fields.ts';
import { fileFormat } from './format.ts';
import type { Repository } from './repository.ts';

/** Collections that grow. The values and the requirements are a fixed list: their files are only edited. */
const canCreate: readonly string[] = ['services', 'partnerships', 'news', 'pages'];

/** One list per folder of MDX files, because Sveltia does not look into subfolders. */
function cmsCollections(content: Content) {
  return mdxCollectionNames.flatMap((collection) => {
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

/** The configuration of Sveltia CMS, as /edit/config.json serves it. */
export const cmsConfig = (content: Content, { host, name, branch, apiUrl }: Repository) => ({
  load_config_file: false,
  // Editors sign in with an access token: the sign-in button of a git host would need an OAuth server.
  backend: {
    name: host,
    repo: name,
    branch,
    auth_methods: ['token'],
    ...(host !== 'github' && { base_url: new URL(apiUrl).origin, api_root: apiUrl }),
  },
  // Sveltia requires it, but no field uploads images: each needs a text alternative and a size.
  media_folder: 'public',
  public_folder: '/',
  // A preview would show the text without its components.
  editor: { preview: false },
  output: { omit_empty_optional_fields: true },
  collections: cmsCollections(content),
});
