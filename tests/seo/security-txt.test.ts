import assert from 'node:assert/strict';
import { test } from 'node:test';
import { securityTxt } from '../../src/seo/security-txt.ts';

const site = new URL('https://www.example.org');
const now = new Date('2026-11-22T12:00:00Z');
const notice = 'The body has closed.';

test('without a named contact a public site gives its contact page and says so', () => {
  assert.equal(
    securityTxt({ notice, contactPage: '/contact/', site, now }),
    `# The body has closed.
# Nobody is named to take reports. This page says who can be reached.
Contact: https://www.example.org/contact/
Expires: 2027-10-22T12:00:00.000Z
Preferred-Languages: en
Canonical: https://www.example.org/.well-known/security.txt
`,
  );
});

test('a named contact is the only one', () => {
  const text = securityTxt({ contact: 'mailto:security@example.org', contactPage: '/contact/', site, now }) ?? '';
  assert.deepEqual(text.match(/^Contact: .*$/gm), ['Contact: mailto:security@example.org']);
  assert.doesNotMatch(text, /#/);
});

test('there is no file on localhost or without a contact page', () => {
  assert.equal(securityTxt({ notice, contactPage: '/contact/', site: new URL('http://localhost:4321'), now }), undefined);
  assert.equal(securityTxt({ notice, site, now }), undefined);
});

test('it expires within a year of any build date (RFC 9116)', () => {
  for (const day of ['2026-01-01', '2027-03-31', '2028-02-29', '2028-12-31']) {
    const built = new Date(day);
    const expires = new Date(/^Expires: (.*)$/m.exec(securityTxt({ contactPage: '/contact/', site, now: built }) ?? '')?.[1] ?? '');
    assert(expires > built && expires.getTime() - built.getTime() < 365 * 24 * 60 * 60 * 1000, day);
  }
});
