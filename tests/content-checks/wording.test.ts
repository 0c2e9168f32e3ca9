import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';
import { copyContent, first, issueLines, line, list, page, rejects, service, under } from './rejects.ts';

const { content } = await readContent(root);

const numbers = [
  '0116 123 4567',
  '(0116) 123 4567',
  '01161234567',
  '+44 116 123 4567',
  '+44 (0)116 123 4567',
  '0800 1111',
  '0800 123 4567',
  '116 123',
];

rejects([
  {
    what: 'the title of another page',
    file: page,
    change: line('title', 'title: COURT REPORTS'),
    path: 'title',
    message: /same as in content\/.*own/,
  },
  {
    what: 'the description of another page',
    file: page,
    change: line('description', `description: ${JSON.stringify(content.services.find(({ file }) => file === service)?.data.description)}`),
    path: 'description',
    message: /same as in content\/.*own/,
  },
  ...['TODO: ask', 'Call [phone] today', 'This is coming soon.', 'TBC'].map((words) => ({
    what: `the placeholder in "${words}"`,
    file: page,
    change: under(words),
    path: /^line \d+$/,
    message: /placeholder.*Write the sentence without it/,
  })),
  {
    what: 'a placeholder in a list',
    file: list('partners'),
    change: first('did', 'TBC'),
    path: /^line \d+$/,
    message: /placeholder.*Write the sentence without it/,
  },
  ...numbers.map((number) => ({
    what: `the phone number ${number} in a text`,
    file: page,
    change: under(`Call ${number} today.`),
    path: /^line \d+$/,
    message: /phone number.*content\/contacts\.yaml.*<Contact id="…" \/>/,
  })),
  {
    what: 'a phone number in a list other than contacts',
    file: list('places'),
    change: first('what', 'Call 0116 123 4567'),
    path: /^line \d+$/,
    message: /phone number.*content\/contacts\.yaml/,
  },
  {
    what: 'an e-mail address in a text',
    file: page,
    change: under('Write to someone@example.org.'),
    path: /^line \d+$/,
    message: /e-mail address, someone@example\.org.*content\/contacts\.yaml/,
  },
  ...['about 4,000 people', 'about 4000 people', '4,000.'].map((words) => ({
    what: `a figure typed by hand in "${words}"`,
    file: page,
    change: under(`The Trust supervised ${words}`),
    path: '4,000',
    message: /Write <Figure id="caseload" \/>/,
  })),
]);

/** False alarms would teach editors to ignore the checks. */
const good = {
  'the numbers 999 and 101': 'Call 999 if you are in danger, or 101 if you are not.',
  'a year and a range of years': 'From 2008 to 2014, and on 2012-08-06 (S.I. 2012/2906).',
  'a link to another site': 'See [the law](https://www.legislation.gov.uk/ukpga/2003/44/section/177).',
  'a link to a part of this page': 'See [below](#below).',
  'a link to a part of another page': 'See [figures](/about/figures/#figure-caseload).',
  'a figure that its component shows': 'The Trust supervised <Figure id="caseload" of="people" />.',
};

for (const [what, words] of Object.entries(good)) {
  test(`accepts ${what}`, async (t) => {
    const folder = await copyContent(t);
    await writeFile(join(folder, page), under(words)(await readFile(join(folder, page), 'utf8')));

    assert.deepEqual(await issueLines(folder), []);
  });
}

test("accepts the body's own e-mail address as security_contact in trust.yaml", async (t) => {
  const folder = await copyContent(t);
  const file = join(folder, list('trust'));
  await writeFile(file, line('security_contact', 'security_contact: mailto:security@example.org')(await readFile(file, 'utf8')));

  assert.deepEqual(await issueLines(folder), []);
});
