import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type FormState, seal } from '../../../src/form-flow/sealed-state.ts';
import { forms } from '../../../src/forms/forms.ts';
import { mentorForm } from '../../../src/forms/mentor.ts';
import { formClient } from '../../form-flow/form-client.ts';
import { headingOf } from '../../form-flow/read-page.ts';
import { formValues, urlEncoded, validAnswers, validMentor } from '../../forms/answers.ts';
import {
  createFakeResend,
  type FakeResend,
  resendSettings,
  taskToken,
  trackedResendSettings,
} from '../../infrastructure/mail/fake-resend.ts';
import { hasLibsqlServer, startLibsqlServer } from '../libsql-server.ts';
import { type HostedSite, platform, postFrom, startHostedSite } from './host.ts';
import { assertPageHeaders, assertSecurityHeaders, formPost } from './security-headers.ts';

// The built function of one platform, asked over HTTP.

let provider: FakeResend;
let site: HostedSite;
before(async () => {
  provider = await createFakeResend();
  site = await startHostedSite({ ...resendSettings(provider), STORE_URL: 'none', TASK_TOKEN: taskToken });
});
after(async () => {
  await site?.stop();
  await provider?.stop();
});
beforeEach(() => {
  provider.requests.length = 0;
  provider.delivered.clear();
  provider.respondOnceWith();
});

const referenceIn = (text: string | null) => /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text ?? '')?.[0];

for (const each of forms) {
  test(`${platform}: ${each.address} becomes one mail with the reference on the page`, async () => {
    const visit = formClient(site.url, `/${each.address}/`);
    assert.equal((await visit.open(`/${each.address}/`)).status, 200);
    const checked = await visit.post('check', urlEncoded(formValues({}, validAnswers(each))));
    assert.equal(checked.status, 200, headingOf(checked.html));
    const sent = await visit.send(checked.state);
    assert.equal(sent.status, 303);
    const page = await visit.open(sent.location ?? '');
    assert.equal(page.status, 200);
    const reference = referenceIn(page.html);
    assert(reference);
    assert.deepEqual(
      [...provider.delivered.values()].map((mail) => mail.body['subject']),
      [`${each.subject} ${reference}`],
    );
  });
}

const check = '/become-a-mentor/apply/check/';
const broken = (): Promise<string> =>
  // Only the site itself has the key for such a seal, so this stands for an error in our own code.
  seal(mentorForm, { answers: null, revision: 1 } as unknown as FormState, { current: new Uint8Array(32).fill(3) });

const refused: [string, string, () => RequestInit | Promise<RequestInit>, number][] = [
  ['from another site', check, () => formPost('name=A', { Origin: 'https://evil.example' }), 403],
  ['longer than 64 KiB', check, () => formPost(`why=${'a'.repeat(65 * 1024)}`, { Origin: site.url }), 413],
  ['of JSON', check, () => formPost('{}', { Origin: site.url, 'Content-Type': 'application/json' }), 415],
  ['that is no text', check, () => formPost('name=%FF', { Origin: site.url }), 400],
  ['with nothing answered', check, () => formPost('', { Origin: site.url }), 422],
  ['to a form that does not exist', '/become-a-mentor/constructor/check/', () => formPost('', { Origin: site.url }), 404],
  [
    'that our own code breaks on',
    check,
    async () => formPost(`change=name&state=${encodeURIComponent(await broken())}`, { Origin: site.url }),
    500,
  ],
];
for (const [what, path, init, status] of refused) {
  test(`${platform}: a post ${what} gets a ${status} page with every header, no caching and no internals`, async () => {
    const response = await fetch(site.url + path, { ...(await init()), redirect: 'manual' });
    const html = await response.text();
    assert.equal(response.status, status, html.slice(0, 200));
    assert.match(html, /<h1[^>]*>/);
    assert.doesNotMatch(html, /at .+\.m?[jt]s:\d+|node_modules|TypeError/);
    assertPageHeaders(response);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });
}

const opened: [string, string, number, RegExp][] = [
  ['a step opened by its address', check, 303, /^$/],
  ['an address that does not exist', '/nothing/here/', 404, /Page not found/],
  ['a receipt nobody was given', '/become-a-mentor/apply/sent/?r=M-2222-2222.AAAAAAAAAAAAAAAAAAAAAA', 404, /<h1/],
  ['/health/', '/health/', 200, /^All is well/],
  ['/health/live/', '/health/live/', 200, /^The site answers/],
  ['/tasks/outbox/ without the token', '/tasks/outbox/', 401, /token/],
  ['/tasks/delivery/ without the token', '/tasks/delivery/M-2222-2222/', 401, /token/],
];
for (const [what, path, status, says] of opened) {
  test(`${platform}: ${what} answers ${status}, with every header`, async () => {
    const response = await fetch(site.url + path, { redirect: 'manual' });
    assert.equal(response.status, status);
    assert.match(await response.text(), says);
    assertPageHeaders(response);
  });
}

const openData: [string, string, number, RegExp][] = [
  ['GET', '', 200, /"version":"HSDS-UK-3.0"/],
  ['GET', '/services?per_page=2', 200, /"size":2,.*"status":"defunct"/],
  ['GET', '/services?page=none', 400, /page is a whole number/],
  ['GET', '/services/none', 404, /No entry of services/],
  ['POST', '/services', 405, /can only be read/],
];
for (const [method, path, status, says] of openData) {
  test(`${platform}: ${method} /open-referral/v3${path} answers ${status}, with every security header, to any site`, async () => {
    const response = await fetch(`${site.url}/open-referral/v3${path}`, { method });
    assert.equal(response.status, status);
    assert.match(await response.text(), says);
    assertSecurityHeaders(response);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  });
}

