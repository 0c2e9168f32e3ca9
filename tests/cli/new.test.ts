import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { askPrompt } from '../../src/cli/prompts.ts';
import { templates } from '../../src/cli/templates.ts';
import { findIssues } from '../../src/content-checks/find-issues.ts';
import { codeRoutes } from '../../src/content-checks/integration.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { readContent } from '../../src/content-files/read-content.ts';
import { root } from '../site-under-test/serve.ts';

async function copy(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(root, 'content'), join(folder, 'content'), { recursive: true });
  return folder;
}

/** `npm run new`, without a terminal. */
function make(folder: string, kind: string, answers: Record<string, string> = {}) {
  const args = Object.entries(answers).flatMap(([key, answer]) => [`--${key}`, answer]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/new.ts'), kind, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, output: stdout + stderr };
}

const page = { description: 'What it is, in one sentence.', sources: 'S1, S2', audience: 'public', text: 'Some words.' };
const service = {
  ...page,
  title: 'A walking group',
  topics: 'health',
  described_in: 'about 2013',
  described_year: '2013',
  'key_facts.who': 'Adults on probation',
  'key_facts.how_to_get_a_place': 'An offender manager sent people here.',
  referral: 'none',
  access: 'An offender manager chose who came here.',
  no_requirement: 'It was never ordered.',
};

/** Answers for every template, and what its file then contains. */
const cases: Record<string, { answers: Record<string, string>; file: string; contains: RegExp }> = {
  service: {
    answers: service,
    file: 'content/services/a-walking-group.mdx',
    contains: /^---\ntitle: A walking group\n[\s\S]*sources: \[S1, S2\]\n[\s\S]*---\n\nSome words\.\n$/,
  },
  partnership: {
    answers: service,
    file: 'content/partnerships/a-walking-group.mdx',
    contains: /\nkey_facts:\n {2}who: Adults on probation\n/,
  },
  news: {
    answers: { ...page, title: 'An event: it happened', date: '2013-05-31' },
    file: 'content/news/an-event-it-happened.mdx',
    contains: /\ntitle: "An event: it happened"\n/,
  },
  page: {
    answers: { ...page, title: 'Our offices', address: '/about/our-offices/' },
    file: 'content/pages/about/our-offices.mdx',
    contains: /title: Our offices/,
  },
  term: {
    answers: { term: 'plain sailing', definition: 'It is easy.', kind: 'trade' },
    file: 'content/glossary.yaml',
    contains: /\n\nplain-sailing:\n {2}term: plain sailing\n/,
  },
  word: {
    answers: { said: 'get me a lawyer', page: '/help/legal-advice/' },
    file: 'content/search.yaml',
    contains: /\n {2}get me a lawyer: \/help\/legal-advice\/\n$/,
  },
  contact: {
    answers: { name: 'Someone Who Helps', helps_with: 'It helps.', phone: '0116 123 4567', as_seen: 'about 2022', source: 'S1' },
    file: 'content/contacts.yaml',
    contains: /\n\nsomeone-who-helps:\n {2}name: Someone Who Helps\n {2}helps_with: It helps\.\n {2}phone: 0116 123 4567\n/,
  },
  figure: {
    answers: {
      id: 'walkers',
      value: '1,234',
      display: 'about 1,234',
      measures: 'people who walked',
      as_of: '2013',
      source: 'S1',
      certainty: 'estimate',
    },
    file: 'content/figures.yaml',
    contains: /\n\nwalkers:\n {2}value: 1234\n/,
  },
  source: {
    answers: { id: 'S999', name: 'A paper', by: 'Someone', as_of: 'about 2013', kind: 'other' },
    file: 'content/sources.yaml',
    contains: /\n\nS999:\n {2}name: A paper\n/,
  },
};

test('every template has a test', () => assert.deepEqual(Object.keys(cases), Object.keys(templates)));

for (const [kind, { answers, file, contains }] of Object.entries(cases)) {
  test(`writes a new ${kind} and leaves content/ without issues`, async (t) => {
    const folder = await copy(t);
    const { status, output } = make(folder, kind, answers);
    assert.equal(status, 0, output);
    assert.match(output, new RegExp(`Written: ${file}`));
    assert.match(output, /It passes every check/);
    assert.match(await readFile(join(folder, file), 'utf8'), contains);
    assert.deepEqual(findIssues(await readContent(folder), codeRoutes).map(formatIssue), []);
  });
}

test('reports each missing or invalid answer in the words of the content check, and writes nothing', async (t) => {
  const folder = await copy(t);
  const before = await readFile(join(folder, 'content/contacts.yaml'), 'utf8');
  const { status, output } = make(folder, 'contact', { name: 'Someone', source: 'S998', web: 'someone.example' });
  assert.equal(status, 1);
  assert.match(output, /--helps_with: Write what it helps with/);
  assert.match(output, /--as_seen: Write when the source showed it, like "about 2022"/);
  assert.match(output, /--web: Write the web address in full/);
  assert.match(output, /--source: "S998" is not in content\/sources\.yaml.*npm run new -- source/);
  assert.doesNotMatch(output, /Invalid|undefined|expected/);
  assert.equal(await readFile(join(folder, 'content/contacts.yaml'), 'utf8'), before);
});

test('reports issues that one file cannot show, after writing', async (t) => {
  const folder = await copy(t);
  const { status, output } = make(folder, 'page', {
    ...page,
    title: 'Our offices',
    address: '/about/our-offices/',
    text: 'See [this](/nowhere/).',
  });
  assert.equal(status, 0);
  assert.match(
    output,
    /Still to be put right:\n {2}content\/pages\/about\/our-offices\.mdx: "\/nowhere\/" is not the address of a page here/,
  );
});

test('never overwrites a file or an entry', async (t) => {
  const folder = await copy(t);
  assert.match(
    make(folder, 'service', { ...service, title: 'Victims' }).output,
    /content\/services\/victims\.mdx is there already\. Nothing was written/,
  );
  assert.match(
    make(folder, 'term', { term: 'custody', definition: 'x', kind: 'trade' }).output,
    /"custody" is in content\/glossary\.yaml already/,
  );
});

test('lists the templates or arguments when one is missing or unknown', async (t) => {
  const folder = await copy(t);
  assert.match(make(folder, 'poem').output, /Say what to make: service, partnership, /);
  assert.match(make(folder, 'term', { mean: 'x' }).output, /--definition: What it means/);
});

test('asks each question in a terminal, and asks again with the reason when the answer is invalid', async () => {
  const { content } = await readContent(root);
  const [input, output] = [new PassThrough(), new PassThrough()];
  let screen = '';
  output.on('data', (chunk) => {
    screen += chunk;
  });
  const question = templates['contact']?.prompts.find(({ key }) => key === 'source');
  assert(question);
  const answer = askPrompt(question, content, { input, output });
  input.write('S998\n');
  while (!screen.includes('is not in content/sources.yaml')) await new Promise((next) => setImmediate(next));
  input.write('\u007f\u007f\u007f1\n');
  assert.equal(await answer, 'S1');
  assert.match(screen, /The id of the source/);
});
