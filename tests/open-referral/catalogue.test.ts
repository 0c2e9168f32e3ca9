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

const get = (path: string, query = '') => {
  const { status, body } = handleRequest(catalogue, path, new URLSearchParams(query));
  return {
    status,
    body: body as { error: string; total_items: number; total_pages: number; size: number; contents: { id: string; name: string }[] },
  };
};
const namesFor = (query: string) => get('services', query).body.contents.map(({ name }) => name);

test('every service and partnership project is in the catalogue, once', () => {
  assert.equal(services.length, content.services.length + content.partnerships.length);
  assert.equal(new Set(services.map(({ id }) => id)).size, services.length);
});

test('every service, list entry, taxonomy and term follows the standard', () => {
  for (const service of services) assert.deepEqual(schemaIssues('service', service), [], service.name);
  const listed = get('services', 'per_page=100').body.contents;
  assert.equal(listed.length, services.length);
  for (const entry of listed) assert.deepEqual(schemaIssues('service_list', entry), [], entry.name);
  for (const taxonomy of catalogue.taxonomies) assert.deepEqual(schemaIssues('taxonomy', taxonomy), []);
  for (const term of catalogue.taxonomy_terms) assert.deepEqual(schemaIssues('taxonomy_term', term), [], term.name);
});

test('the schema of the standard refuses a service without a status, with an id that is no UUID, or with a relative address', () => {
  const [service] = services;
  for (const wrong of [{ status: 'closed' }, { status: undefined }, { id: 'peer-mentoring' }, { url: '/services/peer-mentoring/' }])
    assert.notDeepEqual(schemaIssues('service', { ...service, ...wrong }), [], JSON.stringify(wrong));
});

test('while the organisation is closed every service is defunct and begins with the notice', () => {
  for (const { name, status, description, alert, organization } of services) {
    assert.equal(status, 'defunct', name);
    for (const text of [description, alert, organization.description]) assert(text?.startsWith(trust.notice.lead), name);
  }
});

test('the services of an open organisation are active, except archived ones', () => {
  const [first, ...others] = content.services;
  assert(first);
  const withArchived = [{ ...first, data: { ...first.data, archive: true } }, ...others];
  const open = buildCatalogue({ ...content, services: withArchived, trust: { ...trust, status: 'open' } }, site);
  assert.deepEqual(
    open.services.filter(({ status }) => status === 'defunct').map(({ name }) => name),
    [first.data.title],
  );
  assert.doesNotMatch(JSON.stringify(open.services.filter(({ status }) => status === 'active')), /closed on/);
});

test('no service has a place, time, price or phone number, because the sources give none', () => {
  const unknownFields = [
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
  for (const service of services) for (const key of unknownFields) assert(!(key in service), `${service.name} has ${key}`);
});

test('an id is stable across hosts and differs between organisations', () => {
  const idOf = (address: string, among = services) => among.find(({ url }) => new URL(url).pathname === address)?.id;
  const address = '/services/peer-mentoring/';
  // Others have stored it: a change here breaks their copies.
  assert.equal(idOf(address), 'da8cf6fe-1e2a-51ae-9953-0989fb357e2e');
  assert.equal(idOf(address, buildCatalogue(content, new URL('http://localhost:4321')).services), idOf(address));
  const other = buildCatalogue({ ...content, trust: { ...content.trust, name: 'Another body' } }, site);
  assert.notEqual(idOf(address, other.services), idOf(address));
});

test('paging returns every service once, in order, and numbers the pages', () => {
  const perPage = 3;
  const pages = Array.from(
    { length: Math.ceil(services.length / perPage) },
    (_, index) => get('services', `page=${index + 1}&per_page=${perPage}`).body,
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

test('a page after the last is empty', () => {
  assert.deepEqual(get('services', 'page=999').body, {
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

test('search matches words anywhere in the name or description, in any case', () => {
  assert.deepEqual(namesFor('search=VICTIM+awareness+of+nothing'), []);
  assert(namesFor('search=peer+MENTORING').includes('Peer mentoring'));
  assert.equal(namesFor('search=').length, services.length);
});

test('services can be filtered by term and by taxonomy', () => {
  const women = catalogue.taxonomy_terms.find(({ name }) => name === 'Women');
  const marked = [...content.services, ...content.partnerships].filter(({ data }) => data.topics.includes('women'));
  assert.deepEqual(namesFor(`taxonomy_term_id=${women?.id}`).toSorted(), marked.map(({ data }) => data.title).toSorted());
  assert.equal(namesFor(`taxonomy_id=${catalogue.taxonomies[0]?.id}`).length, services.length);
  assert.deepEqual(namesFor('taxonomy_id=another'), []);
});

test('a filter by age, time or day matches nothing, because no service gives them', () => {
  for (const query of ['minimum_age=18', 'maximum_age=25', 'start_time=09:30', 'end_time=17:00:00', 'day=Monday'])
    assert.deepEqual(namesFor(query), [], query);
});

const invalid: [string, RegExp][] = [
  ['page=0', /^page is a whole number, 1 or more$/],
  ['page=', /^page is/],
  ['page=1.5', /^page is/],
  ['per_page=101', /^per_page is a whole number from 1 to 100$/],
  ['per_page=-1&page=x', /^page is .*; per_page is/],
  ['minimum_age=old', /^minimum_age is an age in whole years$/],
  ['end_time=25:00', /^end_time is a time like 09:30$/],
  [`search=${'a'.repeat(201)}`, /^search is 200 characters or fewer$/],
];
for (const [query, message] of invalid) {
  test(`?${query.slice(0, 30)} is refused with a message that says what is right`, () => {
    const { status, body } = get('services', query);
    assert.equal(status, 400);
    assert.match(body.error, message);
  });
}

test('unknown parameters are ignored', () => {
  assert.equal(get('services', 'utm_source=a&__proto__=b').body.total_items, services.length);
});

test('every entry of every list is found by its id, and other paths return 404', () => {
  for (const [list, entries] of Object.entries({
    services,
    taxonomies: catalogue.taxonomies,
    taxonomy_terms: catalogue.taxonomy_terms,
  })) {
    assert(entries.length > 0);
    for (const entry of entries) assert.deepEqual(get(`${list}/${entry.id}`), { status: 200, body: entry });
    assert.equal(get(`${list}/00000000-0000-0000-0000-000000000000`).status, 404);
  }
  assert.equal(get('service_at_locations').body.total_items, 0);
  for (const path of ['service_at_locations/1', 'organizations', 'constructor', '__proto__', 'services/a/b'])
    assert.equal(get(path).status, 404, path);
});
