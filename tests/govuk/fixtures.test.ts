import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'astro';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterMap['childNode'];
type Element = DefaultTreeAdapterMap['element'];

const components = [
  'button',
  'character-count',
  'checkboxes',
  'details',
  'error-message',
  'error-summary',
  'fieldset',
  'hint',
  'input',
  'label',
  'panel',
  'radios',
  'summary-list',
  'textarea',
];

// Fixtures of what our components do not offer, each with the reason.
const leftOut: Record<string, string> = {
  'error-summary: error list with html': 'an error is a sentence, the same in the summary and at the field: text only',
  'error-summary: error list with html link': 'an error is a sentence, the same in the summary and at the field: text only',
  'summary-list: key with html': 'a key is the words of a question: text only',
  'summary-list: actions with html': 'an action is a word, "Change", with visuallyHiddenText: text only',
  'summary-list: translated': 'its actions are html; the words of an action can be given as text in any language',
};

const folder = await mkdtemp(join(tmpdir(), 'form-components-'));
let ours: Record<string, Record<string, string>>;

before(async () => {
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  process.env['FORM_COMPONENTS_DIR'] = folder;
  await build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'error' });
  ours = JSON.parse(await readFile(join(folder, 'site', 'fixtures.json'), 'utf8'));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
  // Astro writes the types of a site beside it, whatever outDir says.
  await rm(new URL('.astro', import.meta.url), { recursive: true, force: true });
});

for (const component of components) {
  test(`${component} has the same markup as govuk-frontend's, for every fixture`, async (t) => {
    for (const { name, html } of await fixturesOf(component)) {
      if (`${component}: ${name}` in leftOut) continue;
      await t.test(name, () => assert.deepEqual(tree(ours[component]?.[name] ?? ''), tree(html)));
    }
  });
}

test('a function fills reveals and values just as named slots do', async () => {
  const page = await readFile(join(folder, 'site', 'lists', 'index.html'), 'utf8');
  const half = (id: string) => page.split(`<div id="${id}">`)[1]?.split('<div id="function">')[0] ?? '';
  assert.deepEqual(tree(half('named')), tree(half('function').split('</body>')[0] ?? ''));
});

test('every fixture that is left out exists', async () => {
  for (const left of Object.keys(leftOut)) {
    const [component = '', name] = left.split(': ');
    assert.ok(
      (await fixturesOf(component)).some((fixture) => fixture.name === name),
      left,
    );
  }
});

async function fixturesOf(component: string): Promise<{ name: string; html: string }[]> {
  const file = new URL(`../../node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')).fixtures;
}

// A button is drawn as a block, also when it is a link.
const isInline = ({ tagName, attrs }: Element) =>
  ['a', 'b', 'em', 'span', 'strong'].includes(tagName) && !attrs.some(({ name, value }) => name === 'role' && value === 'button');

/**
 * What a browser makes of some HTML, one line for each tag and text.
 * Attributes are sorted. White space is kept only where a browser would show it: within text and between inline elements.
 */
function tree(html: string): string[] {
  const lines: string[] = [];
  let lastText: number | undefined;

  // White space at the beginning and end of a block is not shown.
  const edge = () => {
    if (lastText === undefined) return;
    lines[lastText] = lines[lastText]?.trimEnd() ?? '';
    lastText = undefined;
  };
  const visit = (nodes: Node[], depth: number, exact: boolean) => {
    for (const node of nodes) {
      const indent = '  '.repeat(depth);
      if (node.nodeName === '#text' && 'value' in node) {
        if (exact) {
          lines.push(`${indent}${JSON.stringify(node.value)}`);
          continue;
        }
        let text = node.value.replace(/[ \t\r\n]+/g, ' ');
        if (lastText === undefined || lines[lastText]?.endsWith(' ')) text = text.replace(/^ /, '');
        if (text === '') continue;
        lastText = lines.push(`${indent}"${text}`) - 1;
      } else if ('tagName' in node) {
        if (!isInline(node)) edge();
        const attributes = node.attrs.map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).sort();
        lines.push(`${indent}<${node.tagName}${attributes.join('')}>`);
        visit(node.childNodes, depth + 1, node.tagName === 'textarea');
        if (!isInline(node)) edge();
      }
    }
  };
  visit(parseFragment(html).childNodes, 0, false);
  edge();
  return lines.filter((line) => line.trim() !== '"');
}
