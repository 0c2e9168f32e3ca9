import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { mdxCollections, singletons, yamlCollections } from '../schemas/index.ts';
import { type ContentIssue, parseWith } from './content-issue.ts';
import { splitFrontMatter } from './front-matter.ts';

export interface MdxEntry<T> {
  /** The file's path in its collection, without .mdx. */
  id: string;
  /** From the project's root, like content/pages/help.mdx. */
  file: string;
  data: T;
  /** The MDX below the front matter, as typed. */
  body: string;
}

export type MdxCollection = keyof typeof mdxCollections;
export const mdxCollectionNames = Object.keys(mdxCollections) as MdxCollection[];

export type MdxCollections = { [K in MdxCollection]: MdxEntry<z.infer<(typeof mdxCollections)[K]>>[] };
export type YamlCollections = { [K in keyof typeof yamlCollections]: Record<string, z.infer<(typeof yamlCollections)[K]>> };
export type Singletons = { [K in keyof typeof singletons]: z.infer<(typeof singletons)[K]> };
export interface Content extends MdxCollections, YamlCollections, Singletons {}

export interface LoadedContent {
  content: Content;
  issues: ContentIssue[];
  /** The text of every file, by its path from the project's root. */
  texts: ReadonlyMap<string, string>;
}

/** What to tell an editor, by the error code of the `yaml` package. */
const yamlErrorHints: Record<string, string> = {
  BLOCK_AS_IMPLICIT_KEY: 'has a colon inside a text. Put the text in quotes, like title: "Help: who to call"',
  DUPLICATE_KEY: 'has a key that is there already. Keep one of the two',
  MISSING_CHAR: 'has a quote, a bracket or a colon without the other half. Close what was opened, and write each key as key: text',
  TAB_AS_INDENT: 'begins with a tab. Use spaces',
  BAD_INDENT: 'begins in the wrong column, or a bracket above it is not closed. Lines that belong together begin below each other',
};

/** @param linesAbove how many lines of the file come before `text` */
function parseYaml(text: string, file: string, issues: ContentIssue[], linesAbove = 0): unknown {
  const document = parseDocument(text);
  for (const { code, message, linePos } of document.errors) {
    const hint =
      yamlErrorHints[code] ??
      `cannot be read (${message.replace(/ at line[\s\S]*/, '')}). Write each key as key: text, and put a text with signs in it in quotes`;
    issues.push({ file, path: `line ${(linePos?.[0].line ?? 1) + linesAbove}`, message: hint });
  }
  return document.errors.length > 0 ? undefined : document.toJS();
}

/**
 * Reads and parses all of content/ without Astro, for the build's checks, the CLI, the tests and the server.
 *
 * Mistakes in content do not throw: `content` holds what could be parsed and `issues` lists all of them. While there are
 * issues, `content` is incomplete in spite of its type: entries and even whole singletons may be missing.
 * @param root the project's root, which contains content/
 */
export async function readContent(root: string): Promise<LoadedContent> {
  const issues: ContentIssue[] = [];
  const texts = new Map<string, string>();
  const content: Record<string, unknown> = {};
  async function readText(path: string): Promise<string> {
    const text = await readFile(path, 'utf8');
    texts.set(relative(root, path).split(sep).join('/'), text);
    return text;
  }

  for (const [collection, schema] of Object.entries(mdxCollections)) {
    const folder = join(root, 'content', collection);
    const entries: MdxEntry<unknown>[] = [];
    const paths = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
    for (const path of paths.filter((name) => name.endsWith('.mdx')).sort()) {
      const id = path
        .split(sep)
        .join('/')
        .replace(/\.mdx$/, '');
      const file = `content/${collection}/${id}.mdx`;
      const parts = splitFrontMatter(await readText(join(folder, path)));
      if (!parts) {
        const message = 'must begin with front matter: a line of ---, then title: and the other keys, then a line of ---';
        issues.push({ file, path: '', message });
        continue;
      }
      const matter = parseYaml(parts.matter, file, issues, 1);
      const data = matter === undefined ? undefined : parseWith<unknown>(schema, matter, file, issues);
      if (data) entries.push({ id, file, data, body: parts.body });
    }
    content[collection] = entries;
  }
  for (const [name, schema] of Object.entries(yamlCollections)) {
    const file = `content/${name}.yaml`;
    // A body that has none of these needs no file.
    const typed = (existsSync(join(root, file)) && parseYaml(await readText(join(root, file)), file, issues)) || {};
    const entries: Record<string, unknown> = {};
    for (const [id, value] of Object.entries(typed)) {
      const data = parseWith<unknown>(schema, value, file, issues, id);
      if (data) entries[id] = data;
    }
    content[name] = entries;
  }
  for (const [name, schema] of Object.entries(singletons)) {
    const file = `content/${name}.yaml`;
    if (!existsSync(join(root, file))) {
      const message = 'is missing: every page is made with it. The smallest that builds is in tests/another-body/content/';
      issues.push({ file, path: '', message });
      continue;
    }
    const typed = parseYaml(await readText(join(root, file)), file, issues);
    content[name] = typed === undefined ? undefined : parseWith<unknown>(schema, typed, file, issues);
  }
  return { content: content as unknown as Content, issues, texts };
}

/** The URL path that shows an entry. */
export function addressOf(collection: MdxCollection, id: string): string {
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

/** Returns a function from the address of a page to its content file, or to the address itself where code makes the page. */
export function sourceFileLookup(content: MdxCollections): (address: string) => string {
  const files = new Map(
    mdxCollectionNames
      .filter((collection) => collection !== 'values')
      .flatMap((collection) => content[collection].map(({ id, file }): [string, string] => [addressOf(collection, id), file])),
  );
  return (address) => files.get(address) ?? (address === '/' ? 'content/home.yaml' : address);
}
