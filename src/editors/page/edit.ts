import CMS from '@sveltia/cms';
import { parse } from 'yaml';
import { z } from 'zod';
import { check, type Fault, sentence } from '../../content/fault.ts';
import { fileOf, fileWith, parted } from '../../content/front-matter.ts';
import { documents } from '../../content/schemas.ts';
import { format } from '../format.ts';

// Zod would try whether it may write functions, which the policy refuses.
z.config({ jitless: true });

/** Files as they were read, by their title: no two have the same. */
const typed = new Map<unknown, string>();

CMS.registerCustomFormat(format, 'mdx', {
  fromFile: (file) => {
    const { matter, body } = parted(file) ?? { matter: '', body: file };
    const data = { ...parse(matter), body };
    typed.set(data.title, file);
    return data;
  },
  toFile: ({ body, ...data }) => {
    const text = typeof body === 'string' ? body : '';
    const before = typed.get(data['title']);
    return before ? fileWith(before, data, text) : fileOf(data, `\n${text}`);
  },
});

CMS.registerEventListener({
  name: 'preSave',
  handler: ({ entry }) => {
    const { path, data } = entry.toJS();
    const { body: _, ...matter } = data;
    const collection = path.split('/')[1] as keyof typeof documents;
    const faults: Fault[] = [];
    check<unknown>(documents[collection], matter, path, faults);
    // What it is called is how the editor page knows that the cause is to be shown.
    if (faults.length > 0) throw new Error('saving_failed', { cause: new Error(faults.map(sentence).join('\n')) });
  },
});

CMS.init({ config: await (await fetch('/edit/config.json')).json() });
