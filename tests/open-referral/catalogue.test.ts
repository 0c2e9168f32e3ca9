import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContent } from '../../src/content-files/read-content.ts';
import { handleRequest } from '../../src/open-referral/api.ts';
import { buildCatalogue } from '../../src/open-referral/catalogue.ts';
import { root } from '../site-under-test/serve.ts';
import { schemaIssues } from './hsds-uk-schemas.ts';

const { content } = await readContent(root);
const { trust } = content;
assert(trust.status === 'closed');
const site = new URL('https://www.example.org');
const catalogue = buildCatalogue(content, site);
const { services } = catalogue;

const ask = (path: string, asked = '') => {
  const { status, body } = handleRequest(catalogue, path, new URLSearchParams(asked));
  return {
    status,
    body: body as { error: string; total_items: number; total_pages: number; size: number; contents: { id: string; name: string }[] },
  };
};
const namesOf = (asked: string) => ask('services', asked).body.contents.map(({ name }) => name);

test('every service and partnership project is in the catalogue, once', () => {
  assert.equal(services.length, content.services.length + content.partnerships.length);
  assert.equal(new Set(services.map(({ id }) => id)).size, services.length);
});

test('every service, its entry in the list, every taxonomy and every term is as the standard asks', () => {
  for (const service of services) assert.deepEqual(schemaIssues('service', service), [], service.name);
  const listed = ask('services', 'per_page=100').body.contents;
  assert.equal(listed.length, services.length);
  for (const entry of listed) assert.deepEqual(schemaIssues('service_list', entry), [], entry.name);
  for (const taxonomy of catalogue.taxonomies) assert.deepEqual(schemaIssues('taxonomy', taxonomy), []);
  for (const term of catalogue.taxonomy_terms) assert.deepEqual(schemaIssues('taxonomy_term', term), [], term.name);
});

test('the standard would refuse a service without a status, with an id of our own making, or with half an address', () => {
  const [service] = services;
  for (const wrong of [{ status: 'closed' }, { status: undefined }, { id: 'peer-mentoring' }, { url: '/services/peer-mentoring/' }])
    assert.notDeepEqual(schemaIssues('service', { ...service, ...wrong }), [], JSON.stringify(wrong));
});

test('while the body is closed every service is defunct, and says that it closed before anything else', () => {
  for (const { name, status, description, alert, organization } of services) {
    assert.equal(status, 'defunct', name);
    for (const text of [description, alert, organization.description]) assert(text?.startsWith(trust.notice.lead), name);
  }
});

test('the services of a living body are active, but for what it keeps as a record', () => {
  const [first, ...others] = content.services;
  assert(first);
  const kept = [{ ...first, data: { ...first.data, archive: true } }, ...others];
  const open = buildCatalogue({ ...content, services: kept, trust: { ...trust, status: 'open' } }, site);
  assert.deepEqual(
    open.services.filter(({ status }) => status === 'defunct').map(({ name }) => name),
    [first.data.title],
  );
  assert.doesNotMatch(JSON.stringify(open.services.filter(({ status }) => status === 'active')), /closed on/);
});

test('no service says where, when, at what price or by which number: the sources do not', () => {
  const notKnown = [
    'contacts',
    'phones',
    'email',
    'schedules',
    'service_at_locations',
    'cost_options',
    'languages',
    'minimum_age',
    'maximum_age',
  ];
  for (const service of services) for (const key of notKnown) assert(!(key in service), `${service.name} has ${key}`);
});

test('an id stays for good, on any host, and is that of no other body', () => {
  const idOf = (address: string, among = services) => among.find(({ url }) => new URL(url).pathname === address)?.id;
  const address = '/services/peer-mentoring/';
  // What others have kept: a change here breaks their copies.
  assert.equal(idOf(address), 'da8cf6fe-1e2a-51ae-9953-0989fb357e2e');
  assert.equal(idOf(address, buildCatalogue(content, new URL('http://localhost:4321')).services), idOf(address));
  const other = buildCatalogue({ ...content, trust: { ...content.trust, name: 'Another body' } }, site);
  assert.notEqual(idOf(address, other.services), idOf(address));
});

