import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { splitFrontMatter, stringifyMdx, updateFrontMatter } from '../../src/content-files/front-matter.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';

const { texts } = await readContent(root);
const documents = [...texts].filter(([file]) => file.endsWith('.mdx'));
const read = (file: string) => {
  const { matter, body } = splitFrontMatter(file) ?? { matter: '', body: '' };
  return { data: parse(matter), body };
};

test('updating a file with its own data changes no byte, for every file of content/', () => {
  for (const [file, text] of documents) {
    const { data, body } = read(text);
    assert(updateFrontMatter(text, data, body) === text, file);
  }
});

test('changing, removing or adding a key changes nothing else, in every file of content/', () => {
  for (const [file, text] of documents) {
    const { data, body } = read(text);
    const { sources: _, ...rest } = { ...data, title: 'Another: title', added: ['one', 'two'] };
    const after = updateFrontMatter(text, rest, body);
    assert.deepEqual(read(after), { data: rest, body }, file);
    const kept = text.split(/^(?=[\w-]+:)/m).filter((block) => !/^(---|title|sources)/.test(block));
    for (const block of kept.slice(0, -1)) assert(after.includes(block), `${file} lost ${block}`);
    assert.match(after, /^title: "Another: title"$/m);
    assert.match(after, /^added: \[one, two\]$/m);
  }
});

test('keeps a comment below its key', () => {
  const file = '---\ntitle: One\n# Why it is so.\norder: 3\n---\n\nWords.\n';
  assert.equal(
    updateFrontMatter(file, { title: 'One', order: 4 }, '\nWords.\n'),
    '---\ntitle: One\n# Why it is so.\norder: 4\n---\n\nWords.\n',
  );
});

test('writes lists on one line', () => {
  assert.equal(
    stringifyMdx({ title: 'A: b', sources: ['S1', 'S2'] }, '\nWords.\n'),
    '---\ntitle: "A: b"\nsources: [S1, S2]\n---\n\nWords.\n',
  );
});
