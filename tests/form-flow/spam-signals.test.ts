import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectSpamSignals } from '../../src/form-flow/spam-signals.ts';
import { checkStep, type FormFlowContext, type StepResult, sendStep } from '../../src/form-flow/steps.ts';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { renderMail } from '../../src/submissions/mail.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { formValues, urlEncoded } from '../forms/answers.ts';
import { formFlow, post } from './form-flow-context.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
/** The first time that is not too fast for a check page made at noon. */
const later = noon + 2000;

type Changes = Parameters<typeof formValues>[0];

const withState = (result: StepResult, body = '') =>
  post(`${body}&state=${'state' in result ? result.state : assert.fail('the page carries no state')}`);
const checkAtNoon = (context: FormFlowContext, changes: Changes = {}) => checkStep(context, post(urlEncoded(formValues(changes))), noon);
const pageOf = (result: StepResult) => ('page' in result ? result.page : 'sent');

const mailOf = (submission: Submission) => renderMail(submission, { from: 'a@example.org', to: ['b@example.org'] });
const markedLines = (submission: Submission | undefined) =>
  submission &&
  mailOf(submission)
    .text.split('\n')
    .filter((line) => line.includes('[check]'));

const links = (count: number) => Array.from({ length: count }, (_, i) => `https://www.example.org/${i}`).join(' ');

const signals: [string, Changes, number, RegExp][] = [
  ['a filled honeypot', { leave_empty: 'x' }, later, /: a field that people are not shown was filled in\. /],
  ['Send within two seconds', {}, later - 1, /: it was sent within 2 seconds of the check page\. /],
  ['five links', { why: links(2), experience: links(3) }, later, /: it has 5 links or more\. /],
];
for (const [name, changes, now, description] of signals) {
  test(`${name} asks for confirmation, and one more press sends one marked mail`, async () => {
    const { context, accepted } = formFlow();
    const checked = await checkAtNoon(context, changes);
    assert.equal(pageOf(checked), 'check');
    const challenged = await sendStep(context, withState(checked), now);
    assert('page' in challenged && challenged.page === 'confirm-human');
    assert.equal(challenged.answers['name'], 'Meera Patel');
    assert.deepEqual(accepted, []);
    for (let presses = 0; presses < 3; presses += 1) assert.equal(pageOf(await sendStep(context, withState(challenged), now + 1)), 'sent');
    assert.equal(accepted.length, 1);
    const [line, ...more] = markedLines(accepted[0]) ?? [];
    assert.match(line ?? '', /^Marked \[check\]: /);
    assert.match(line ?? '', description);
    assert.deepEqual(more, []);
  });
}

test('a form without spam signals is sent at once and not marked', async () => {
  const { context, accepted } = formFlow();
  const checked = await checkAtNoon(context, { leave_empty: '', why: links(4) });
  assert.equal(pageOf(await sendStep(context, withState(checked), later)), 'sent');
  assert.deepEqual(markedLines(accepted[0]), []);
});

test('a filled honeypot is remembered through Change and through an eligibility page', async () => {
  const { context } = formFlow();
  const checked = await checkAtNoon(context, { leave_empty: 'x' });
  const changing = await checkStep(context, withState(checked, 'change=area'), noon);
  const again = await checkStep(context, withState(changing, urlEncoded(formValues())), noon);
  assert.equal(pageOf(await sendStep(context, withState(again), later)), 'confirm-human');
  const ineligible = await checkAtNoon(context, { criteria: 'not-yet', leave_empty: 'x' });
  assert.equal(pageOf(ineligible), 'eligibility');
  const back = await checkStep(context, withState(ineligible, urlEncoded(formValues())), noon);
  assert.equal(pageOf(await sendStep(context, withState(back), later)), 'confirm-human');
});

test('changed answers need a confirmation of their own', async () => {
  const { context, accepted } = formFlow();
  const challenged = await sendStep(context, withState(await checkAtNoon(context)), noon);
  const again = await checkStep(context, withState(challenged, urlEncoded(formValues({ why: links(5) }))), noon);
  assert.equal(pageOf(await sendStep(context, withState(again), later)), 'confirm-human');
  assert.deepEqual(accepted, []);
});

test('a state that was not sealed for the check page needs a confirmation', async () => {
  const { context } = formFlow();
  const changing = await checkStep(context, withState(await checkAtNoon(context), 'change=area'), noon);
  assert.equal(pageOf(await sendStep(context, withState(changing), later)), 'confirm-human');
});

test('Back to the check page and Send after a confirmation gives the same outcome and no second mail', async () => {
  const { context, accepted } = formFlow();
  const checked = await checkAtNoon(context);
  const sent = await sendStep(context, withState(await sendStep(context, withState(checked), noon)), noon + 1);
  assert.deepEqual(await sendStep(context, withState(checked), later), sent);
  assert.equal(accepted.length, 1);
});

