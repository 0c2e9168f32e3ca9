import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { shareResult } from '../../src/http/share-result.ts';
import { taskToken } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

// The addresses for monitors and machines: who asks what is told what, and what it costs us.

let site: RunningSite;
before(async () => {
  site = await serve({ TASK_TOKEN: taskToken });
});
after(() => site.stop());

const operator = { headers: { Authorization: `Bearer ${taskToken}` } };
const health = async (init: RequestInit = {}) => {
  const response = await fetch(`${site.url}/health/`, init);
  return { status: response.status, text: await response.text() };
};
const outbox = (sql: string) => {
  const database = new DatabaseSync(join(site.folder, 'var/outbox/outbox.db'), { timeout: 5000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
};
const lastProbe = () => outbox("SELECT last_at FROM throttle WHERE name = 'health probe'")[0]?.['last_at'];

test('many who ask at once are given one look at the store', async () => {
  assert.equal((await health()).status, 200);
  const first = lastProbe();
  assert.equal(typeof first, 'number');
  const all = await Promise.all(Array.from({ length: 60 }, () => health()));
  for (const { status, text } of all) assert.deepEqual({ status, text }, { status: 200, text: 'All is well.\n' });
  assert.equal(lastProbe(), first);
});

test('who has the token gets a new look, and who has a wrong one does not', async () => {
  const first = lastProbe();
  assert.equal((await health({ headers: { Authorization: 'Bearer wrong' } })).status, 200);
  assert.equal(lastProbe(), first);
  assert.equal((await health(operator)).status, 200);
  assert.notEqual(lastProbe(), first);
});

test('how many submissions wait is told with the token alone', async () => {
  const other = await serve({ TASK_TOKEN: taskToken });
  try {
    // The start has made the store.
    const database = new DatabaseSync(join(other.folder, 'var/outbox/outbox.db'), { timeout: 5000 });
    const columns = database.prepare('SELECT name, type, "notnull" AS needed FROM pragma_table_info(\'outbox\')').all();
    const names = columns.map(({ name }) => String(name));
    const insert = (reference: string) => {
      const values = columns.map(({ name, type }) =>
        name === 'state' ? "'failed'" : type === 'INTEGER' ? '1' : type === 'BLOB' ? "x'00'" : `'${reference} ${name}'`,
      );
      database.exec(`INSERT INTO outbox (${names.join(', ')}) VALUES (${values.join(', ')})`);
    };
    insert('M-2222-2222');
    insert('M-3333-3333');
    database.close();
    const anybody = await fetch(`${other.url}/health/`);
    assert.equal(anybody.status, 503);
    const said = await anybody.text();
    assert.match(said, /^Submissions /m);
    assert.doesNotMatch(said, /\d+ submission/);
    const withToken = await fetch(`${other.url}/health/`, operator);
    assert.equal(withToken.status, 503);
    assert.match(await withToken.text(), /^2 submissions /m);
  } finally {
    await other.stop();
  }
});

test('a result is made once for all who ask at once, kept while it is new, and made again in the background', async () => {
  let time = 0;
  let made = 0;
  const ask = shareResult(async () => ++made, { freshMs: 5000, staleMs: 10_000, now: () => time, acrossRequests: true });
  assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
  time = 4999;
  assert.equal(await ask(), 1);
  time = 7000;
  assert.equal(await ask(), 1, 'nobody waits for the next');
  assert.equal(await ask(), 2);
  time = 60_000;
  assert.deepEqual(await Promise.all([ask(), ask()]), [3, 3], 'what is too old is given to nobody');
});

test('a result that cannot be made is tried again by who asks next, and harms nobody who has the last', async () => {
  let time = 0;
  let fails = true;
  const compute = async () => {
    if (fails) throw new Error('no store');
    return 'well';
  };
  const ask = shareResult(compute, { freshMs: 5000, staleMs: 10_000, now: () => time, acrossRequests: true });
  await assert.rejects(ask());
  fails = false;
  assert.equal(await ask(), 'well');
  fails = true;
  time = 6000;
  assert.equal(await ask(), 'well');
});

test('on a platform nobody waits for what another request began', async () => {
  let made = 0;
  const releases: (() => void)[] = [];
  const compute = () => new Promise<number>((done) => releases.push(() => done(++made)));
  const ask = shareResult(compute, { freshMs: 5000, staleMs: 10_000, now: () => 0, acrossRequests: false });
  const both = [ask(), ask()];
  assert.equal(releases.length, 2);
  for (const release of releases) release();
  assert.deepEqual(await Promise.all(both), [1, 2]);
  assert.equal(await ask(), 2);
});

const wrongMethods: [string, string, string][] = [
  ['GET', '/webhooks/resend/', 'POST'],
  ['HEAD', '/webhooks/resend/', 'POST'],
  ['GET', '/webhooks/resend', 'POST'],
  ['POST', '/health/', 'GET, HEAD'],
  ['POST', '/health/live/', 'GET, HEAD'],
  ['POST', '/tasks/delivery/M-2222-2222/', 'GET, HEAD'],
  ['HEAD', '/tasks/outbox/', 'GET, POST'],
  ['POST', '/open-referral/v3/services', 'GET, HEAD'],
];
for (const [method, path, allow] of wrongMethods)
  test(`${method} ${path} is 405, says what is taken, and writes nothing to the log`, async () => {
    const printed = site.output();
    const response = await fetch(site.url + path, { method });
    await response.text();
    assert.equal(response.status, 405);
    assert.match(response.headers.get('allow') ?? '', new RegExp(allow));
    assert.equal(response.headers.get('content-security-policy')?.startsWith("default-src 'none'"), true);
    await health(operator);
    assert.equal(site.output(), printed);
  });

test('HEAD of what GET answers is answered', async () => {
  for (const path of ['/health/', '/health/live/']) assert.equal((await fetch(site.url + path, { method: 'HEAD' })).status, 200, path);
  assert.equal((await fetch(`${site.url}/tasks/delivery/M-2222-2222/`, { method: 'HEAD' })).status, 401);
});

const ofTheFramework = [
  '/_image',
  '/_image/',
  '/_image?href=/favicon.svg&f=js',
  '/_image?href=%2Ffavicon.svg&f=svg&w=10',
  '/_image?href=https://evil.example/a.png&f=png',
  '/%5Fimage?href=/favicon.svg&f=js',
  '/%255Fimage?href=/favicon.svg&f=js',
  '//_image?href=/favicon.svg&f=js',
  '/_IMAGE?href=/favicon.svg&f=js',
  '/_server-islands/Site',
  '/_server-islands/Site/',
  '/_server-islands/Site?e=default&p=&s=',
  '/_actions/send',
  '/_actions/',
  '/_astro/',
  '/_astro/nothing.js',
  '/@vite/client',
  '/__astro_dev',
];
for (const path of ofTheFramework)
  for (const method of ['GET', 'POST'])
    test(`${method} ${path}, which the framework has and this site does not use, is the page for 404, and silent`, async () => {
      const printed = site.output();
      const response = await fetch(site.url + path, {
        method,
        redirect: 'manual',
        ...(method === 'POST' && { body: new URLSearchParams({ a: 'b' }) }),
      });
      assert.equal(response.status, 404);
      assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.match(await response.text(), /Page not found/);
      await health(operator);
      assert.equal(site.output(), printed);
    });
