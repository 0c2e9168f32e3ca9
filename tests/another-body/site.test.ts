import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readBuildOutput } from '../../src/content-checks/build-output.ts';
import { getAttribute, innerText, normalizeSpace, parseHtml, queryAll, queryOne } from '../../src/content-checks/html.ts';
import { internalLinksOf } from '../../src/content-checks/links.ts';
import { type Content, readContent } from '../../src/content-files/read-content.ts';
import { forms } from '../../src/forms/forms.ts';
import { papers } from '../../src/forms/paper.ts';
import type { Service } from '../../src/open-referral/catalogue.ts';
import { readFragments } from '../../src/search/build/build-index.ts';
import { visitEveryFormPage } from '../form-flow/every-form-page.ts';
import { createFakeResend, type FakeResend } from '../infrastructure/mail/fake-resend.ts';
import { schemaIssues } from '../open-referral/hsds-uk-schemas.ts';
import { copyProject } from '../site-under-test/project-copy.ts';
import { type RunningSite, root, serve } from '../site-under-test/serve.ts';

// Another body's site: the smallest content/ that builds, in this folder, of a service that is open. It is built and
// served as it would be, and then everything it says anywhere is looked through for what only our own Trust has.

const { content: ours } = await readContent(root);
const recipient = 'desk@example.org';
const siteUrl = 'https://probation.example.org';

let folder: string;
let theirs: Content;
let phone: string;
let provider: FakeResend;
let site: RunningSite;

/** Whole pages, by their address or by form and step. */
const pages: Record<string, string> = {};
/** What people read on each. */
const shown: Record<string, string> = {};
/** Everything else that it says: mails, data, scripts, styles and what search knows. */
const files: Record<string, string> = {};

const open = async (path: string) => {
  const response = await fetch(site.url + path, { redirect: 'manual' });
  return { status: response.status, text: await response.text() };
};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'another-body-'));
  await copyProject(folder);
  await rm(join(folder, 'content'), { recursive: true });
  await cp(join(import.meta.dirname, 'content'), join(folder, 'content'), { recursive: true });
  // By the copy's own rules: which services a referral can name is content too.
  const copied: { readContent: typeof readContent } = await import(join(folder, 'src/content-files/read-content.ts'));
  theirs = (await copied.readContent(folder)).content;
  phone = theirs.trust.forms.read_by?.phone ?? '';
  provider = await createFakeResend();
  const settings = {
    SITE_URL: siteUrl,
    SEAL_KEY: Buffer.alloc(32, 4).toString('base64url'),
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: provider.url,
    MAIL_FROM: 'Website <forms@example.org>',
    MAIL_TO_MENTORS: recipient,
    MAIL_TO_REFERRALS: recipient,
    STORE_URL: 'none',
    TRUST_PROXY: '0',
    SENDS_PER_ADDRESS: String(forms.length),
  };
  // There is no build in the copy, so this makes one.
  site = await serve(settings, undefined, folder);

  const built = await readBuildOutput(join(folder, 'dist/node/client'));
  for (const { address, html } of [...built.pages, ...built.errorPages]) pages[address] = html;
  for (const [address, body] of built.files) files[address] = body.toString('latin1');
  for (const { url, content, meta } of await readFragments(join(folder, 'dist/node/client/pagefind')))
    files[`what search knows of ${url}`] = JSON.stringify({ content, meta });
  for (const form of forms) {
    const seen = await visitEveryFormPage(form, { url: site.url, provider, origin: siteUrl, rateLimited: form === forms.at(-1) });
    for (const [page, html] of Object.entries(seen.pages)) pages[`${form.address}, ${page}`] = html;
    files[`${form.address}, mail`] = seen.mail;
  }
  for (const [page, html] of Object.entries(pages)) shown[page] = normalizeSpace(innerText(queryOne(parseHtml(html), 'body')));
  for (const [at, { bytes }] of provider.requests.entries()) files[`mail ${at + 1}, as it was sent`] = bytes;
  for (const path of ['', 'services', 'taxonomies', 'taxonomy_terms', 'service_at_locations'])
    files[`/open-referral/v3/${path}`] = (await open(`/open-referral/v3/${path}`)).text;
});
after(async () => {
  await site?.stop();
  await provider?.stop();
  await rm(folder, { recursive: true, force: true });
});

