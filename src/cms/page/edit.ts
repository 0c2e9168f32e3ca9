import CMS from '@sveltia/cms';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ContentIssue, formatIssue, parseWith } from '../../content-files/content-issue.ts';
import { splitFrontMatter, updateFrontMatter } from '../../content-files/front-matter.ts';
import { mdxCollections } from '../../schemas/index.ts';
import type { cmsConfig } from '../config.ts';
import { fileFormat } from '../format.ts';

// Zod would try whether it may write functions, which the policy refuses.
z.config({ jitless: true });

/** Without the fields that were left empty: a file leaves them out. */
function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  if (value === '' || value === null) return undefined;
  if (typeof value !== 'object') return value;
  const filled = Object.entries(value).flatMap(([key, each]) => {
    const one = filledIn(each);
    return one === undefined ? [] : [[key, one]];
  });
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

const config: ReturnType<typeof cmsConfig> = await (await fetch('/edit/config.json')).json();

/** What a file need not say, by its key: the editor page would write it into every file that is saved. */
const defaults = new Map(
  config.collections.flatMap(({ fields }) => fields).flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])),
);

/** Files as they were read, by each of the three things that two files never share; at most one is changed at a time. */
const typed = new Map<unknown, string>();
const keysOf = ({ title, description, body }: Record<string, unknown>) => [title, description, body].filter(Boolean);

CMS.registerCustomFormat(fileFormat, 'mdx', {
  fromFile: (file) => {
    const { matter, body } = splitFrontMatter(file) ?? { matter: '', body: file };
    const data = { ...parse(matter), body: body.replace(/^\n+/, '') };
    for (const key of keysOf(data)) typed.set(key, file);
    return data;
  },
  toFile: ({ body, ...data }) => {
    const text = `\n${typeof body === 'string' ? body : ''}`;
    const before =
      keysOf({ ...data, body })
        .map((key) => typed.get(key))
        .find(Boolean) ?? '';
    const said = parse(splitFrontMatter(before)?.matter ?? '') ?? {};
    // What is empty does not come from the editor page: where a file says so, it goes on saying so.
    const empty = Object.entries(said).filter(([, value]) => Array.isArray(value) && value.length === 0);
    const given = Object.entries(data).filter(([key, value]) => key in said || defaults.get(key) !== value);
    const needed = Object.fromEntries([...empty, ...given]);
    return updateFrontMatter(before, needed, text);
  },
});

CMS.registerEventListener({
  name: 'preSave',
  handler: ({ entry }) => {
    const { path, data } = entry.toJS();
    const { body: _, ...matter } = data;
    const collection = path.split('/')[1] as keyof typeof mdxCollections;
    const faults: ContentIssue[] = [];
    parseWith<unknown>(mdxCollections[collection], filledIn(matter), path, faults);
    // What it is called is how the editor page knows that the cause is to be shown.
    if (faults.length > 0) throw new Error('saving_failed', { cause: new Error(faults.map(formatIssue).join('\n')) });
  },
});

CMS.init({ config });
