import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { forms } from '../../src/forms/forms.ts';
import { all, attribute, pages } from '../built/build-output.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

let site: RunningSite;
before(async () => {
  site = await serve();
});
after(() => site?.stop());

test('the ping of "Exit this page" leaves no cookie and is answered without a word', async () => {
  const response = await fetch(`${site.url}/exit/`, { method: 'POST', headers: { 'Content-Type': 'text/ping' }, body: 'PING' });
  assert.equal(response.status, 204);
  assert.equal(await response.text(), '');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const cookies = response.headers.getSetCookie();
  assert.equal(cookies.length, 2);
  assert.match(cookies[1] ?? '', /^exit=; Max-Age=0;/);
  for (const cookie of cookies) assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict$/);
});

test('every "Exit this page" is a plain link, and every page with one or with a form has the script', () => {
  const exits = pages.filter(({ html }) => html.includes('data-exit'));
  assert(exits.length > 8);
  for (const { address, html, document } of exits) {
    const [link] = all(document, 'a').filter((each) => attribute(each, 'data-exit') !== undefined);
    assert(link && /^https:/.test(attribute(link, 'href') ?? ''), address);
    assert.equal(attribute(link, 'ping'), '/exit/', address);
    assert.match(html, /exit-this-page-[\w-]+\.js/, address);
  }
  for (const form of forms) {
    const page = pages.find(({ address }) => address === `/${form.address}/`);
    assert.match(page?.html ?? '', /exit-this-page-[\w-]+\.js/);
    assert.match(page?.html ?? '', /<form method="post"[^>]* autocomplete="off"/);
  }
});
