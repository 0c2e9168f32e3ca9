import { test } from 'node:test';
import { readContent } from '../../src/content/read.ts';
import { readingOf } from '../../src/content/reading.ts';
import { none, pages } from '../built.ts';
import { paragraphsOf } from '../prose.ts';
import { root } from '../serve.ts';

const { content } = await readContent(root);
const known = Object.values(content.glossary).flatMap(({ term, also }) => [term, ...also]);

const readings = pages
  .map(({ address, document }) => ({ address, ...readingOf(paragraphsOf(document), known) }))
  .sort((one, other) => other.grade - one.grade);

const groups = [
  { who: 'the public', most: 8, has: (address: string) => !address.startsWith('/magistrates/') },
  { who: 'magistrates', most: 11, has: (address: string) => address.startsWith('/magistrates/') },
];

for (const { who, most, has } of groups) {
  test(`every page for ${who} reads at grade ${most} or below`, (t) => {
    const theirs = readings.filter(({ address }) => has(address));
    for (const { address, grade } of theirs.slice(0, 5)) t.diagnostic(`${address}: grade ${grade.toFixed(1)}`);
    none(
      theirs
        .filter(({ grade }) => grade > most)
        .map(({ address, grade, hardest }) => {
          const worst = hardest.map((it) => `    ${it.grade.toFixed(1)}  ${it.sentence}`).join('\n');
          return `${address} reads at grade ${grade.toFixed(1)}. Its hardest sentences:\n${worst}`;
        }),
    );
  });
}
