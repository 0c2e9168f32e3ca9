import CMS from '@sveltia/cms';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ContentIssue, formatIssue, parseWith } from '../../content-files/content-issue.ts';
import { splitFrontMatter, updateFrontMatter } from '../../content-files/front-matter.ts';
import { mdxCollections } from '../../schemas/index.ts';
import type { cmsConfig } from '../config.ts';
import { fileFormat } from '../format.ts';

// Otherwise zod tests whether it may compile functions, and the CSP reports it.
z.config({ jitless: true });

/** Drops empty fields, as files do. Returns undefined if nothing is left. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (value === '' || value === null) return undefined;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, field]) => [key, withoutEmpty(field)])
    .filter(([, field]) => field !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const config: ReturnType<typeof cmsConfig> = await (await fetch('/edit/config.json')).json();

/** By key. Sveltia would write them into every file it saves. */
const defaults = new Map(
  config.collections.flatMap(({ fields }) => fields).flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])),
);

// Sveltia does not say which file it is saving. Title, description and body are unique, and an editor rarely changes all
// three at once, so each of them finds the file as it was read.
const fileByText = new Map<unknown, string>();
const uniqueTexts = ({ title, description, body }: Record<string, unknown>) => [title, description, body].filter(Boolean);

CMS.registerCustomFormat(fileFormat, 'mdx', {
  fromFile: (file) => {
    const { matter, body } = splitFrontMatter(file) ?? { matter: '', body: file };
    const data = { ...parse(matter), body: body.replace(/^\n+/, '') };
    for (const text of uniqueTexts(data)) fileByText.set(text, file);
    return data;
  },
  toFile: ({ body, ...data }) => {
    const text = `\n${typeof body === 'string' ? body : ''}`;
    const before =
      uniqueTexts({ ...data, body })
        .map((key) => fileByText.get(key))
        .find(Boolean) ?? '';
    const oldData = parse(splitFrontMatter(before)?.matter ?? '') ?? {};
    // Sveltia leaves out empty lists. Where the file has one, keep it.
    const emptyLists = Object.entries(oldData).filter(([, value]) => Array.isArray(value) && value.length === 0);
    const changed = Object.entries(data).filter(([key, value]) => key in oldData || defaults.get(key) !== value);
    return updateFrontMatter(before, Object.fromEntries([...emptyLists, ...changed]), text);
  },
});

CMS.registerEventListener({
  name: 'preSave',
  handler: ({ entry }) => {
    const { path, data } = entry.toJS();
    const { body: _, ...matter } = data;
    const collection = path.split('/')[1] as keyof typeof mdxCollections;
    const issues: ContentIssue[] = [];
    parseWith<unknown>(mdxCollections[collection], withoutEmpty(matter), path, issues);
    // Sveltia shows the cause of an error with this message.
    if (issues.length > 0) throw new Error('saving_failed', { cause: new Error(issues.map(formatIssue).join('\n')) });
  },
});

CMS.init({ config });
