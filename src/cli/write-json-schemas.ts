import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { singletons, yamlCollections } from '../schemas/index.ts';
import { jsonSchemas } from './json-schemas.ts';

// npm run schemas: writes the JSON Schemas and settings with which VS Code completes and checks the YAML files of content/.
// For the front matter of MDX files Astro's extension reads what every build writes to .astro/.

const folder = resolve(import.meta.dirname, '../../.vscode');

await rm(join(folder, 'schemas'), { recursive: true, force: true });
await mkdir(join(folder, 'schemas'), { recursive: true });
const schemas = jsonSchemas();
const yaml: Record<string, string> = {};
for (const name of Object.keys({ ...yamlCollections, ...singletons })) {
  await writeFile(join(folder, 'schemas', `${name}.json`), `${JSON.stringify(schemas[name])}\n`);
  yaml[`./.vscode/schemas/${name}.json`] = `content/${name}.yaml`;
}
const settings = { 'yaml.schemas': yaml, 'astro.content-intellisense': true };
await writeFile(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
const extensions = { recommendations: ['astro-build.astro-vscode', 'redhat.vscode-yaml', 'unifiedjs.vscode-mdx'] };
await writeFile(join(folder, 'extensions.json'), `${JSON.stringify(extensions, null, 2)}\n`);
console.log(`Written: ${Object.keys(yaml).length} schemas in .vscode/schemas, and the settings that name them.`);
