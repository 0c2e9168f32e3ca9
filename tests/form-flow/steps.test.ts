import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seal } from '../../src/form-flow/sealed-state.ts';
import { checkStep, type StepResult, sendStep } from '../../src/form-flow/steps.ts';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { formValues, urlEncoded } from '../forms/answers.ts';
import { formFlow, keys, post } from './form-flow-context.ts';

const validPost = (changes = {}) => post(urlEncoded(formValues(changes)));

/** A minute on, so that Send is not too fast. */
const aMinuteLater = () => Date.now() + 60_000;

const stateOf = (result: StepResult) => ('state' in result && result.state ? result.state : assert.fail('the page carries no state'));

test('while the forms are closed each step is a 503 that keeps the answers', async () => {
  const { context: closed } = formFlow({ acceptSubmission: undefined });
  const state = stateOf(await checkStep(formFlow().context, validPost()));
  for (const result of [await checkStep(closed, validPost()), await sendStep(closed, post(`state=${state}`))]) {
    assert('page' in result && result.page === 'send-failed');
    assert.equal(result.status, 503);
    assert.equal(result.reason, 'closed');
    assert.equal(result.answers['name'], 'Meera Patel');
  }
});

test('a check page left for more than 20 hours is shown again with every answer, and sends nothing', async () => {
  const { context, accepted } = formFlow();
  const { answers } = (await checkStep(context, validPost())) as Extract<StepResult, { page: 'check' }>;
  const submissionId = { id: 'x', reference: 'M-2222-2222', createdAt: 'x' };
  const expired = await seal(form, { answers, submissionId, revision: 1 }, keys, Date.now() - 21 * 3600_000);
  const result = await sendStep(context, post(`state=${expired}`));
  assert('page' in result && result.page === 'form');
  assert.equal(result.status, 422);
  assert.equal(result.answers['name'], 'Meera Patel');
  assert.match(result.message ?? '', /It has been a while/);
  // No state is carried on, so it becomes a new submission: the idempotency window of the old one may be over.
  assert.equal(result.state, undefined);
  assert.deepEqual(accepted, []);
});

test('sealed answers are validated again before they are sent', async () => {
  const { context, accepted } = formFlow();
  const state = await seal(form, { answers: { name: 'Meera Patel' }, revision: 1 }, keys);
  const result = await sendStep(context, post(`state=${state}`));
  assert('page' in result && result.page === 'form' && result.status === 422);
  assert(result.errors.length > 5);
  assert.deepEqual(accepted, []);
});

test('each return through Change raises the revision by one and keeps the reference', async () => {
  const { context, accepted } = formFlow();
  let state = stateOf(await checkStep(context, validPost()));
  await sendStep(context, post(`state=${state}`), aMinuteLater());
  for (const area of ['Wigston', 'Oakham']) {
    const changing = await checkStep(context, post(`state=${state}&change=area`));
    assert('page' in changing && changing.page === 'form' && changing.focus === 'area');
    state = stateOf(await checkStep(context, post(`${urlEncoded(formValues({ area }))}&state=${stateOf(changing)}`)));
    await sendStep(context, post(`state=${state}`), aMinuteLater());
  }
  assert.deepEqual(
    accepted.map(({ revision }) => revision),
    [1, 2, 3],
  );
  assert.equal(new Set(accepted.map(({ reference }) => reference)).size, 1);
});

test('GET and HEAD of a step redirect to the form', async () => {
  const { context } = formFlow();
  for (const method of ['GET', 'HEAD'])
    for (const step of [checkStep, sendStep])
      assert.deepEqual(await step(context, new Request('https://www.example.org/x', { method })), { redirect: '/become-a-mentor/apply/' });
});