const everything = () => Object.entries({ ...pages, ...files });
/** The lines in which words stand that must not, with a little around each. */
const finds = (among: [where: string, text: string][], words: RegExp) =>
  among.flatMap(([where, text]) => {
    const at = text.search(words);
    return at === -1 ? [] : [`${where}: …${text.slice(Math.max(0, at - 60), at + 60)}…`];
  });

const inOrder = (services: Content['services']) => services.toSorted((one, other) => one.data.order - other.data.order);

const escaped = (words: string) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Names in our content/ that are nobody's own, each with the reason why the code may say them too. */
const anybodys: Readonly<Record<string, string>> = {
  'Peer mentoring': 'what the forms for mentors are about',
  'peer mentor': 'the same',
  Childline: 'for everybody under 19; the form for mentors names it',
  'Open Referral UK': 'the name of the standard for open data',
  'Drugs and alcohol': 'a subject that any page can be marked with',
  'GOV.UK': 'how the script of the form components names itself',
};

test('says nothing of our own Trust: no name, place, partner, project or year', () => {
  const names = [
    ours.trust.name,
    ...ours.trust.name_lines,
    ...Object.values(ours.places).map(({ name }) => name),
    ...Object.values(ours.partners).map(({ name }) => name),
    ...[...ours.services, ...ours.partnerships, ...ours.news].map(({ data }) => data.title),
    ...Object.values(ours.glossary).flatMap(({ kind, term, alternative_names }) => (kind === 'name' ? [term, ...alternative_names] : [])),
  ];
  assert(names.length > 100);
  const own = names.filter((name) => !(name in anybodys));
  const found = [
    ...finds(everything(), /leicester|rutland|lrpt|\bthe trust\b/i),
    ...own.flatMap((name) =>
      finds(
        everything().filter(([, text]) => text.includes(name)),
        new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`),
      ),
    ),
    ...finds(Object.entries(shown), /\b20(?:0\d|1\d)\b/),
  ];
  assert.deepEqual(found, []);
});

test('no page says that the body has closed or that a form is a demonstration', () => {
  const mails = Object.entries(files).filter(([name]) => name.includes('mail'));
  const words = /\b(?:has|is) closed|\bclosed (?:on|at)|can no longer|[Dd]emonstration|DEMONSTRATION|made-up|EXAMPLE|[Nn]o team|will reply/;
  assert.deepEqual(finds([...Object.entries(shown), ...mails], words), []);
  for (const [page, html] of Object.entries(pages))
    assert(!queryAll(parseHtml(html), 'section').some((section) => getAttribute(section, 'class') === 'closed-banner'), page);
});

test('has its own name on every page, its two services, and who reads each form, when and how soon', () => {
  for (const [page, text] of Object.entries(shown)) assert(text.includes(theirs.trust.name), page);
  for (const { id, data } of theirs.services) {
    assert(shown[`/services/${id}/`]?.includes(data.description), id);
    assert(shown['/']?.includes(data.title), id);
  }
  const { who, hours, reply_within } = theirs.trust.forms.read_by ?? {};
  for (const { address } of forms)
    for (const step of ['empty', 'check', 'sent'])
      assert(
        shown[`${address}, ${step}`]?.includes(
          `${who} reads this form ${hours}. Nobody reads it at night or at weekends. You will hear from us within ${reply_within}.`,
        ),
        `${address}, ${step}`,
      );
  for (const { address } of papers) assert(shown[`/${address}/`]?.includes(`${who} reads this form`), address);
});

test('the referral form offers its services and no others', () => {
  const values = queryAll(parseHtml(pages['/refer/myself/'] ?? ''), 'input')
    .filter((input) => getAttribute(input, 'name') === 'service')
    .map((input) => getAttribute(input, 'value'));
  assert.deepEqual(values, [...inOrder(theirs.services).map(({ data }) => data.referral), 'other', 'unsure']);
});

test('every page, service, failed form, confirmation and paper form has the phone number', () => {
  for (const [page, text] of Object.entries(shown)) assert(text.includes(`Call us: ${phone}`), page);
  for (const { id } of theirs.services) {
    const main = queryOne(parseHtml(pages[`/services/${id}/`] ?? ''), 'main');
    assert(
      queryAll(main, 'a').some((link) => getAttribute(link, 'href') === 'tel:01134960100' && innerText(link) === phone),
      id,
    );
  }
  for (const { address } of forms) {
    assert(shown[`${address}, sent`]?.includes(`If you hear nothing, call ${phone}`), address);
    assert(shown[`${address}, send-failed`]?.includes(`You can also call ${phone}`), address);
  }
  for (const { address } of papers) assert(shown[`/${address}/`]?.includes(`To ask where to send it, call ${phone}`), address);
});

test('has no dead link, empty list or heading for what it does not have', async () => {
  const links = new Set(
    Object.entries(pages).flatMap(([from, html]) => {
      const document = parseHtml(html);
      const heads = queryAll(document, 'link').flatMap((link) => getAttribute(link, 'href') ?? []);
      const here = from.startsWith('/') ? from : `/${from.replace(/,.*/, '/')}`;
      const leads = internalLinksOf({ address: here, html, document, indexable: true }).map(({ address }) => address);
      return [...leads.filter((address) => address !== here), ...heads];
    }),
  );
  assert(links.size > 30);
  const lost: string[] = [];
  for (const link of links) {
    const { origin, pathname } = new URL(link, siteUrl);
    if (origin === siteUrl && (await open(pathname)).status >= 400) lost.push(pathname);
  }
  assert.deepEqual(lost, []);
  for (const [page, html] of Object.entries(pages))
    for (const list of queryAll(parseHtml(html), 'ul', 'ol', 'dl', 'table'))
      assert(innerText(list).trim() !== '' || getAttribute(list, 'id') === 'results' || inHidden(list), `${page} has an empty list`);
  assert.equal((await open('/news/feed.xml')).status, 404);
  assert.doesNotMatch(pages['/search/'] ?? '', /Magistrates/);
});

/** The list of names like that on the page for an address that is not there waits for a script. */
const inHidden = (list: ReturnType<typeof queryAll>[number]) =>
  list.parentNode !== null && 'attrs' in list.parentNode && getAttribute(list.parentNode, 'hidden') !== undefined;

test('every form goes to the one recipient, without a demonstration notice', () => {
  assert(provider.requests.length > forms.length);
  for (const { body } of provider.requests) assert.deepEqual(body['to'], [recipient]);
  for (const { address, subject } of forms) {
    const mail = files[`${address}, mail`] ?? '';
    assert.match(mail, /^Reference: [MR]-/m);
    assert(
      provider.requests.some(({ body }) => String(body['subject']).startsWith(subject)),
      address,
    );
  }
});

test('JSON-LD describes an open body, and its forms are indexable', () => {
  const things = Object.values(pages).flatMap((html) =>
    [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)].flatMap(([, data = '']) => JSON.parse(data)['@graph']),
  );
  const body = things.find((thing) => thing['@type'] === 'Organization');
  assert.equal(body.name, theirs.trust.name);
  assert.equal(things.filter((thing) => thing['@type'] === 'Service').length, 2);
  assert.doesNotMatch(JSON.stringify(things), /dissolutionDate/);
  for (const { address } of [...forms, ...papers]) {
    assert.doesNotMatch(pages[`/${address}/`] ?? '', /name="robots"/, address);
    assert(files['/sitemap-0.xml']?.includes(`<loc>${siteUrl}/${address}/</loc>`), address);
  }
});

test('open data has its services as active, conforming to HSDS-UK', async () => {
  const { contents }: { contents: Service[] } = JSON.parse(files['/open-referral/v3/services'] ?? '');
  assert.deepEqual(
    contents.map(({ name, status, alert, organization }) => ({ name, status, alert, of: organization.name })),
    inOrder(theirs.services).map(({ data }) => ({ name: data.title, status: 'active', alert: undefined, of: theirs.trust.name })),
  );
  for (const { id } of contents) {
    const service: Service = JSON.parse((await open(`/open-referral/v3/services/${id}`)).text);
    assert.deepEqual(schemaIssues('service', service), []);
    assert.doesNotMatch(JSON.stringify(service), /described|undefined/);
  }
});

test('robots.txt, OpenSearch and security.txt are its own', () => {
  assert(files['/robots.txt']?.includes(`${siteUrl}/sitemap-index.xml`));
  assert(files['/opensearch.xml']?.includes(`Search the site of ${theirs.trust.name}.`));
  assert.match(files['/.well-known/security.txt'] ?? '', /^Contact: mailto:security@example\.org$/m);
});
