import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { seal } from '../../src/form-flow/sealed-state.ts';
import { checkStep, type FormFlowContext, type StepResult, sendStep } from '../../src/form-flow/steps.ts';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { createMemoryRateLimitStore } from '../../src/infrastructure/storage/rate-limit-memory.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { formValues, urlEncoded } from '../forms/answers.ts';

const siteUrl = 'https://www.example.org';
const keys = { current: new Uint8Array(randomBytes(32)) };

function journey(over: Partial<FormFlowContext> = {}) {
  const delivered: Submission[] = [];
  const deliver = async (application: Submission) => {
    delivered.push(application);
    return { taken: true } as const;
  };
  const limits = { perAddress: 10, perHour: 60, counters: createMemoryRateLimitStore(), report: () => {} };
  return {
    delivered,
    journey: {
      form,
      keys,
      siteUrl,
      notices: [],
      acceptSubmission: deliver,
      rateLimits: limits,
      clientIp: undefined,
      isCanary: () => false,
      ...over,
    } satisfies FormFlowContext,
  };
}

const post = (content: string) =>
  new Request(`${siteUrl}/become-a-mentor/apply/check/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: siteUrl },
    body: content,
  });

/** The clock of someone who reads the check page before they press Send. */
const aMinuteOn = () => Date.now() + 60_000;

const stateOf = (next: StepResult) => ('state' in next && next.state ? next.state : assert.fail('the page carries no seal'));

test('while nobody can be sent to, each step is a 503 that keeps the answers and says that the form is closed', async () => {
  const { journey: closed } = journey({ acceptSubmission: undefined });
  const { journey: open } = journey();
  const state = stateOf(await checkStep(open, post(urlEncoded(formValues()))));
  for (const next of [await checkStep(closed, post(urlEncoded(formValues()))), await sendStep(closed, post(`state=${state}`))]) {
    assert(next && 'page' in next && next.page === 'not sent');
    assert.equal(next.status, 503);
    assert.equal(next.reason, 'closed');
    assert.equal(next.answers['name'], 'Meera Patel');
  }
});

test('a check page left for more than 20 hours is shown again with every answer, and sends nothing', async () => {
  const { journey: open, delivered } = journey();
  const { answers } = (await checkStep(open, post(urlEncoded(formValues())))) as Extract<StepResult, { page: 'check' }>;
  const old = await seal(
    form,
    { answers, submissionId: { id: 'x', reference: 'M-2222-2222', made: 'x' }, revision: 1 },
    keys,
    Date.now() - 21 * 3600_000,
  );
  const next = await sendStep(open, post(`state=${old}`));
  assert('page' in next && next.page === 'form');
  assert.equal(next.status, 422);
  assert.equal(next.answers['name'], 'Meera Patel');
  assert.match(next.message ?? '', /It has been a while/);
  // What it carries on is a new visit: the provider has forgotten the key of the old one.
  assert.equal(next.state, undefined);
  assert.deepEqual(delivered, []);
});

test('answers that were sealed before a mistake was mended are checked again before they are sent', async () => {
  const { journey: open, delivered } = journey();
  const state = await seal(form, { answers: { name: 'Meera Patel' }, revision: 1 }, keys);
  const next = await sendStep(open, post(`state=${state}`));
  assert('page' in next && next.page === 'form' && next.status === 422);
  assert(next.errors.length > 5);
  assert.deepEqual(delivered, []);
});

test('each return through Change raises the version of the mail by one, and keeps the reference', async () => {
  const { journey: open, delivered } = journey();
  let state = stateOf(await checkStep(open, post(urlEncoded(formValues()))));
  await sendStep(open, post(`state=${state}`), aMinuteOn());
  for (const area of ['Wigston', 'Oakham']) {
    const changing = await checkStep(open, post(`state=${state}&change=area`));
    assert('page' in changing && changing.page === 'form' && changing.focus === 'area');
    state = stateOf(await checkStep(open, post(`${urlEncoded(formValues({ area }))}&state=${stateOf(changing)}`)));
    await sendStep(open, post(`state=${state}`), aMinuteOn());
  }
  assert.deepEqual(
    delivered.map(({ revision }) => revision),
    [1, 2, 3],
  );
  assert.equal(new Set(delivered.map(({ reference }) => reference)).size, 1);
});

test('opened by their addresses, the steps lead to the form', async () => {
  const { journey: open } = journey();
  for (const method of ['GET', 'HEAD'])
    for (const step of [checkStep, sendStep])
      assert.deepEqual(await step(open, new Request(`${siteUrl}/x`, { method })), { redirect: '/become-a-mentor/apply/' });
});
