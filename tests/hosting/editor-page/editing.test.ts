import assert from 'node:assert/strict';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright';
import { editorCsp } from '../../../src/cms/csp.ts';
import { findIssues } from '../../../src/content-checks/find-issues.ts';
import { codeRoutes } from '../../../src/content-checks/integration.ts';
import { formatIssue } from '../../../src/content-files/content-issue.ts';
import { readContent } from '../../../src/content-files/read-content.ts';
import { launchChromium } from '../../browser/chromium.ts';
import { copyProject } from '../../site-under-test/project-copy.ts';
import { type RunningSite, root, serve } from '../../site-under-test/serve.ts';

// The editor page of a real build, in Chromium, on a copy of the project. "Work with Local Repository" asks for a folder
// in a window of the browser that no test can press. Instead it is given the browser's own private file system, which
// has the same handles, filled from the copy before and written back to it after.

const settings = { EDITOR_REPOSITORY: 'github:trust/website@main' };

let folder: string;
let site: RunningSite;
let browser: Browser;
let page: Page;
let asked: string[];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-editor-'));
  await copyProject(folder, join(root, 'tests/hosting/node_modules'));
  site = await serve(settings, undefined, folder);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Every file of content/ in the copy. */
async function onDisk(): Promise<Record<string, string>> {
  const names = await Array.fromAsync(glob('content/**/*.{mdx,yaml}', { cwd: folder }));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])));
}

/** Opens the editor page with the copy as its local repository. */
async function open(): Promise<void> {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  asked = [];
  page.on('response', (response) => {
    if (/^https?:/.test(response.url())) asked.push(new URL(response.url()).origin);
  });
  await page.addInitScript(() => {
    Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() });
  });
  await page.goto(`${site.url}/edit/`);
  await page.evaluate(
    async (files) => {
      const top = await navigator.storage.getDirectory();
      await top.getDirectoryHandle('.git', { create: true });
      for (const [name, text] of Object.entries(files)) {
        const parts = name.split('/');
        let at = top;
        for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part, { create: true });
        const file = await (await at.getFileHandle(parts.at(-1) ?? '', { create: true })).createWritable();
        await file.write(text);
        await file.close();
      }
    },
    await onDisk(),
  );
  await page.getByRole('button', { name: 'Work with Local Repository' }).click();
  await page.getByRole('row', { name: 'A place in society for everyone' }).waitFor();
}

async function edit(address: string): Promise<void> {
  await page.goto(`${site.url}/edit/#/collections/${address}`);
  await page.getByRole('textbox', { name: 'title', exact: true }).waitFor();
}

const text = () => page.getByRole('textbox', { name: 'text', exact: true });
const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();

/** Writes what the editor page has changed back into the copy, and names it. */
async function writeBack(): Promise<string[]> {
  const files = await page.evaluate(
    async (names) => {
      const texts: [string, string][] = [];
      for (const name of names) {
        const parts = name.split('/');
        let at = await navigator.storage.getDirectory();
        for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part);
        texts.push([name, await (await (await at.getFileHandle(parts.at(-1) ?? '')).getFile()).text()]);
      }
      return texts;
    },
    Object.keys(await onDisk()),
  );
  const before = await onDisk();
  const changed = files.filter(([name, now]) => before[name] !== now);
  for (const [name, now] of changed) await writeFile(join(folder, name), now);
  return changed.map(([name]) => name);
}

test('saving a changed sentence changes only that sentence in the file, and the site is built with it', async () => {
  await open();
  await edit('services/entries/victims');
  const file = join(folder, 'content/services/victims.mdx');
  const typed = await readFile(file, 'utf8');
  const sentenceThere = 'The Trust takes a firm stand against the harm that crime does.';
  const sentenceNew = 'The Trust takes a clear stand against the harm that crime does.';
  await text().fill((await text().inputValue()).replace(sentenceThere, sentenceNew));
  await save();
  await page.getByRole('row', { name: 'Victims and public protection' }).waitFor();

  assert.deepEqual(await writeBack(), ['content/services/victims.mdx']);
  assert.equal(await readFile(file, 'utf8'), typed.replace(sentenceThere, sentenceNew));
  assert.deepEqual([...new Set(asked)], [site.url], 'nobody else was asked for anything');

  await site.stop();
  site = await serve(settings, undefined, folder);
  assert.match(site.output(), /Building the site: content has changed/);
  assert.match(await (await fetch(`${site.url}/services/victims/`)).text(), /clear stand against the harm/);
  await page.close();
});

