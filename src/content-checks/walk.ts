import { type Content, mdxCollectionNames } from '../content-files/read-content.ts';
import { singletons, yamlCollections } from '../schemas/index.ts';

/** Every MDX entry, with the name of its collection. */
export const mdxEntries = (content: Content) =>
  mdxCollectionNames.flatMap((collection) => content[collection].map((entry) => ({ ...entry, collection })));

/** Everything in content/ that is data, with its file: front matter and YAML. */
export const allData = (content: Content): { file: string; data: unknown }[] => [
  ...mdxEntries(content),
  ...Object.keys({ ...yamlCollections, ...singletons }).map((name) => ({
    file: `content/${name}.yaml`,
    data: content[name as keyof typeof yamlCollections | keyof typeof singletons],
  })),
];

interface Value {
  /** The keys that lead to it, like key_facts.who. */
  path: string;
  /** The last of these keys. */
  key: string;
  inArray: boolean;
  text: string;
}

/** Every string in a piece of data, at any depth. */
export function* stringsIn(data: unknown, path = '', key = '', inArray = false): Generator<Value> {
  if (typeof data === 'string') yield { path, key, inArray, text: data };
  else if (Array.isArray(data)) for (const item of data) yield* stringsIn(item, path, key, true);
  else if (data !== null && typeof data === 'object')
    for (const [name, value] of Object.entries(data)) yield* stringsIn(value, path ? `${path}.${name}` : name, name);
}
