import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenFragments, internalLinksOf } from '../../src/content-checks/links.ts';
import { formatIssue } from '../../src/content-files/content-issue.ts';
import { all, assertNone, attribute, errorPages, files, manifest, pageAt, pages, siteUrl } from './build-output.ts';

// Permanent: a page that moves leaves a redirect, and its old address stays in this list.
const promised = `
/ /services/ /partnerships/ /about/ /magistrates/ /news/ /evidence/ /help/ /search/ /a-z/ /glossary/ /sources/
/services/peer-mentoring/ /services/offender-management/ /services/court-reports/ /services/community-payback/
/services/groupwork-programmes/ /services/drugs-and-alcohol/ /services/probation-hostels/ /services/victims/
/partnerships/just-women-project/ /partnerships/towards-excellence/ /partnerships/liaison-and-diversion/
/partnerships/open-mind/ /partnerships/health-trainers/ /partnerships/reach/ /partnerships/victim-support-shop/
/partnerships/integrated-offender-management/
/about/values/ /about/area-and-people/ /about/figures/ /about/history/ /about/awards/
/news/london-peer-mentoring-evaluation/
/help/today/ /help/urgent/ /help/legal-advice/ /help/leaving-prison/ /help/in-prison/
/magistrates/requirements/ /magistrates/then-and-now/ /magistrates/pre-sentence-reports/ /magistrates/bench-card/
/magistrates/requirements/unpaid-work/ /magistrates/requirements/activity/ /magistrates/requirements/programme/
/magistrates/requirements/prohibited-activity/ /magistrates/requirements/curfew/ /magistrates/requirements/exclusion/
/magistrates/requirements/residence/ /magistrates/requirements/foreign-travel-prohibition/
/magistrates/requirements/mental-health-treatment/ /magistrates/requirements/drug-rehabilitation/
/magistrates/requirements/alcohol-treatment/ /magistrates/requirements/supervision/
/magistrates/requirements/attendance-centre/
/become-a-mentor/ /become-a-mentor/apply/ /become-a-mentor/ask-for-a-call/ /become-a-mentor/paper-form/
/refer/ /refer/myself/ /refer/someone-i-know/ /refer/at-work/ /refer/paper-form/
/contact/ /accessibility/ /privacy/
`
  .trim()
  .split(/\s+/);

const addresses = new Set(pages.map(({ address }) => address));

test('every permanent address has a page', () => {
  assertNone(promised.filter((address) => !addresses.has(address)));
});

/** What the function answers: where the forms are sent, and the open data. */
const answered = new Set([
  ...manifest.formAddresses.flatMap((address) => ['check/', 'send/', 'sent/'].map((step) => `${address}${step}`)),
  '/open-referral/v3/services',
]);

const links = [...pages, ...errorPages].flatMap(internalLinksOf);

test('every internal link leads to a page, a file or a form', () => {
  const lost = links.filter(
    ({ from, address, to }) =>
      !to.startsWith('#') && !addresses.has(address) && !files.has(address) && !answered.has(address) && from !== address,
  );
  assertNone([...new Set(lost.map(({ from, to }) => `${from} links to ${to}`))]);
});

test('every fragment link leads to an element with that id', () => {
  assertNone(brokenFragments(pages, (address) => address).map(formatIssue));
});

test('no internal link omits the trailing slash', () => {
  assertNone(links.filter(({ address }) => addresses.has(`${address}/`)).map(({ from, to }) => `${from} links to ${to}`));
});

test('every page can be reached from the home page by links', () => {
  const reached = new Set(['/']);
  for (const address of reached) {
    for (const link of addresses.has(address) ? internalLinksOf(pageAt(address)) : [])
      if (addresses.has(link.address)) reached.add(link.address);
  }
  assertNone([...addresses].filter((address) => !reached.has(address)));
});

test('no page has duplicate ids', () => {
  assertNone(
    pages.flatMap(({ address, document }) => {
      const given = all(document).flatMap((element) => attribute(element, 'id') ?? []);
      return given.filter((id, at) => given.indexOf(id) !== at).map((id) => `${address} has #${id} twice`);
    }),
  );
});

const listed = [...files]
  .filter(([address]) => /^\/sitemap-\d+\.xml$/.test(address))
  .flatMap(([, body]) => [...body.toString().matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address ?? ''));

test('the sitemap lists every indexable page once and nothing else', () => {
  const may = pages.filter(({ indexable }) => indexable).map(({ address }) => new URL(address, siteUrl).href);
  assert.deepEqual(listed.toSorted(), may.toSorted());
});

test('the sitemap lists no search page, form step or error page', () => {
  assert(listed.length > 0);
  assertNone(listed.filter((address) => /\/(search|check|send|sent|404|405|500)(\/|\.html|$)/.test(address)));
});

test('every page links to the sitemap', () => {
  assert(files.has('/sitemap-index.xml'));
  assertNone(
    pages
      .filter(
        ({ document }) =>
          !all(document, 'link').some((link) => attribute(link, 'rel') === 'sitemap' && attribute(link, 'href') === '/sitemap-index.xml'),
      )
      .map(({ address }) => address),
  );
});