test('saving a new title changes no byte of the text, for every kind of document', async () => {
  await open();
  const before = await onDisk();
  for (const [list, id, title] of [
    ['services', 'peer-mentoring', 'Peer mentoring'],
    ['requirements', 'curfew', 'Curfew'],
    ['pages-help', 'urgent', 'Urgent help'],
    ['news', 'london-peer-mentoring-evaluation', 'January 2015'],
    ['values', '1-harm', ''],
  ] as const) {
    await edit(`${list}/entries/${id}`);
    const field = page.getByRole('textbox', { name: 'title', exact: true });
    await field.fill(`${await field.inputValue()} again`);
    await save();
    await page
      .getByRole('row', { name: `${title}` })
      .first()
      .waitFor();
  }
  for (const name of await writeBack()) {
    const now = await readFile(join(folder, name), 'utf8');
    assert(now.replace(/^title: .*$/m, '') === before[name]?.replace(/^title: .*$/m, ''), `${name} is now:\n${now}`);
    await writeFile(join(folder, name), before[name] ?? '');
  }
  await page.close();
});

test('an edit against the rules is not saved, and the message names the file and field', async () => {
  await open();
  await edit('services/entries/court-reports');
  const access = page.getByRole('textbox', { name: 'access', exact: true });
  // Fields further down are made when they come into view.
  await page.mouse.move(600, 600);
  for (let turns = 0; turns < 50 && !(await access.isVisible()); turns += 1) await page.mouse.wheel(0, 400);
  await access.fill('');
  await save();
  const dialog = page.getByRole('alertdialog');
  await dialog.waitFor();
  assert.match(
    await dialog.innerText(),
    /content\/services\/court-reports\.mdx: "access": With "referral: none", say in one sentence how people got a place/,
  );
  assert.deepEqual(await writeBack(), []);
  await page.close();
});

test('a wrong id in a text is saved and stops the build with a message that names the file', async () => {
  await open();
  await edit('services/entries/victims');
  await text().fill(`${await text().inputValue()}\n\nA <Term id="no-such">word</Term>.`);
  await save();
  await page.getByRole('row', { name: 'Victims and public protection' }).waitFor();
  await writeBack();
  const [fault] = findIssues(await readContent(folder), codeRoutes).map(formatIssue);
  assert.match(
    fault ?? '',
    /^content\/services\/victims\.mdx: "<Term id="no-such">" names "no-such", which is not in content\/glossary\.yaml/,
  );
  await page.close();
});

test('/edit/ has its own CSP, and every other address keeps the strict one', async () => {
  const policyOf = async (address: string) => (await fetch(site.url + address)).headers.get('content-security-policy');
  const strict = await policyOf('/');
  assert.equal(await policyOf('/edit/'), editorCsp({ apiUrl: 'https://api.github.com' }));
  for (const address of ['/edit/config.json', '/services/victims/', '/become-a-mentor/apply/', '/search/', '/nowhere/', '/edit/nowhere/'])
    assert.equal(await policyOf(address), strict, address);
  const answered = await fetch(`${site.url}/become-a-mentor/apply/check/`, {
    method: 'POST',
    headers: { Origin: site.url, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ name: '' }),
  });
  assert.equal(answered.headers.get('content-security-policy'), strict);
});

test('/edit/ is noindex, and no page links to it', async () => {
  assert.equal((await fetch(`${site.url}/edit/`)).headers.get('x-robots-tag'), 'noindex');
  assert.doesNotMatch(await (await fetch(`${site.url}/sitemap-0.xml`)).text(), /\/edit\//);
  assert.doesNotMatch(await (await fetch(`${site.url}/`)).text(), /\/edit\//);
});
