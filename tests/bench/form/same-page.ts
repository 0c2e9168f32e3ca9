import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mentorForm } from '../../../src/forms/mentor.ts';
import { headingOf, summaryRows } from '../../form-flow/read-page.ts';
import { formValues, urlEncoded } from '../../forms/answers.ts';
import type { RunningSite } from '../../site-under-test/serve.ts';

/** The address of the form that is measured. */
export const path = `/${mentorForm.address}/`;

/** Good answers to it. */
export const good = urlEncoded(formValues());

const checkPage = async ({ url }: RunningSite) =>
  (await fetch(`${url}${path}check/`, { method: 'POST', headers: { Origin: url }, body: new URLSearchParams(good) })).text();

/**
 * Makes a Nunjucks layout of what is around our check page: head, styles, header, notice and foot are then the same
 * bytes in both, and stay so when ours change.
 */
export async function writeLayout(site: RunningSite, folder: string) {
  const [before = '', rest = ''] = (await checkPage(site)).split(/(?<=<div class="form-column">)/);
  const after = rest.slice(rest.lastIndexOf('</form>') + '</form>'.length);
  const [, head, name, top] = /^(.*)<title>.*? - (.*)<\/title>(.*)$/s.exec(before) ?? [];
  const raw = (html = '') => `{% raw %}${html}{% endraw %}`;
  await writeFile(
    join(folder, 'layout.njk'),
    `${raw(head)}<title>{% block title %}{% endblock %} - ${name}</title>${raw(top)}{% block content %}{% endblock %}${raw(after)}`,
  );
}

/** Both pages must say the same and be as long, or the numbers mean nothing. */
export async function holdSame(site: RunningSite, other: RunningSite) {
  const [ours, theirs] = await Promise.all([checkPage(site), checkPage(other)]);
  // The macros indent the lines of an answer.
  const rows = (page: string) => [...summaryRows(page)].map(([label, lines]) => [label, lines.map((line) => line.replace(/\n\s+/g, '\n'))]);
  assert.equal(headingOf(theirs), headingOf(ours));
  assert.deepEqual(rows(theirs), rows(ours));
  assert(rows(ours).length > 10);
  assert(Math.abs(theirs.length / ours.length - 1) < 0.03, `One page has ${ours.length} characters, the other ${theirs.length}`);
}
