import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { plainEnglishIssues } from '../../src/content-checks/plain-english.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';

const { content } = await readContent(root);

/** The string literals of some source text that are sentences, with their lines. An interpolated value counts as one word. */
function sentencesIn(sourceText: string): { line: number; text: string }[] {
  const source = ts.createSourceFile('source.ts', sourceText, ts.ScriptTarget.Latest, true);
  const found: { line: number; text: string }[] = [];
  const add = (node: ts.Node, text: string) => found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) add(node, node.text);
    else if (ts.isTemplateExpression(node))
      add(node, node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join(''));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter(({ text }) => text.includes(' '));
}

test('questions, errors, notices, paper forms and mails are in plain English', async () => {
  const found: string[] = [];
  for (const folder of ['src/forms', 'src/form-flow', 'src/http', 'src/submissions', 'src/components/form-flow', 'src/pages/[...form]']) {
    for (const entry of await readdir(join(root, folder))) {
      if (!/\.(ts|astro)$/.test(entry)) continue;
      const source = await readFile(join(root, folder, entry), 'utf8');
      // In an Astro file these are the literals of its script; tests/built reads the words in its markup.
      for (const { line, text } of sentencesIn(source))
        for (const { message } of plainEnglishIssues(text, content.glossary)) found.push(`${folder}/${entry}:${line} ${message}`);
    }
  }
  if (found.length > 0) throw new Error(`${found.length} found:\n${found.join('\n')}`);
});
