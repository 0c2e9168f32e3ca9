import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import { setTextSize, sidewaysOf } from './fixture.ts';

// One visit of a page, in every view: resizing and recolouring an open page takes a tenth of loading it again.

const desk = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };

interface View {
  name: string;
  viewport: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active' | 'none';
  /** Layout decides most of axe's rules, so each layout has them all once; the same layout in other colours needs those about colours. */
  axe: 'all' | 'colours';
}

const firstView: View = { name: 'on a desk', viewport: desk, colorScheme: 'light', axe: 'all' };
const otherViews: View[] = [
  { name: 'on a desk in the dark', viewport: desk, colorScheme: 'dark', axe: 'colours' },
  { name: 'on a phone in the dark', viewport: phone, colorScheme: 'dark', axe: 'all' },
  { name: 'on a phone', viewport: phone, colorScheme: 'light', axe: 'colours' },
];
const inForcedColours: View = { name: 'in forced colours', viewport: desk, forcedColors: 'active', axe: 'colours' };

interface Audit {
  /** axe in the first view alone: for pages whose every kind of element another page shows in the other views. */
  axeOnce?: boolean;
  forcedColours?: boolean;
}

/**
 * Returns what is wrong with an open page, a line each: axe's violations, and horizontal scrolling in every view and at
 * 320 pixels with text of 16 and 32 pixels (WCAG 1.4.4 and 1.4.10). Leaves the page on a desk in light colours.
 */
export async function audit(page: Page, { axeOnce = false, forcedColours = false }: Audit = {}): Promise<string[]> {
  const wrong: string[] = [];
  for (const view of [firstView, ...otherViews, ...(forcedColours ? [inForcedColours] : [])]) {
    await page.setViewportSize(view.viewport);
    await page.emulateMedia({ colorScheme: view.colorScheme ?? 'light', forcedColors: view.forcedColors ?? 'none' });
    const sideways = await sidewaysOf(page);
    if (sideways > 0) wrong.push(`${view.name} it scrolls sideways by ${sideways} pixels`);
    if (axeOnce && view !== firstView) continue;
    const violations = await axeViolations(page, view.axe === 'colours' ? { only: 'colours' } : {});
    wrong.push(...violations.map((violation) => `${view.name} ${violation}`));
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.setViewportSize({ width: 320, height: 640 });
  for (const size of [16, 32]) {
    await setTextSize(page, size);
    const sideways = await sidewaysOf(page);
    if (sideways > 0) wrong.push(`at 320 pixels with text of ${size} pixels it scrolls sideways by ${sideways} pixels`);
  }
  await setTextSize(page, 16);
  await page.setViewportSize(desk);
  return wrong;
}
