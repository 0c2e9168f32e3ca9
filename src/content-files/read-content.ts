import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { mdxCollections, singletons, yamlCollections } from '../schemas/index.ts';
import { type ContentIssue, parseWith } from './content-issue.ts';
import { splitFrontMatter } from './front-matter.ts';

export interface MdxEntry<T> {
  id: string;
  file: string;
  data: T;
  /** The text under the front matter, with its components unrendered. */
  body: string;
}

export type MdxCollections = { [K in keyof typeof mdxCollections]: MdxEntry<z.infer<(typeof mdxCollections)[K]>>[] };
export type YamlCollections = { [K in keyof typeof yamlCollections]: Record<string, z.infer<(typeof yamlCollections)[K]>> };
export type Singletons = { [K in keyof typeof singletons]: z.infer<(typeof singletons)[K]> };
export interface Content extends MdxCollections, YamlCollections, Singletons {}

export interface LoadedContent {
  content: Content;
  issues: ContentIssue[];
  /** Every file as it was typed, by its name from the project's root. */
  texts: ReadonlyMap<string, string>;
}

/** The mistakes editors make in YAML, by the reader's code for them. */
const yamlErrorHints: Record<string, string> = {
  BLOCK_AS_IMPLICIT_KEY: 'has a colon inside a text. Put the text in quotes, like title: "Help: who to call"',
  DUPLICATE_KEY: 'has a key that is there already. Keep one of the two',
  MISSING_CHAR: 'has a quote, a bracket or a colon without the other half. Close what was opened, and write each key as key: text',
  TAB_AS_INDENT: 'begins with a tab. Use spaces',
  BAD_INDENT: 'begins in the wrong column, or a bracket above it is not closed. Lines that belong together begin below each other',
};

/** @param above how many lines of the file stand before the text */
function yaml(text: string, file: string, faults: ContentIssue[], above = 0): unknown {
  const document = parseDocument(text);
  for (const { code, message, linePos } of document.errors) {
    const says =
      yamlErrorHints[code] ??
      `cannot be read (${message.replace(/ at line[\s\S]*/, '')}). Write each key as key: text, and put a text with signs in it in quotes`;
    faults.push({ file, path: `line ${(linePos?.[0].line ?? 1) + above}`, message: says });
  }
  return document.errors.length > 0 ? undefined : document.toJS();
}

/**
 * Reads all of content/ from the disk, without Astro, so that the same reading serves the build's check, the tests
 * and the server. Gives what could be read, and every fault, not only the first.
 */
export async function readContent(root: string): Promise<LoadedContent> {
  const faults: ContentIssue[] = [];
  const texts = new Map<string, string>();
  const content: Record<string, unknown> = {};
  async function text(path: string): Promise<string> {
    const typed = await readFile(path, 'utf8');
    texts.set(relative(root, path).split(sep).join('/'), typed);
    return typed;
  }

  for (const [collection, schema] of Object.entries(mdxCollections)) {
    const folder = join(root, 'content', collection);
    const found: MdxEntry<unknown>[] = [];
    for (const entry of (existsSync(folder) ? await readdir(folder, { recursive: true }) : [])
      .filter((path) => path.endsWith('.mdx'))
      .sort()) {
      const file = `content/${collection}/${entry.split(sep).join('/')}`;
      const parts = splitFrontMatter(await text(join(folder, entry)));
      if (!parts) {
        faults.push({
          file,
          path: '',
          message: 'must begin with front matter: a line of ---, then title: and the other keys, then a line of ---',
        });
        continue;
      }
      const typed = yaml(parts.matter, file, faults, 1);
      const data = typed === undefined ? undefined : parseWith<unknown>(schema, typed, file, faults);
      if (data)
        found.push({
          id: entry
            .split(sep)
            .join('/')
            .replace(/\.mdx$/, ''),
          file,
          data,
          body: parts.body,
        });
    }
    content[collection] = found;
  }
  for (const [list, schema] of Object.entries(yamlCollections)) {
    const file = `content/${list}.yaml`;
    // A list that a body does not have needs no file.
    const entries = (existsSync(join(root, file)) && yaml(await text(join(root, file)), file, faults)) || {};
    const good: Record<string, unknown> = {};
    for (const [id, value] of Object.entries(entries)) {
      const data = parseWith<unknown>(schema, value, file, faults, id);
      if (data) good[id] = data;
    }
    content[list] = good;
  }
  for (const [single, schema] of Object.entries(singletons)) {
    const file = `content/${single}.yaml`;
    if (!existsSync(join(root, file))) {
      faults.push({
        file,
        path: '',
        message: 'is missing: every page is made with it. The smallest that builds is in tests/another-body/content/',
      });
      continue;
    }
    const typed = yaml(await text(join(root, file)), file, faults);
    content[single] = typed === undefined ? undefined : parseWith<unknown>(schema, typed, file, faults);
  }
  return { content: content as unknown as Content, issues: faults, texts };
}

/** The address a document is shown at. */
export function addressOf(collection: keyof typeof mdxCollections, id: string): string {
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

/** The file that makes a page; the address itself where code makes it. */
export function sourceFileLookup(content: MdxCollections): (address: string) => string {
  const files = new Map(
    (Object.keys(mdxCollections) as (keyof typeof mdxCollections)[]).flatMap((collection) =>
      collection === 'values' ? [] : content[collection].map(({ id, file }): [string, string] => [addressOf(collection, id), file]),
    ),
  );
  return (address) => files.get(address) ?? (address === '/' ? 'content/home.yaml' : address);
}
