import { jsonSchemas } from '../cli/json-schemas.ts';
import type { Content } from '../content-files/read-content.ts';
import type { yamlCollections } from '../schemas/index.ts';

// The fields of the editor page, made from the schemas: a key that is added there needs nothing here.

interface JsonSchema {
  type?: string;
  description?: string;
  format?: string;
  pattern?: string;
  enum?: string[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  default?: unknown;
  maxLength?: number;
  minItems?: number;
}

interface Widget {
  widget: string;
  [option: string]: unknown;
}

export interface Field extends Widget {
  name: string;
}

/** Keys whose array holds ids of the list of the same name. Editors choose these and do not type them. */
const idKeys = ['sources', 'partners', 'places'] as const satisfies (keyof typeof yamlCollections)[];

const optionsFrom = (list: (typeof idKeys)[number], content: Content) =>
  Object.entries(content[list]).map(([value, entry]) => ({ value, label: `${entry.name} (${value})` }));

function widgetFor(name: string, schema: JsonSchema, content: Content): Widget {
  const { type, items, minItems: min } = schema;
  const list = idKeys.find((key) => key === name);
  if (type === 'array' && list) return { widget: 'select', multiple: true, options: optionsFrom(list, content), min };
  if (type === 'array' && items?.enum) return { widget: 'select', multiple: true, options: items.enum, min };
  if (type === 'array') return { widget: 'list', min, ...(items?.properties && { fields: fieldsOf(items, content) }) };
  if (type === 'object') return { widget: 'object', fields: fieldsOf(schema, content) };
  if (schema.enum) return { widget: 'select', options: schema.enum };
  if (type === 'boolean') return { widget: 'boolean' };
  if (type === 'number' || type === 'integer') return { widget: 'number', value_type: type === 'integer' ? 'int' : 'float' };
  if (schema.format === 'date') return { widget: 'datetime', type: 'date', format: 'YYYY-MM-DD' };
  return { widget: 'string', maxlength: schema.maxLength };
}

const fieldsOf = ({ properties = {}, required = [] }: JsonSchema, content: Content): Field[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    // The key itself, because error messages name it.
    label: name,
    hint: schema.description,
    required: required.includes(name),
    ...(schema.default !== undefined && { default: schema.default }),
    ...widgetFor(name, schema, content),
  }));

/** The body as plain text: a rich-text editor does not know the components and would rewrite them. */
const body: Field = {
  name: 'body',
  label: 'text',
  widget: 'text',
  required: false,
  hint: 'In Markdown, with components like <Note>. See content/README.md',
};

/** The fields of one collection. Title, description and text come first: they change most. */
export function fieldsFor(collection: string, content: Content): Field[] {
  const fields = fieldsOf(jsonSchemas()[collection] as JsonSchema, content);
  const first = ['title', 'description'];
  return [...fields.filter(({ name }) => first.includes(name)), body, ...fields.filter(({ name }) => !first.includes(name))];
}