test(`${platform}: answers 503 with the answers on the page when the provider fails`, async () => {
  const visit = formClient(site.url);
  const { state } = await visit.fillIn();
  provider.respondOnceWith('500', '500');
  const page = await visit.send(state);
  assert.equal(page.status, 503);
  assert.match(page.html, /Meera Patel/);
  assert.equal((await visit.send(page.state)).status, 303);
});

test(`${platform}: counts the client address the platform reports and ignores forged headers`, async () => {
  const limited = await startHostedSite({ ...resendSettings(provider), STORE_URL: 'none', SENDS_PER_ADDRESS: '2' });
  try {
    const send = async (address: string, headers: Record<string, string> = {}) => {
      const at = `${limited.url}/become-a-mentor/apply`;
      const stateIn = (html: string) => encodeURIComponent(/name="state" value="([^"]*)"/.exec(html)?.[1] ?? '');
      let page = await postFrom(address, `${at}/check/`, urlEncoded(formValues({}, validMentor)), headers);
      for (let press = 0; press < 2 && page.status === 200; press += 1)
        page = await postFrom(address, `${at}/send/`, `state=${stateIn(page.html)}`, headers);
      return page.status;
    };
    const forged = (address: string) => ({
      'X-Forwarded-For': address,
      'X-Real-IP': address,
      'X-Site-Client': address,
      'X-NF-Client-Connection-IP': address,
      Forwarded: `for=${address}`,
    });
    assert.deepEqual([await send('127.0.0.2'), await send('127.0.0.2'), await send('127.0.0.2')], [303, 303, 429]);
    assert.equal(await send('127.0.0.2', forged('198.51.100.7')), 429);
    assert.equal(await send('127.0.0.3', forged('127.0.0.2')), 303);
  } finally {
    await limited.stop();
  }
});

test(`${platform}: accepts forms from the public origin only, whatever host the function is reached by`, async () => {
  const named = await startHostedSite({ ...resendSettings(provider), STORE_URL: 'none', SITE_URL: 'https://www.example.org' });
  try {
    const visit = formClient(named.url);
    const content = urlEncoded(formValues({}, validMentor));
    assert.equal((await visit.post('check', content, { Origin: 'https://www.example.org' })).status, 200);
    assert.equal((await visit.post('check', content)).status, 403);
  } finally {
    await named.stop();
  }
});

test(`${platform}: a wrong setting closes the forms, keeps the answers on the page and is named only by /health/`, async () => {
  // A build knows where it runs: PLATFORM cannot talk it into keeping a file.
  const wrong = await startHostedSite({
    ...resendSettings(provider),
    STORE_URL: 'file:var/outbox.db',
    PLATFORM: 'node',
    TASK_TOKEN: 'short',
  });
  try {
    const page = await formClient(wrong.url).fillIn();
    assert.equal(page.status, 503);
    assert.match(page.html, /Meera Patel/);
    assert.doesNotMatch(page.html, /STORE_URL/);
    const health = await fetch(`${wrong.url}/health/`);
    assert.equal(health.status, 503);
    const said = await health.text();
    assert.match(said, new RegExp(`STORE_URL is a file, and ${platform} keeps none`));
    assert.match(said, /TASK_TOKEN lets a scheduler/);
    assert.equal((await fetch(`${wrong.url}/health/live/`)).status, 200);
  } finally {
    await wrong.stop();
  }
});

test(`${platform}: with a remote store a submission survives a failing provider and the scheduler sends it`, {
  skip: !hasLibsqlServer,
}, async () => {
  const store = await startLibsqlServer();
  const kept = await startHostedSite({ ...trackedResendSettings(provider), STORE_URL: store.url }).catch(async (error) => {
    await store.stop();
    throw error;
  });
  const withToken = { headers: { Authorization: `Bearer ${taskToken}` } };
  try {
    assert.equal((await fetch(`${kept.url}/health/`)).status, 200);
    const visit = formClient(kept.url);
    const states = await Promise.all([1, 2, 3, 4].map(async () => (await visit.sendOnce((await visit.fillIn()).state)).state));
    provider.respondBy(() => '500');
    const pages = await Promise.all(states.map((state) => visit.sendOnce(state)));
    assert.deepEqual(
      pages.map(({ status }) => status),
      [303, 303, 303, 303],
    );
    assert.equal(provider.delivered.size, 0);
    const [reference = ''] = pages.map(({ location }) => referenceIn(location));
    const delivery = async () => (await (await fetch(`${kept.url}/tasks/delivery/${reference}/`, withToken)).json()) as { state: string };
    assert.equal((await delivery()).state, 'pending');

    provider.respondBy(() => 'accepted');
    // What failed waits five minutes at least: a person who pressed again would be heard at once.
    assert.equal((await fetch(`${kept.url}/tasks/outbox/`, withToken)).status, 200);
    assert.equal((await visit.sendOnce(states[0])).status, 303);
    const direct = await visit.send((await visit.fillIn()).state);
    assert.equal(direct.status, 303);
    const [mail] = provider.delivered.values();
    assert(mail);
    assert.equal(await provider.sendWebhook(kept.url, `id-of-${mail.idempotencyKey}`, 'delivered'), 200);
    const known = await fetch(`${kept.url}/tasks/delivery/${referenceIn(direct.location)}/`, withToken);
    assert.equal(((await known.json()) as { state: string }).state, 'delivered');
  } finally {
    provider.respondBy(() => 'accepted');
    await kept.stop();
    await store.stop();
  }
});
