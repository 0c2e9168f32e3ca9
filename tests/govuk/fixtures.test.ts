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

// Fixtures are compared unless they use one of these options, which our components do not have. "items.hint" is the option
// `hint` of each entry of `items`. README.md in src/components/govuk says how to add one.
const noPage = 'no page uses it';
const plainText = 'every page has plain text here';
const missingOptions: Record<string, Record<string, string>> = {
  button: { href: noPage, isStartButton: noPage, disabled: noPage, id: noPage, type: 'every button submits', html: plainText },
  'character-count': {
    maxwords: noPage,
    countType: noPage,
    threshold: noPage,
    spellcheck: noPage,
    countMessage: noPage,
    formGroup: noPage,
    textareaDescriptionText: 'every count is in English',
    charactersUnderLimitText: 'every count is in English',
    'label.isPageHeading': noPage,
  },
  checkboxes: {
    'items.conditional': 'CSS reveals questions: src/styles/forms/form-page.scss',
    'items.divider': noPage,
    'items.behaviour': noPage,
    'items.hint': noPage,
    'items.label': noPage,
    'items.disabled': noPage,
    'items.id': noPage,
    'items.name': noPage,
    'items.html': plainText,
    describedBy: noPage,
    formGroup: noPage,
    'fieldset.describedBy': noPage,
    'fieldset.legend.isPageHeading': noPage,
    'fieldset.legend.html': plainText,
  },
  'error-message': { visuallyHiddenText: 'every message is in English', html: plainText },
  'error-summary': {
    descriptionText: noPage,
    descriptionHtml: noPage,
    disableAutoFocus: noPage,
    titleHtml: plainText,
    'errorList.html': 'an error is one sentence, in the summary and at the question',
  },
  fieldset: { role: noPage, 'legend.isPageHeading': noPage, 'legend.html': plainText },
  hint: {},
  input: {
    prefix: noPage,
    suffix: noPage,
    inputWrapper: noPage,
    formGroup: noPage,
    describedBy: noPage,
    autocapitalize: noPage,
    inputmode: noPage,
    pattern: noPage,
    disabled: noPage,
    'label.isPageHeading': noPage,
    'label.html': plainText,
  },
  label: { isPageHeading: noPage, html: plainText },
  panel: { headingLevel: noPage, actions: noPage, titleHtml: plainText },
  radios: {
    'items.conditional': 'CSS reveals questions: src/styles/forms/form-page.scss',
    'items.divider': noPage,
    'items.hint': noPage,
    'items.label': noPage,
    'items.disabled': noPage,
    'items.id': noPage,
    'items.html': plainText,
    formGroup: noPage,
    'fieldset.describedBy': noPage,
    'fieldset.legend.isPageHeading': noPage,
    'fieldset.legend.html': plainText,
  },
  'summary-list': {
    card: noPage,
    'rows.classes': noPage,
    'rows.key.classes': noPage,
    'rows.value.classes': noPage,
    'rows.key.html': plainText,
    'rows.value.html': 'a value is text, or lines that a person typed: see "a list of lines" below',
    'rows.actions.classes': noPage,
    'rows.actions.items.html': plainText,
    'rows.actions.items.classes': noPage,
    'rows.actions.items.attributes': noPage,
  },
};

// Single fixtures that are not compared, for what an option cannot say.
const missingFixtures: Record<string, string> = {
  'character-count: to configure in JavaScript': 'every count has a limit',
  'character-count: with neither maxlength, maxwords nor textarea description set': 'every count has a limit',
  'checkboxes: with falsy values': 'items are a list without gaps',
  'error-summary: with description only': 'every summary has errors',
  'label: empty': 'every label has a text',
  'panel: title with no body text': 'every panel has a body',
  'panel: interruption with custom classes': 'only the confirmation panel is used',
  'panel: interruption, no actions': 'only the confirmation panel is used',
  'radios: with falsy items': 'items are a list without gaps',
};

const folder = await mkdtemp(join(tmpdir(), 'govuk-components-'));
let rendered: Record<string, Record<string, string>>;

