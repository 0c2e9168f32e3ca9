import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { formClient } from '../form-flow/form-client.ts';
import { createFakeResend, type FakeResend, type responses, taskToken, trackedResendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, root, serve } from '../site-under-test/serve.ts';
import { until } from '../site-under-test/until.ts';

// With a store, whatever the provider does: the page says that it was sent, and it arrives, once.

let provider: FakeResend;
before(async () => {
  provider = await createFakeResend();
});
after(() => provider.stop());

const referenceIn = (text: string | null | undefined) => /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text ?? '')?.[0] ?? 'none';

interface Running {
  site: RunningSite;
  folder: string;
  settings: Record<string, string>;
  visit: ReturnType<typeof formClient>;
  /** Fills in, checks and sends one application; gives what the person saw. */
  apply: (
    changes?: Parameters<ReturnType<typeof formClient>['fillIn']>[0],
  ) => Promise<{ status: number; reference: string; state: string | undefined }>;
  /** What the outbox knows of one. */
  known: (reference: string) => Promise<Record<string, unknown>>;
  /** Runs `npm run outbox`, with what stands behind it. */
  outbox: (...given: string[]) => Promise<Ran>;
}

interface Ran {
  code: number;
  printed: string;
}

/** Runs Node with only these settings, and not while this process waits: the provider answers from here. */
const runNode = (given: string[], cwd: string, settings: Record<string, string>) =>
  new Promise<Ran>((done) => {
    execFile(process.execPath, given, { cwd, env: { PATH: process.env['PATH'], ...settings }, timeout: 60_000 }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, printed: stdout + stderr }),
    );
  });

const outboxProgram = join(root, 'src/cli/outbox.ts');

