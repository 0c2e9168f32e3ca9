import { z } from 'zod';
import { mdxCollections, singletons, yamlCollections } from '../schemas/index.ts';

const json = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input' });

/** What each file of content/ may say, as JSON schemas, by the name of the collection, list or file. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries([
    ...Object.entries({ ...mdxCollections, ...singletons }).map(([name, schema]) => [name, json(schema)]),
    ...Object.entries(yamlCollections).map(([name, schema]) => [name, json(z.record(z.string(), schema))]),
  ]);
}