before(async () => {
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  process.env['GOVUK_TEST_DIR'] = folder;
  await build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'error' });
  rendered = JSON.parse(await readFile(join(folder, 'site', 'fixtures.json'), 'utf8'));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
  // Astro writes the types of a site beside it, whatever outDir says.
  await rm(new URL('.astro', import.meta.url), { recursive: true, force: true });
});

interface Fixture {
  name: string;
  html: string;
  options: unknown;
}

for (const [component, missing] of Object.entries(missingOptions)) {
  const isMissing = ({ name, options }: Fixture) =>
    `${component}: ${name}` in missingFixtures || optionsIn(options).some((option) => option in missing);

  test(`${component} renders the same markup as govuk-frontend for every fixture with our options`, async (t) => {
    const compared = (await fixturesOf(component)).filter((fixture) => !isMissing(fixture));
    assert(compared.length >= 5, `only ${compared.length} fixtures of ${component} are compared`);
    for (const { name, html } of compared) {
      await t.test(name, () => assert.deepEqual(tree(asLinks(rendered[component]?.[name] ?? '')), tree(html)));
    }
  });

  test(`${component}: every option we do not have is in a fixture`, async () => {
    const options = (await fixturesOf(component)).flatMap((fixture) => optionsIn(fixture.options));
    for (const option of Object.keys(missing)) assert(options.includes(option), option);
  });
}

test('every fixture that is not compared exists', async () => {
  for (const fixture of Object.keys(missingFixtures)) {
    const [component = '', name] = fixture.split(': ');
    assert(
      (await fixturesOf(component)).some((candidate) => candidate.name === name),
      fixture,
    );
  }
});

test('our own parts: a button in a summary row, a list of lines as typed, and rich text in a hint', async () => {
  const page = await readFile(join(folder, 'site', 'own', 'index.html'), 'utf8');
  assert.deepEqual(
    tree(page.slice(page.indexOf('<body>') + 6, page.indexOf('</body>'))),
    tree(`
      <dl class="govuk-summary-list">
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">Name</dt>
          <dd class="govuk-summary-list__value">Not provided</dd>
          <dd class="govuk-summary-list__actions">
            <button type="submit" class="as-link" name="change" value="name">Change<span class="govuk-visually-hidden"> Name</span></button>
          </dd>
        </div>
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">Address</dt>
          <dd class="govuk-summary-list__value"><p class="as-typed" dir="auto">One &amp; two</p><p class="as-typed" dir="auto">Three</p></dd>
        </div>
      </dl>
      <div class="govuk-form-group">
        <div id="how-hint" class="govuk-hint">About <em>post</em></div>
        <div class="govuk-radios" data-module="govuk-radios"></div>
      </div>`),
  );
});

/** The options of a fixture, each with the options it is in: `{ hint: { text } }` is hint and hint.text. */
function optionsIn(options: unknown, prefix = ''): string[] {
  if (Array.isArray(options)) return options.flatMap((option) => optionsIn(option, prefix));
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).flatMap(([name, value]) => [prefix + name, ...optionsIn(value, `${prefix}${name}.`)]);
}

/** The actions of a summary list, which are buttons in our component, as govuk-frontend's links. */
const asLinks = (html: string) =>
  html.replace(
    /<button type="submit" class="as-link" name="href" value="([^"]*)">(.*?)<\/button>/g,
    '<a class="govuk-link" href="$1">$2</a>',
  );

async function fixturesOf(component: string): Promise<Fixture[]> {
  const file = new URL(`../../node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')).fixtures;
}

// A button is drawn as a block, also when it is a link.
const isInline = ({ tagName, attrs }: Element) =>
  ['a', 'b', 'em', 'span', 'strong'].includes(tagName) && !attrs.some(({ name, value }) => name === 'role' && value === 'button');

/**
 * The parsed tree of some HTML, one line for each tag and text. Attributes are sorted. White space is kept only where a
 * browser shows it: within text and between inline elements.
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