async function running(tried: (it: Running) => Promise<void>, more: Record<string, string> = {}) {
  provider.requests.length = 0;
  provider.delivered.clear();
  provider.respondOnceWith();
  provider.respondBy(() => 'accepted');
  const folder = await mkdtemp(join(tmpdir(), 'trust-running-'));
  const settings = { ...trackedResendSettings(provider), ...more };
  const site = await serve(settings, folder);
  const visit = formClient(site.url);
  try {
    await tried({
      site,
      folder,
      settings,
      visit,
      apply: async (changes) => {
        const { state } = await visit.fillIn(changes);
        const page = await visit.send(state);
        return { status: page.status, reference: referenceIn(page.location), state };
      },
      known: async (reference) => {
        const headers = { Authorization: `Bearer ${taskToken}` };
        return (await (await fetch(`${site.url}/tasks/delivery/${reference}/`, { headers })).json()) as Record<string, unknown>;
      },
      outbox: (...given) => runNode([outboxProgram, ...given], folder, settings),
    });
  } finally {
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As if the minute of a claim had passed. */
function endClaims(folder: string) {
  const database = new DatabaseSync(join(folder, 'var/outbox/outbox.db'), { timeout: 5000 });
  database.exec('UPDATE outbox SET claimed_until = 0');
  database.close();
}

const failing: (keyof typeof responses)[] = [
  'an empty object',
  'null',
  'an empty id',
  'an id that is a number',
  'cut JSON',
  'HTML',
  'nothing at all',
  '500 with null',
  '500',
  '502 of another shape',
  '503 with HTML',
  '400',
  '401',
  '403',
  '404',
  '405',
  '422',
  '409 concurrent',
  '429 wait 1 s',
  '429 wait 60 s',
  '429 day is full',
  'a reset before any answer',
  'a reset in the answer',
  'a redirect to another host',
];

test('95-106, 109. confirms the submission and delivers it once, whatever the provider answers', async () => {
  await running(async ({ apply, site, outbox, known }) => {
    const references: string[] = [];
    for (const mode of failing) {
      provider.respondOnceWith(mode);
      const { status, reference } = await apply();
      assert.equal(status, 303, mode);
      references.push(reference);
      assert.equal((await known(reference))['state'], 'pending', mode);
    }
    assert.equal(provider.requests.length, failing.length, 'one try each while the person waits');
    assert.doesNotMatch(site.output(), /secret@|Meera|Oadby/);
    const health = await fetch(`${site.url}/health/`);
    assert.equal(health.status, 200, 'nothing has waited for 15 minutes yet');

    const { code, printed } = await outbox();
    assert.equal(code, 0, printed);
    assert.match(printed, new RegExp(`${failing.length} sent, 0 tried and not sent`));
    // As a mailbox sees it: one mail for each reference, whatever the first answer was.
    for (const reference of references) {
      const mails = [...provider.delivered.values()].filter(({ body }) => String(body['subject']).endsWith(reference));
      assert.equal(mails.length, 1, reference);
      assert.equal((await known(reference))['state'], 'accepted');
    }
  });
});

test('105. confirms after four seconds when the provider never answers, and delivers later', async () => {
  await running(async ({ apply, outbox }) => {
    provider.respondOnceWith('no answer');
    const start = Date.now();
    assert.equal((await apply()).status, 303);
    assert(Date.now() - start < 9000);
    assert.match((await outbox()).printed, /1 sent/);
    assert.equal(provider.delivered.size, 1);
  });
});

test('103. an idempotency conflict (409) is dead-lettered, alerts, and turns /health/ to 503', async () => {
  await running(async ({ apply, site, outbox, known }) => {
    provider.respondOnceWith('409 other bytes');
    const { status, reference } = await apply();
    assert.equal(status, 303);
    assert.equal((await known(reference))['state'], 'failed');
    await until('it is logged', () =>
      new RegExp(`"event":"alert","outcome":"dead_lettered","reference":"${reference}"`).test(site.output()),
    );
    const health = await fetch(`${site.url}/health/`);
    assert.equal(health.status, 503);
    assert.match(await health.text(), /1 submission needs a person/);
    const listed = await outbox();
    assert.equal(listed.code, 1);
    assert.match(listed.printed, new RegExp(`${reference}  failed \\(the provider knows this key`));
    assert.match((await outbox('show', reference)).printed, /Meera Patel/);
    assert.equal((await outbox('resend', reference)).code, 0);
    assert.equal((await outbox()).code, 0);
    assert.equal((await fetch(`${site.url}/health/`)).status, 200);
  });
});

test('107, 108. killed before or after the provider accepts, pressing again gives the same reference and one mail', async () => {
  for (const took of [true, false]) {
    await running(async ({ apply: _apply, site, folder, settings, visit }) => {
      const asked = await visit.sendOnce((await visit.fillIn({ leave_empty: 'x' })).state);
      provider.respondOnceWith('no answer');
      const pressed = visit.sendOnce(asked.state).catch(() => 'no answer');
      await until('the provider is asked', () => provider.requests.length > 0);
      if (!took) provider.delivered.clear();
      await site.kill();
      assert.equal(await pressed, 'no answer');
      const again = await serve(settings, folder);
      try {
        const page = await formClient(again.url).sendOnce(asked.state);
        assert.equal(page.status, 303);
        endClaims(folder);
        const { printed } = await runNode([outboxProgram], folder, settings);
        // The new server may have been faster: it runs the relay when it starts.
        assert.match(printed, /[01] sent/);
        await until('the mail is sent again', () => provider.requests.length === 2 && provider.delivered.size === 1);
        assert.equal(new Set(provider.requests.map(({ idempotencyKey: key, bytes }) => `${key} ${bytes}`)).size, 1);
        assert.equal(referenceIn(page.location), referenceIn(String(provider.requests[0]?.body['subject'])));
      } finally {
        await again.stop();
      }
    });
  }
});

test('111. a bounce goes to the fallback mailbox at once; log and ledger have nothing but the reference', async () => {
  await running(async ({ apply, site, known }) => {
    const { reference } = await apply();
    const [usual] = provider.requests;
    assert.equal(await provider.sendWebhook(site.url, `id-of-${usual?.idempotencyKey}`, 'bounced'), 200);
    assert.deepEqual(provider.requests[1]?.body['to'], ['fallback@example.org']);
    assert.match(String(provider.requests[1]?.body['text']), /THE USUAL MAILBOX DID NOT TAKE THIS MAIL/);
    assert.equal(provider.requests.length, 2);
    await until('it is logged', () => new RegExp(`"outcome":"not_delivered","reference":"${reference}"`).test(site.output()));
    assert.equal(await provider.sendWebhook(site.url, `id-of-${provider.requests[1]?.idempotencyKey}`, 'delivered'), 200);
    assert.deepEqual(Object.keys(await known(reference)), ['reference', 'state', 'why', 'watched', 'kept', 'accepted', 'delivered']);
    assert.equal((await known(reference))['state'], 'delivered');
  });
});

test('112. a webhook with a bad signature or old time gets 401, a repeated one changes nothing, 1 MB gets 413', async () => {
  await running(async ({ apply, site }) => {
    await apply();
    const mail = `id-of-${provider.requests[0]?.idempotencyKey}`;
    const other = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    assert.equal(await provider.sendWebhook(site.url, mail, 'bounced', { secret: other }), 401);
    assert.equal(await provider.sendWebhook(site.url, mail, 'bounced', { at: Date.now() - 6 * 60_000 }), 401);
    assert.equal(await provider.sendWebhook(site.url, mail, 'bounced', { padding: 'x'.repeat(1024 * 1024) }), 413);
    assert.equal((await fetch(`${site.url}/webhooks/resend/`, { method: 'POST', body: '{}' })).status, 401);
    assert.equal(provider.requests.length, 1);
    const twice = { id: 'msg_twice' };
    assert.equal(await provider.sendWebhook(site.url, mail, 'bounced', twice), 200);
    assert.equal(await provider.sendWebhook(site.url, mail, 'bounced', twice), 200);
    assert.equal(await provider.sendWebhook(site.url, mail, 'delivery_delayed'), 200);
    assert.equal(provider.requests.length, 2);
  });
});

test('without a webhook delivery is polled with RESEND_READ_KEY', async () => {
  await running(
    async ({ apply, folder, outbox, known }) => {
      const { reference } = await apply();
      provider.lastEvents.set(`id-of-${provider.requests[0]?.idempotencyKey}`, 'delivered');
      const database = new DatabaseSync(join(folder, 'var/outbox/outbox.db'), { timeout: 5000 });
      database.exec('UPDATE outbox SET next_attempt_at = 0');
      database.close();
      assert.equal((await outbox()).code, 0);
      assert.equal((await known(reference))['state'], 'delivered');
    },
    { RESEND_WEBHOOK_SECRET: '', RESEND_READ_KEY: 're_read' },
  );
});

test('113. without a provider on a public address, or with a wrong setting, /health/ is 503 with the reason and forms are closed', async () => {
  const key = Buffer.alloc(32, 7).toString('base64url');
  for (const [settings, says] of [
    [{ SITE_URL: 'https://www.example.org', SEAL_KEY: key }, /The forms are closed/],
    [{ SITE_URL: 'https://www.example.org' }, /A setting is wrong: SEAL_KEY is missing/],
  ] as const) {
    // As a platform does that calls the function without a start.
    const script = `import('${join(root, 'src/server/http-server.ts')}').then(async ({ createSiteServer }) => {
      const server = await createSiteServer('${join(root, 'dist/node')}');
      server.listen(0, async () => {
        const url = 'http://localhost:' + server.address().port;
        const health = await fetch(url + '/health/');
        const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: process.env.SITE_URL || url };
        const page = await fetch(url + '/become-a-mentor/ask-for-a-call/check/', { method: 'POST', headers, body: 'name=Meera+Patel' });
        console.log(JSON.stringify([health.status, await health.text(), page.status, await page.text()]));
        process.exit();
      });
    });`;
    const folder = await mkdtemp(join(tmpdir(), 'trust-closed-'));
    const { printed } = await runNode(['--input-type=module', '-e', script], folder, settings);
    await rm(folder, { recursive: true, force: true });
    const [status, reasons, pageStatus, page] = JSON.parse(printed.split('\n').find((line) => line.startsWith('[')) ?? '[]');
    assert.equal(status, 503);
    assert.match(reasons, says);
    assert.equal(pageStatus, 503);
    assert.match(page, /This form is closed/);
    assert.match(page, /Meera Patel/);
  }
});

test('/tasks/ needs the bearer token; /health/live/ always answers', async () => {
  await running(async ({ site, apply, known }) => {
    for (const path of ['/tasks/outbox/', '/tasks/delivery/M-2222-2222/']) {
      for (const headers of [{}, { Authorization: 'Bearer x' }, { Authorization: taskToken }] as Record<string, string>[])
        assert.equal((await fetch(site.url + path, { headers })).status, 401, path);
    }
    const headers = { Authorization: `Bearer ${taskToken}` };
    provider.respondOnceWith('500');
    const { reference } = await apply();
    for (const method of ['GET', 'POST']) {
      const response = await fetch(`${site.url}/tasks/outbox/`, { method, headers });
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.deepEqual(Object.keys((await response.json()) as object), ['sent', 'notSent', 'looked']);
    }
    assert.equal((await known(reference))['state'], 'pending', 'its minute has not come');
    assert.equal((await fetch(`${site.url}/tasks/delivery/M-2222-2222/`, { headers })).status, 404);
    assert.equal(await (await fetch(`${site.url}/health/live/`)).text(), 'The site answers.\n');
  });
});

test('114. nothing that was typed is readable in the store, its log or the output', async () => {
  const marker = 'Zanzibar';
  await running(async ({ apply, site, folder }) => {
    provider.respondOnceWith('500');
    assert.equal((await apply({ name: marker, area: marker, why: marker, experience: marker, contact_when: marker })).status, 303);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name), 'latin1');
      assert(!bytes.includes(marker), entry.name);
    }
    assert(!site.output().includes(marker));
  });
});

