import { z } from 'zod';
import { mdxCollections, singletons, yamlCollections } from '../schemas/index.ts';

const toJsonSchema = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input' });

/** JSON Schemas of everything in content/, by the name of the folder or YAML file. A list is a record of its entries. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries([
    ...Object.entries({ ...mdxCollections, ...singletons }).map(([name, schema]) => [name, toJsonSchema(schema)]),
    ...Object.entries(yamlCollections).map(([name, schema]) => [name, toJsonSchema(z.record(z.string(), schema))]),
  ]);
}
