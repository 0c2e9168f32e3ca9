import { test } from 'node:test';
import { gradeTargets, pageReadability } from '../../src/content-checks/readability.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { assertNone, pages } from './build-output.ts';

const { content } = await readContent(root);
const readings = pageReadability(pages, content);

for (const { readers, maxGrade, includes } of gradeTargets) {
  test(`every page for ${readers} reads at grade ${maxGrade} or below`, (t) => {
    const theirs = readings.filter(({ address }) => includes(address));
    for (const { address, grade } of theirs.slice(0, 10)) t.diagnostic(`${address}: grade ${grade.toFixed(1)}`);
    assertNone(
      theirs
        .filter(({ grade }) => grade > maxGrade)
        .map(({ address, grade, hardest }) => {
          const worst = hardest.map((it) => `    ${it.grade.toFixed(1)}  ${it.sentence}`).join('\n');
          return `${address} reads at grade ${grade.toFixed(1)}. Its hardest sentences:\n${worst}`;
        }),
    );
  });
}
