import { jsonSchemas } from '../cli/json-schemas.ts';
import type { Content } from '../content-files/read-content.ts';
import type { yamlCollections } from '../schemas/index.ts';

// The editor page's fields, made from the schemas: a key that is added there has its field here without a line more.

interface Schema {
  type?: string;
  description?: string;
  format?: string;
  pattern?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
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

/** Keys whose list holds ids, each named like what it lists: they are chosen and not typed. */
const idKeys = ['sources', 'partners', 'places'] as const satisfies (keyof typeof yamlCollections)[];

const choicesOf = (name: (typeof idKeys)[number], content: Content) =>
  Object.entries(content[name]).map(([value, entry]) => ({ value, label: `${entry.name} (${value})` }));

function widgetFor(name: string, schema: Schema, content: Content): Widget {
  const ids = idKeys.find((key) => key === name);
  if (schema.type === 'array' && ids) return { widget: 'select', multiple: true, options: choicesOf(ids, content), min: schema.minItems };
  if (schema.type === 'array' && schema.items?.enum)
    return { widget: 'select', multiple: true, options: schema.items.enum, min: schema.minItems };
  if (schema.type === 'array')
    return { widget: 'list', min: schema.minItems, ...(schema.items?.properties && { fields: fieldsOf(schema.items, content) }) };
  if (schema.type === 'object') return { widget: 'object', fields: fieldsOf(schema, content) };
  if (schema.enum) return { widget: 'select', options: schema.enum };
  if (schema.type === 'boolean') return { widget: 'boolean' };
  if (schema.type === 'number' || schema.type === 'integer')
    return { widget: 'number', value_type: schema.type === 'integer' ? 'int' : 'float' };
  if (schema.format === 'date') return { widget: 'datetime', type: 'date', format: 'YYYY-MM-DD' };
  return { widget: 'string', maxlength: schema.maxLength };
}

const fieldsOf = ({ properties = {}, required = [] }: Schema, content: Content): Field[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    // As it stands in the file, because messages name it so.
    label: name,
    hint: schema.description,
    required: required.includes(name),
    ...(schema.default !== undefined && { default: schema.default }),
    ...widgetFor(name, schema, content),
  }));

/** The text is edited as it is typed: a richer editor would not know the components, and would rewrite them. */
const text: Field = {
  name: 'body',
  label: 'text',
  widget: 'text',
  required: false,
  hint: 'In Markdown, with components like <Note>. See content/README.md',
};

/** The fields of one kind of document: what is changed most comes first. */
export function fieldsFor(collection: string, content: Content): Field[] {
  const fields = fieldsOf(jsonSchemas()[collection] as Schema, content);
  const first = ['title', 'description'];
  return [...fields.filter(({ name }) => first.includes(name)), text, ...fields.filter(({ name }) => !first.includes(name))];
}