test('over the hourly quota a submission is confirmed and sent when there is room', async () => {
  await running(
    async ({ apply, outbox, known }) => {
      assert.equal((await apply()).status, 303);
      const { status, reference } = await apply({ name: 'Another Person' });
      assert.equal(status, 303);
      assert.equal(provider.requests.length, 1);
      assert.equal((await known(reference))['state'], 'pending');
      assert.match((await outbox()).printed, /0 sent/);
    },
    { SENDS_PER_HOUR: '1' },
  );
});

test('mails one alert in 15 minutes, with the reference and nothing a person wrote', async () => {
  await running(
    async ({ apply, site }) => {
      provider.respondBy(({ body }) => (String(body['subject']).startsWith('Website alert') ? 'accepted' : '401'));
      for (const letter of 'ABC') await apply({ name: `Person ${letter}` });
      const told = () => provider.requests.filter(({ body }) => String(body['subject']).startsWith('Website alert'));
      // The server writes to a pipe, which is read here a moment later.
      const alertsLogged = () => site.output().match(/"event":"alert"/g)?.length;
      await until('all alerts are logged and one is mailed', () => told().length > 0 && alertsLogged() === 3);
      const [mail] = told();
      assert.equal(told().length, 1);
      assert.deepEqual(mail?.body['to'], ['alerts@example.org']);
      assert.match(String(mail?.body['text']), /provider_rejected\.\nIt is about M-/);
      assert.doesNotMatch(mail?.bytes ?? '', /Person|Oadby/);
    },
    { ALERT_TO: 'alerts@example.org' },
  );
});

