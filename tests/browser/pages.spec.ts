import assert from 'node:assert/strict';
import { forms } from '../../src/forms/forms.ts';
import { papers } from '../../src/forms/paper.ts';
import { errorPages, pages } from '../built/build-output.ts';
import { audit } from './audit.ts';
import { test } from './fixture.ts';
import { pagesWithEveryKind } from './kinds-of-element.ts';

// Every page of the build, as visitors meet it. Forms and paper forms are audited in every view and state by tests of
// their own: here in one.
const notFound = '/nothing/here/';
const formPages = new Set([...forms, ...papers].map(({ address }) => `/${address}/`));
const documents = [
  ...pages.filter(({ address }) => !formPages.has(address)),
  ...errorPages.filter(({ address }) => address.includes('404')).map(({ html }) => ({ address: notFound, html })),
];
const inEveryView = pagesWithEveryKind(documents);

test('there are pages of the site, and some of them show every kind of element', () => {
  assert(pages.length > 70, `${pages.length} pages`);
  assert(inEveryView.size > 10 && inEveryView.size < pages.length / 2, `${inEveryView.size} pages`);
});

for (const address of [...formPages, ...documents.map((page) => page.address)]) {
  const everyView = inEveryView.has(address);
  test(`${address} passes axe${everyView ? ' in every view' : ''}, fits every screen, runs its scripts and asks no other site`, async ({
    page,
    site,
  }) => {
    const wrong: string[] = [];
    page.on('console', (message) => {
      // The browser itself reports the status of the page that does not exist.
      if (message.type() === 'error' && !/status of 404/.test(message.text())) wrong.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => wrong.push(`a script failed: ${error.message}`));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== site.url) wrong.push(`it asks another site: ${request.url()}`);
    });
    await page.goto(address, { waitUntil: 'load' });
    wrong.push(...(await audit(page, { axeOnce: !everyView })));
    assert.deepEqual(wrong, []);
  });
}
