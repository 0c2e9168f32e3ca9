import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

// All that axe asks of colours. In other colours of the same page nothing else can come out differently.
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Returns axe's violations, a line each: WCAG 2.0 to 2.2 at A and AA and best practice, or the rules about colours alone. */
export async function axeViolations(page: Page, { only }: { only?: 'colours' } = {}): Promise<string[]> {
  const builder = new AxeBuilder({ page: page as never })
    // Runs axe in the page itself. The other mode opens a second page for frames each time, and no page here has frames.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  // withRules() and withTags() fill the same option of axe.
  const chosen = only === 'colours' ? builder.withRules(colourRules) : builder.withTags(tags);
  const { violations } = await chosen.analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`);
}
