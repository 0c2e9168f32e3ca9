import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

// The schemas of Open Referral UK as they are published (schemas/LICENSE says where and under which licence).
const kinds = ['service', 'service_list', 'taxonomy', 'taxonomy_term'] as const;

// Not strict: the schemas carry words for other tools, such as "datapackage_metadata".
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
for (const kind of kinds)
  ajv.addSchema(JSON.parse(readFileSync(join(import.meta.dirname, 'schemas', `${kind}.json`), 'utf8')), `${kind}.json`);

/** What the standard finds wrong with an entry, each in a line. */
export function faultsOf(kind: (typeof kinds)[number], entry: unknown): string[] {
  // As it goes over the wire, where what is undefined is not there.
  ajv.validate(`${kind}.json`, JSON.parse(JSON.stringify(entry)));
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
