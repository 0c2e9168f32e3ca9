import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import Button from '../../../src/components/govuk/Button.astro';
import CharacterCount from '../../../src/components/govuk/CharacterCount.astro';
import Checkboxes from '../../../src/components/govuk/Checkboxes.astro';
import ErrorMessage from '../../../src/components/govuk/ErrorMessage.astro';
import ErrorSummary from '../../../src/components/govuk/ErrorSummary.astro';
import Fieldset from '../../../src/components/govuk/Fieldset.astro';
import Hint from '../../../src/components/govuk/Hint.astro';
import Input from '../../../src/components/govuk/Input.astro';
import Label from '../../../src/components/govuk/Label.astro';
import Panel from '../../../src/components/govuk/Panel.astro';
import Radios from '../../../src/components/govuk/Radios.astro';
import SummaryList from '../../../src/components/govuk/SummaryList.astro';

// Renders every fixture. What govuk-frontend takes as `html` is a slot of our component.
// biome-ignore lint/suspicious/noExplicitAny: the options of twelve components, as their authors wrote them
type Options = any;

const fixtures = import.meta.glob<{ fixtures: { name: string; options: Options }[] }>(
  '../../../node_modules/govuk-frontend/dist/govuk/components/*/fixtures.json',
  { eager: true },
);

const escapeText = (text: string | undefined) => text?.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Our items say themselves if they are checked. */
const choices = (o: Options) => {
  const values: unknown[] = o.values ?? [o.value];
  return { ...o, items: o.items.map((item: Options) => ({ ...item, checked: item.checked ?? values.includes(item.value) })) };
};

const row = ({ key, value, actions }: Options) => {
  const [action] = actions?.items ?? [];
  return {
    key: key.text,
    value: value.text,
    action: action && { text: action.text, visuallyHiddenText: action.visuallyHiddenText, name: 'href', value: action.href },
  };
};

interface Adapter {
  Component: Options;
  props?: (o: Options) => Options;
  slots?: (o: Options) => Record<string, string | undefined>;
}

const components: Record<string, Adapter> = {
  button: { Component: Button },
  'character-count': { Component: CharacterCount },
  checkboxes: { Component: Checkboxes, props: choices, slots: (o) => ({ hint: o.hint?.html }) },
  'error-message': { Component: ErrorMessage },
  'error-summary': { Component: ErrorSummary },
  fieldset: { Component: Fieldset, slots: (o) => ({ default: o.html }) },
  hint: { Component: Hint, slots: (o) => ({ default: o.html }) },
  input: { Component: Input },
  label: { Component: Label },
  panel: { Component: Panel, slots: (o) => ({ default: o.html ?? escapeText(o.text) }) },
  radios: { Component: Radios, props: choices, slots: (o) => ({ hint: o.hint?.html }) },
  'summary-list': { Component: SummaryList, props: (o) => ({ ...o, rows: o.rows.filter(Boolean).map(row) }) },
};

export async function GET() {
  const container = await AstroContainer.create();
  const rendered: Record<string, Record<string, string>> = {};
  for (const [name, { Component, slots = () => ({}), props = (o: Options) => o }] of Object.entries(components)) {
    const file = fixtures[`../../../node_modules/govuk-frontend/dist/govuk/components/${name}/fixtures.json`];
    if (!file) throw new Error(`govuk-frontend has no fixtures for ${name}`);
    const ours: Record<string, string> = {};
    for (const { name: fixture, options } of file.fixtures) {
      try {
        const filled = Object.entries(slots(options)).filter((slot): slot is [string, string] => Boolean(slot[1]));
        ours[fixture] = await container.renderToString(Component, { props: props(options), slots: Object.fromEntries(filled) });
      } catch (error) {
        // A fixture with an option that our component does not have may not render; fixtures.test.ts says which are compared.
        ours[fixture] = String(error);
      }
    }
    rendered[name] = ours;
  }
  return Response.json(rendered);
}