test('Try again after a failure asks for no second confirmation and makes the same bytes', async () => {
  const { context, accepted } = formFlow();
  const failing: FormFlowContext = {
    ...context,
    acceptSubmission: async (submission) => {
      accepted.push(submission);
      return { accepted: false, outcomeKnown: false };
    },
  };
  const challenged = await sendStep(context, withState(await checkAtNoon(context)), noon);
  const failed = await sendStep(failing, withState(challenged), noon);
  assert.equal(pageOf(failed), 'send-failed');
  assert.equal(pageOf(await sendStep(context, withState(failed), noon + 1)), 'sent');
  const [first, second] = accepted.map(mailOf);
  assert.deepEqual(first, second);
});

test('"Version 2" stays the last line of a marked mail', async () => {
  const { context, accepted } = formFlow();
  const changing = await checkStep(context, withState(await checkAtNoon(context), 'change=area'), noon);
  const checked = await checkStep(context, withState(changing, urlEncoded(formValues({ area: 'Wigston' }))), noon);
  await sendStep(context, withState(await sendStep(context, withState(checked), noon)), noon);
  assert(accepted[0]);
  assert.match(mailOf(accepted[0]).text, /\nMarked \[check\]: [\s\S]*\nVersion 2\. [^\n]*\n$/);
});

test('a rate-limited page keeps the answers, and Try again sends them later', async () => {
  const { context: unlimited, accepted } = formFlow();
  const context = { ...unlimited, rateLimits: { ...unlimited.rateLimits, perAddress: 1 } };
  const [first, second] = [await checkAtNoon(context), await checkAtNoon(context)];
  await sendStep(context, withState(first), later);
  const limited = await sendStep(context, withState(second), later + 1000);
  assert('page' in limited && limited.page === 'rate-limited');
  assert.equal(limited.status, 429);
  assert.equal(limited.retryAfterSeconds, 599);
  assert.equal(limited.answers['name'], 'Meera Patel');
  assert.equal(pageOf(await sendStep(context, withState(first), later + 1000)), 'sent');
  assert.equal(accepted.length, 1);
  assert.equal(pageOf(await sendStep(context, withState(limited), later + 600_000)), 'sent');
  assert.equal(accepted.length, 2);
});

test('a confirmation page, a failed delivery and an error use up no slot', async () => {
  const { context: unlimited } = formFlow();
  const context = { ...unlimited, rateLimits: { ...unlimited.rateLimits, perAddress: 1, perHour: 1 } };
  const throwing: FormFlowContext = {
    ...context,
    acceptSubmission: async () => {
      throw new Error('a bug');
    },
  };
  const failing: FormFlowContext = { ...context, acceptSubmission: async () => ({ accepted: false, outcomeKnown: true }) };
  for (let i = 0; i < 3; i += 1) {
    assert.equal(pageOf(await sendStep(context, withState(await checkAtNoon(context)), noon)), 'confirm-human');
    assert.equal(pageOf(await sendStep(failing, withState(await checkAtNoon(context)), later)), 'send-failed');
    await assert.rejects(async () => sendStep(throwing, withState(await checkAtNoon(context)), later));
  }
  assert.equal(pageOf(await sendStep(context, withState(await checkAtNoon(context)), later)), 'sent');
});

test('concurrent confirmation pages leave the last slot to a request that sends', async () => {
  const { context: unlimited } = formFlow();
  const context = { ...unlimited, rateLimits: { ...unlimited.rateLimits, perAddress: 1, perHour: 1 } };
  const checked = await Promise.all(Array.from({ length: 10 }, () => checkAtNoon(context)));
  const results = await Promise.all(checked.map((page, index) => sendStep(context, withState(page), index === 9 ? later : noon)));
  assert.deepEqual(results.map(pageOf), [...new Array(9).fill('confirm-human'), 'sent']);
});

const linkCounts: [string, number][] = [
  ['https://a.example http://b.example HTTP://c.example www.d.example ftp://e.example', 5],
  ['https://a.example,https://b.example,https://c.example,https://d.example,https://e.example', 5],
  ['https://www.a.example https://www.b.example https://www.c.example https://www.d.example', 4],
  ['My address is meera@example.org. I like swww.. and 10:30. a://', 1],
];
for (const [why, count] of linkCounts) {
  test(`"${why}" has ${count} links`, () => {
    const withMore = (extra: number) =>
      detectSpamSignals(form, { answers: { why, experience: links(extra) }, checkedAt: noon }, later).includes('too-many-links');
    // The count shows in how many more it takes to be five.
    assert.equal(withMore(5 - count), true);
    if (count < 5) assert.equal(withMore(4 - count), false);
  });
}

test('links are counted in under 50 ms in 400 KB of what links begin with', () => {
  const start = performance.now();
  detectSpamSignals(form, { answers: { why: 'w'.repeat(200_000) + ':/'.repeat(200_000) }, checkedAt: noon }, later);
  assert(performance.now() - start < 50);
});
