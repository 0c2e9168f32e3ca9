import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { plainEnglishIssues } from '../../src/content-checks/plain-english.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';

const { content } = await readContent(root);

/** What is typed between quotes, with its line; what is put in when it runs counts as one word. */
function typedIn(text: string): { line: number; said: string }[] {
  const source = ts.createSourceFile('typed.ts', text, ts.ScriptTarget.Latest, true);
  const found: { line: number; said: string }[] = [];
  const note = (node: ts.Node, said: string) => found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, said });
  const look = (node: ts.Node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) note(node, node.text);
    else if (ts.isTemplateExpression(node))
      note(node, node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join(''));
    ts.forEachChild(node, look);
  };
  look(source);
  return found.filter(({ said }) => said.includes(' '));
}

// Questions, hints, errors, paper, notices, what the pages of a form say after a press, and the mails.
test('no question, error, notice, paper or mail has a sentence that is too long, or a word of the trade that the glossary lacks', async () => {
  const found: string[] = [];
  for (const folder of ['src/forms', 'src/form-flow', 'src/http', 'src/submissions', 'src/components/form-flow', 'src/pages/[...form]']) {
    for (const entry of await readdir(join(root, folder))) {
      const text = await readFile(join(root, folder, entry), 'utf8');
      // Of an Astro file what stands between its fences and its braces; the rest is on built pages.
      for (const { line, said } of typedIn(text))
        for (const { message } of plainEnglishIssues(said, content.glossary)) found.push(`${folder}/${entry}:${line} ${message}`);
    }
  }
  if (found.length > 0) throw new Error(`${found.length} found:\n${found.join('\n')}`);
});
