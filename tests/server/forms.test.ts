import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import PostalMime from 'postal-mime';
import { questionsInOrder } from '../../src/forms/form.ts';
import { mentorForm } from '../../src/forms/mentor.ts';
import { formClient } from '../form-flow/form-client.ts';
import { validMentor } from '../forms/answers.ts';
import { createFakeResend, type FakeResend, resendSettings, type responses } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';
import { until } from '../site-under-test/until.ts';

let provider: FakeResend;
let site: RunningSite;
let visit: ReturnType<typeof formClient>;
before(async () => {
  provider = await createFakeResend();
  // Without a store: what the page says depends on the provider. With one, see outbox.test.ts.
  site = await serve({ ...resendSettings(provider), STORE_URL: 'none' });
  visit = formClient(site.url);
});
after(async () => {
  await provider.stop();
  await site?.stop();
});
beforeEach(() => {
  provider.requests.length = 0;
  provider.delivered.clear();
  provider.respondOnceWith();
});

const referenceIn = (text: string | null) => /M-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text ?? '')?.[0];

test('a submission becomes one mail, with one reference on the page, in the subject and in the body', async () => {
  const checked = await visit.fillIn();
  assert.equal(checked.status, 200);
  assert.match(checked.title, /^Check your answers/);
  const sent = await visit.send(checked.state);
  assert.equal(sent.status, 303);
  const page = await visit.open(sent.location ?? '');
  assert.equal(page.status, 200);
  assert.match(page.html, /You do not need to send it again/);
  const reference = referenceIn(page.html);
  assert(reference);
  assert.equal(provider.requests.length, 1);
  const [post] = provider.requests;
  assert.match(post?.idempotencyKey ?? '', new RegExp(`^${reference}/[0-9a-f]{16}$`));
  assert.equal(post?.body['subject'], `Mentor application ${reference}`);
  assert.deepEqual(post?.body['to'], ['mentors@example.org', 'duty@example.org']);
  assert(String(post?.body['text']).includes(`Reference: ${reference}`));
  for (const answer of Object.values(validMentor).flat()) {
    if (/[A-Z]/.test(answer)) for (const line of answer.split('\n')) assert(String(post?.body['text']).includes(line), line);
  }
});

test('without a provider the mail is one file, and its subject is the form and the reference', async () => {
  const own = await serve();
  try {
    assert.match(own.output(), /Mail is written as files to .*var\/mail/);
    const there = formClient(own.url);
    const sent = await there.send((await there.fillIn()).state);
    assert.equal(sent.status, 303);
    const files = await readdir(join(own.folder, 'var/mail'));
    assert.equal(files.length, 1);
    const mail = await PostalMime.parse(await readFile(join(own.folder, 'var/mail', files[0] ?? '')));
    assert.equal(mail.subject, `Mentor application ${referenceIn(sent.location)}`);
    for (const [, { label, kind }] of questionsInOrder(mentorForm)) if (kind !== 'checkbox') assert(mail.text?.includes(label), label);
  } finally {
    await own.stop();
  }
});

test('"not at the moment" to training goes on to a check page that says so', async () => {
  const page = await visit.fillIn({ training: 'not-now' });
  assert.equal(page.status, 200);
  assert.match(page.html, /You can still send the form/);
});

const failing: [(keyof typeof responses)[], RegExp, number][] = [
  [['500', '500'], /could not send your answers/, 2],
  [['500 with null', '500 with null'], /cannot be sure/, 2],
  [['an empty object', 'an empty object'], /cannot be sure/, 2],
  [['HTML', 'HTML'], /cannot be sure/, 2],
  [['401'], /could not send your answers/, 1],
  [['422'], /could not send your answers/, 1],
  [['429 wait 60 s'], /could not send your answers/, 1],
  [['429 day is full'], /could not send your answers/, 1],
  [['409 other bytes'], /could not send your answers/, 1],
  [['a redirect to another host', 'a redirect to another host'], /cannot be sure/, 2],
];
for (const [modes, says, tries] of failing) {
  test(`answers 503 with the answers on the page when the provider answers ${modes.join(', then ')}, and Try again works`, async () => {
    const { state } = await visit.fillIn();
    provider.respondOnceWith(...modes);
    const page = await visit.send(state);
    assert.equal(page.status, 503);
    assert.match(page.html, says);
    assert.match(page.html, /Meera Patel/);
    assert.match(page.html, /Try again/);
    assert.equal(provider.requests.length, tries);
    const again = await visit.send(page.state);
    assert.equal(again.status, 303);
    assert.equal(new Set(provider.requests.map(({ idempotencyKey, bytes }) => `${idempotencyKey} ${bytes}`)).size, 1);
    assert.equal(provider.delivered.size, 1);
  });
}

for (const modes of [
  ['500'],
  ['429 wait 1 s'],
  ['409 concurrent'],
  ['a reset before any answer'],
  ['a reset in the answer'],
  ['cut JSON'],
] as (keyof typeof responses)[][]) {
  test(`sends one mail when the provider answers ${modes.join()} once and then accepts`, async () => {
    const { state } = await visit.fillIn();
    provider.respondOnceWith(...modes);
    assert.equal((await visit.send(state)).status, 303);
    assert.equal(provider.requests.length, 2);
    assert.equal(provider.delivered.size, 1);
  });
}

test('answers 503 within ten seconds when the provider never answers', async () => {
  const { state } = await visit.fillIn();
  provider.respondOnceWith('no answer', 'no answer');
  const start = Date.now();
  const page = await visit.send(state);
  assert.equal(page.status, 503);
  assert(Date.now() - start < 10_000);
});

test('logs one line for each submission, with its reference and outcome and nothing that was typed', async () => {
  const { location } = await visit.send((await visit.fillIn()).state);
  const reference = referenceIn(location);
  const lines = () =>
    site
      .output()
      .split('\n')
      .filter((line) => reference && line.includes(reference));
  // The server writes to a pipe, which is read here a moment later.
  await until('the submission is logged', () => lines().length > 0);
  assert.equal(lines().length, 1);
  assert.deepEqual(Object.keys(JSON.parse(lines()[0] ?? '')), ['time', 'event', 'reference', 'outcome', 'attempts', 'ms']);
  assert.doesNotMatch(site.output(), /Meera|Oadby|07700|secret@|re_test/);
});

test('a public address without a provider closes the forms', async () => {
  const key = Buffer.alloc(32, 7).toString('base64url');
  const { readBuildSettings } = await import('../../src/hosting/build-manifest.ts');
  assert.deepEqual(readBuildSettings({ SITE_URL: 'https://www.example.org', SEAL_KEY: key }), {
    siteUrl: 'https://www.example.org',
    formsOpen: false,
    editor: null,
  });
});
