import { Document, isScalar, parse, visit } from 'yaml';

/** Splits a file into the YAML of its front matter and the text below. Undefined when it does not begin with front matter. */
export function splitFrontMatter(file: string): { matter: string; body: string } | undefined {
  const [, matter, body] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(file) ?? [];
  return matter === undefined ? undefined : { matter, body: body ?? '' };
}

/** YAML in the style of content/: a list of scalars on one line. */
export function toYaml(data: unknown): string {
  const document = new Document(data);
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

export const stringifyMdx = (data: unknown, body: string): string => `---\n${toYaml(data)}---\n${body}`;

/** JSON with sorted keys, to compare two values. */
const canonicalJson = (data: unknown): string =>
  JSON.stringify(data, (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
      : value,
  );

/** The file with new data and a new body. Top-level keys whose value did not change keep their bytes and comments. */
export function updateFrontMatter(file: string, data: Record<string, unknown>, body: string): string {
  const { matter } = splitFrontMatter(file) ?? { matter: '' };
  const added = new Map(Object.entries(data));
  // A top-level key begins its line; its value is indented or a comment.
  const blocks = matter.split(/^(?=[\w-]+:)/m).flatMap((block) => {
    const [entry] = Object.entries<unknown>(parse(block) ?? {});
    if (!entry) return [block];
    const [key, oldValue] = entry;
    const newValue = added.get(key);
    added.delete(key);
    if (newValue === undefined) return [];
    return [canonicalJson(newValue) === canonicalJson(oldValue) ? block.replace(/\n?$/, '\n') : toYaml({ [key]: newValue })];
  });
  return `---\n${blocks.join('')}${added.size > 0 ? toYaml(Object.fromEntries(added)) : ''}---\n${body}`;
}
