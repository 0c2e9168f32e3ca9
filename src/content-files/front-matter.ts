import { Document, isScalar, parse, visit } from 'yaml';

/** The YAML of a file's front matter and the text under it; nothing where it does not begin with front matter. */
export function splitFrontMatter(file: string): { matter: string; body: string } | undefined {
  const [, matter, body] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(file) ?? [];
  return matter === undefined ? undefined : { matter, body: body ?? '' };
}

/** Data as YAML, as the files of content/ have it: lists of words on one line. */
export function toYaml(data: unknown): string {
  const document = new Document(data);
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A whole file: front matter, and the text as it is. */
export const stringifyMdx = (data: unknown, body: string): string => `---\n${toYaml(data)}---\n${body}`;

const inOrder = (data: unknown): string =>
  JSON.stringify(data, (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)))
      : value,
  );

/** The same file with other data and text. Keys whose value is the same stay as they were typed, with their comments. */
export function updateFrontMatter(before: string, data: Record<string, unknown>, body: string): string {
  const { matter } = splitFrontMatter(before) ?? { matter: '' };
  const left = new Map(Object.entries(data));
  // A key stands at the beginning of its line; what is under it is indented, or a comment.
  const kept = matter.split(/^(?=[\w-]+:)/m).flatMap((typed) => {
    const [entry] = Object.entries<unknown>(parse(typed) ?? {});
    if (!entry) return [typed];
    const [key, value] = entry;
    const now = left.get(key);
    left.delete(key);
    if (now === undefined) return [];
    return [inOrder(now) === inOrder(value) ? typed.replace(/\n?$/, '\n') : toYaml({ [key]: now })];
  });
  return `---\n${kept.join('')}${left.size > 0 ? toYaml(Object.fromEntries(left)) : ''}---\n${body}`;
}