const canary = join(root, 'src/cli/canary.ts');

test('the canary is delivered, says in the mail that there is nothing to do, and counts towards no limit', async () => {
  await running(
    async ({ site, settings, folder, apply }) => {
      provider.onDelivered(({ idempotencyKey }) => void provider.sendWebhook(site.url, `id-of-${idempotencyKey}`, 'delivered'));
      const { code, printed } = await runNode([canary, site.url], folder, settings);
      provider.onDelivered(() => {});
      assert.equal(code, 0, printed);
      assert.equal(printed.match(/It is delivered\./g)?.length, 2);
      assert.deepEqual(
        provider.requests.map(({ body }) => String(body['text']).split('\n')[0]),
        ['TEST BY THE SITE ITSELF. Nothing to do.', 'TEST BY THE SITE ITSELF. Nothing to do.'],
      );
      assert.deepEqual(
        provider.requests.map(({ body }) => String(body['to'])),
        ['mentors@example.org,duty@example.org', 'referrals@example.org'],
      );
      assert.equal((await apply()).status, 303);
    },
    { SENDS_PER_ADDRESS: '1' },
  );
});

test('the canary exits with 2 when delivery is not tracked, 1 when a mail is dead-lettered, the token wrong or the site down', async () => {
  await running(
    async ({ site, settings, folder }) => {
      assert.equal((await runNode([canary, site.url], folder, settings)).code, 2);
      const wrong = { ...settings, TASK_TOKEN: Buffer.alloc(32, 6).toString('base64url') };
      const refused = await runNode([canary, site.url], folder, wrong);
      assert.equal(refused.code, 1);
      assert.match(refused.printed, /Is TASK_TOKEN the site's\?|without a reference/);
      assert.equal((await runNode([canary, 'http://127.0.0.1:9'], folder, settings)).code, 1);
      assert.equal((await runNode([canary], folder, settings)).code, 1);
    },
    { RESEND_WEBHOOK_SECRET: '' },
  );
  await running(async ({ site, settings, folder }) => {
    provider.respondOnceWith('409 other bytes', '409 other bytes');
    const { code, printed } = await runNode([canary, site.url], folder, settings);
    assert.equal(code, 1);
    assert.match(printed, /needs a person/);
  });
});

test('rejects a forged or expired canary signature', async () => {
  await running(async ({ visit }) => {
    for (const mark of ['x', '29000000.x', `${Math.floor(Date.now() / 60_000)}.x`]) {
      const { state } = await visit.post('check', new URLSearchParams({ name: '' }).toString(), { 'x-site-test': mark });
      const page = await visit.send((await visit.fillIn({}, state)).state);
      assert.equal(page.status, 303);
    }
    for (const { body } of provider.requests) assert.doesNotMatch(String(body['text']), /TEST BY THE SITE/);
  });
});