test('the pages of a list hold every service once, in one order, and say which page they are', () => {
  const perPage = 3;
  const pages = Array.from(
    { length: Math.ceil(services.length / perPage) },
    (_, at) => ask('services', `page=${at + 1}&per_page=${perPage}`).body,
  );
  assert.deepEqual(
    pages.flatMap(({ contents }) => contents.map(({ id }) => id)),
    services.map(({ id }) => id),
  );
  const { contents, ...last } = pages.at(-1) ?? {};
  assert.deepEqual(last, {
    total_items: services.length,
    total_pages: pages.length,
    page_number: pages.length,
    size: contents?.length,
    first_page: false,
    last_page: true,
    empty: false,
  });
});

test('a page after the last is empty and says so', () => {
  assert.deepEqual(ask('services', 'page=999').body, {
    total_items: services.length,
    total_pages: 1,
    page_number: 999,
    size: 0,
    first_page: false,
    last_page: true,
    empty: true,
    contents: [],
  });
});

test('a search finds a service by words anywhere in its text, whatever their case', () => {
  assert.deepEqual(namesOf('search=VICTIM+awareness+of+nothing'), []);
  assert(namesOf('search=peer+MENTORING').includes('Peer mentoring'));
  assert.equal(namesOf('search=').length, services.length);
});

test('services are found by their term and their taxonomy', () => {
  const women = catalogue.taxonomy_terms.find(({ name }) => name === 'Women');
  const marked = [...content.services, ...content.partnerships].filter(({ data }) => data.topics.includes('women'));
  assert.deepEqual(namesOf(`taxonomy_term_id=${women?.id}`).toSorted(), marked.map(({ data }) => data.title).toSorted());
  assert.equal(namesOf(`taxonomy_id=${catalogue.taxonomies[0]?.id}`).length, services.length);
  assert.deepEqual(namesOf('taxonomy_id=another'), []);
});

test('nobody who asks by age, time or day is shown a service of which we know none', () => {
  for (const asked of ['minimum_age=18', 'maximum_age=25', 'start_time=09:30', 'end_time=17:00:00', 'day=Monday'])
    assert.deepEqual(namesOf(asked), [], asked);
});

const wrong: [string, RegExp][] = [
  ['page=0', /^page is a whole number, 1 or more$/],
  ['page=', /^page is/],
  ['page=1.5', /^page is/],
  ['per_page=101', /^per_page is a whole number from 1 to 100$/],
  ['per_page=-1&page=x', /^page is .*; per_page is/],
  ['minimum_age=old', /^minimum_age is an age in whole years$/],
  ['end_time=25:00', /^end_time is a time like 09:30$/],
  [`search=${'a'.repeat(201)}`, /^search is 200 characters or fewer$/],
];
for (const [asked, says] of wrong) {
  test(`?${asked.slice(0, 30)} is refused with words on what is right`, () => {
    const { status, body } = ask('services', asked);
    assert.equal(status, 400);
    assert.match(body.error, says);
  });
}

test('a parameter that the standard does not have is passed over', () => {
  assert.equal(ask('services', 'utm_source=a&__proto__=b').body.total_items, services.length);
});

test('each entry of each list is there by its id, and nothing else is', () => {
  for (const [list, entries] of Object.entries({
    services,
    taxonomies: catalogue.taxonomies,
    taxonomy_terms: catalogue.taxonomy_terms,
  })) {
    assert(entries.length > 0);
    for (const entry of entries) assert.deepEqual(ask(`${list}/${entry.id}`), { status: 200, body: entry });
    assert.equal(ask(`${list}/00000000-0000-0000-0000-000000000000`).status, 404);
  }
  assert.equal(ask('service_at_locations').body.total_items, 0);
  for (const path of ['service_at_locations/1', 'organizations', 'constructor', '__proto__', 'services/a/b'])
    assert.equal(ask(path).status, 404, path);
});
