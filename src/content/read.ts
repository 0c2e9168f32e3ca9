import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { documents, lists, singles } from './schemas.ts';

/** What is wrong in one place of content/, in words for an editor. */
export interface Fault {
  /** The file, from the project's root, like content/pages/help.mdx. */
  file: string;
  /** The key inside it, like glance.who; empty when it is the file as a whole. */
  key: string;
  says: string;
}

export interface Document<T> {
  id: string;
  file: string;
  data: T;
  /** The text under the front matter, with its components unrendered. */
  body: string;
}

export type Documents = { [K in keyof typeof documents]: Document<z.infer<(typeof documents)[K]>>[] };
export type Lists = { [K in keyof typeof lists]: Record<string, z.infer<(typeof lists)[K]>> };
export type Singles = { [K in keyof typeof singles]: z.infer<(typeof singles)[K]> };
export interface Content extends Documents, Lists, Singles {}

export interface ReadContent {
  content: Content;
  faults: Fault[];
  /** Every file as it was typed, by its name from the project's root. */
  texts: ReadonlyMap<string, string>;
}

function check<T>(schema: z.ZodType<T>, value: unknown, file: string, faults: Fault[], under = ''): T | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = [under, ...issue.path.map(String)].filter(Boolean).join('.');
    const says =
      issue.code === 'unrecognized_keys'
        ? `has a key that is not known: ${issue.keys.join(', ')}. Check the spelling, or leave it out`
        : issue.message;
    faults.push({ file, key: path, says });
  }
  return undefined;
}

function yaml(text: string, file: string, faults: Fault[]): unknown {
  const document = parseDocument(text);
  for (const error of document.errors) faults.push({ file, key: '', says: `is not YAML that can be read: ${error.message}` });
  return document.errors.length > 0 ? undefined : document.toJS();
}

/**
 * Reads all of content/ from the disk, without Astro, so that the same reading serves the build's check, the tests
 * and the server. Gives what could be read, and every fault, not only the first.
 */
export async function readContent(root: string): Promise<ReadContent> {
  const faults: Fault[] = [];
  const texts = new Map<string, string>();
  const content: Record<string, unknown> = {};
  async function text(path: string): Promise<string> {
    const typed = await readFile(path, 'utf8');
    texts.set(relative(root, path).split(sep).join('/'), typed);
    return typed;
  }

  for (const [collection, schema] of Object.entries(documents)) {
    const folder = join(root, 'content', collection);
    const found: Document<unknown>[] = [];
    for (const entry of (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.mdx')).sort()) {
      const file = `content/${collection}/${entry.split(sep).join('/')}`;
      const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(await text(join(folder, entry)));
      if (!match) {
        faults.push({ file, key: '', says: 'must begin with front matter between two lines of ---' });
        continue;
      }
      const data = check<unknown>(schema, yaml(match[1] ?? '', file, faults), file, faults);
      if (data) found.push({ id: entry.split(sep).join('/').replace(/\.mdx$/, ''), file, data, body: match[2] ?? '' });
    }
    content[collection] = found;
  }
  for (const [list, schema] of Object.entries(lists)) {
    const file = `content/${list}.yaml`;
    const entries = yaml(await text(join(root, file)), file, faults) ?? {};
    const good: Record<string, unknown> = {};
    for (const [id, value] of Object.entries(entries)) {
      const data = check<unknown>(schema, value, file, faults, id);
      if (data) good[id] = data;
    }
    content[list] = good;
  }
  for (const [single, schema] of Object.entries(singles)) {
    const file = `content/${single}.yaml`;
    content[single] = check<unknown>(schema, yaml(await text(join(root, file)), file, faults), file, faults);
  }
  return { content: content as unknown as Content, faults, texts };
}

/** The address a document is shown at. */
export function addressOf(collection: keyof typeof documents, id: string): string {
  switch (collection) {
    case 'pages':
      return `/${id}/`;
    case 'requirements':
      return `/magistrates/requirements/${id}/`;
    case 'values':
      return '/about/values/';
    default:
      return `/${collection}/${id}/`;
  }
}
