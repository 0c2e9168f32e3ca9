import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import Button from '../../../src/components/govuk/Button.astro';
import CharacterCount from '../../../src/components/govuk/CharacterCount.astro';
import Checkboxes from '../../../src/components/govuk/Checkboxes.astro';
import Details from '../../../src/components/govuk/Details.astro';
import ErrorMessage from '../../../src/components/govuk/ErrorMessage.astro';
import ErrorSummary from '../../../src/components/govuk/ErrorSummary.astro';
import Fieldset from '../../../src/components/govuk/Fieldset.astro';
import Hint from '../../../src/components/govuk/Hint.astro';
import Input from '../../../src/components/govuk/Input.astro';
import Label from '../../../src/components/govuk/Label.astro';
import Panel from '../../../src/components/govuk/Panel.astro';
import Radios from '../../../src/components/govuk/Radios.astro';
import SummaryList from '../../../src/components/govuk/SummaryList.astro';
import Textarea from '../../../src/components/govuk/Textarea.astro';

// Renders every fixture. What govuk-frontend takes as `html` is handed to our component as a slot.
// biome-ignore lint/suspicious/noExplicitAny: the options of fifteen components, as their authors wrote them
type Options = any;

const fixtures = import.meta.glob<{ fixtures: { name: string; options: Options }[] }>(
  '../../../node_modules/govuk-frontend/dist/govuk/components/*/fixtures.json',
  { eager: true },
);

const body = (o: Options) => ({ default: o.html });
const field = (o: Options) => ({ label: o.label?.html, hint: o.hint?.html, prefix: o.prefix?.html, suffix: o.suffix?.html });
const choice = (o: Options) => ({
  legend: o.fieldset?.legend?.html,
  hint: o.hint?.html,
  ...Object.fromEntries(
    o.items.filter(Boolean).flatMap((item: Options) => [
      [`item-${item.value}`, item.html],
      [`conditional-${item.value}`, item.conditional?.html],
    ]),
  ),
});
const choiceProps = (o: Options) => ({
  ...o,
  items: o.items.map((item: Options) => item && { ...item, conditional: Boolean(item.conditional?.html) }),
});

const components: Record<
  string,
  { Component: Options; slots: (o: Options) => Record<string, string | undefined>; props?: (o: Options) => Options }
> = {
  button: { Component: Button, slots: body },
  'character-count': { Component: CharacterCount, slots: field },
  checkboxes: { Component: Checkboxes, slots: choice, props: choiceProps },
  details: { Component: Details, slots: (o) => ({ default: o.html, summary: o.summaryHtml }) },
  'error-message': { Component: ErrorMessage, slots: body },
  'error-summary': { Component: ErrorSummary, slots: (o) => ({ default: o.descriptionHtml, title: o.titleHtml }) },
  fieldset: { Component: Fieldset, slots: (o) => ({ default: o.html, legend: o.legend?.html }) },
  hint: { Component: Hint, slots: body },
  input: { Component: Input, slots: field },
  label: { Component: Label, slots: body },
  panel: { Component: Panel, slots: (o) => ({ default: o.html, title: o.titleHtml }) },
  radios: { Component: Radios, slots: choice, props: choiceProps },
  'summary-list': {
    Component: SummaryList,
    slots: (o) => ({
      cardTitle: o.card?.title?.html,
      ...Object.fromEntries((o.rows ?? []).map((row: Options, index: number) => [`value-${index + 1}`, row?.value?.html])),
    }),
  },
  textarea: { Component: Textarea, slots: field },
};

export async function GET() {
  const container = await AstroContainer.create();
  const rendered: Record<string, Record<string, string>> = {};
  for (const [name, { Component, slots, props = (o: Options) => o }] of Object.entries(components)) {
    const file = fixtures[`../../../node_modules/govuk-frontend/dist/govuk/components/${name}/fixtures.json`];
    if (!file) throw new Error(`govuk-frontend has no fixtures for ${name}`);
    const ours: Record<string, string> = {};
    for (const { name: fixture, options } of file.fixtures) {
      const filled = Object.entries(slots(options)).filter((slot): slot is [string, string] => Boolean(slot[1]));
      ours[fixture] = await container.renderToString(Component, { props: props(options), slots: Object.fromEntries(filled) });
    }
    rendered[name] = ours;
  }
  return Response.json(rendered);
}
