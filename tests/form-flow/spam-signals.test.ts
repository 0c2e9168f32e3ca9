import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { detectSpamSignals } from '../../src/form-flow/spam-signals.ts';
import { checkStep, type FormFlowContext, type StepResult, sendStep } from '../../src/form-flow/steps.ts';
import { mentorForm as form } from '../../src/forms/mentor.ts';
import { createMemoryRateLimitStore } from '../../src/infrastructure/storage/rate-limit-memory.ts';
import { renderMail } from '../../src/submissions/mail.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { formValues, urlEncoded } from '../forms/answers.ts';

const siteUrl = 'https://www.example.org';
const keys = { current: new Uint8Array(randomBytes(32)) };
const noon = Date.parse('2026-11-21T12:00:00Z');
const later = noon + 2000;

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
      clientIp: '192.0.2.1',
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
const withState = (next: StepResult, content = '') => post(`${content}&state=${'state' in next ? next.state : assert.fail('no seal')}`);
const pageOf = (next: StepResult) => ('page' in next ? next.page : 'sent');

const mailOf = (application: Submission) => renderMail(application, { from: 'a@example.org', to: ['b@example.org'] });
const marksIn = (application: Submission | undefined) =>
  application &&
  mailOf(application)
    .text.split('\n')
    .filter((line) => line.includes('[check]'));

const links = (count: number) => Array.from({ length: count }, (_, i) => `https://www.example.org/${i}`).join(' ');

const odd: [string, Parameters<typeof formValues>[0], number, RegExp][] = [
  ['the field that is to be left empty was filled in', { leave_empty: 'x' }, later, /: a field that people are not shown was filled in\. /],
  ['Send was pressed within two seconds', {}, later - 1, /: it was sent within 2 seconds of the check page\. /],
  ['there are five links', { why: links(2), experience: links(3) }, later, /: it has 5 links or more\. /],
];
for (const [what, changes, at, mark] of odd) {
  test(`where ${what}, the person is asked, and one more press sends one marked mail`, async () => {
    const { journey: open, delivered } = journey();
    const checked = await checkStep(open, post(urlEncoded(formValues(changes))), noon);
    assert.equal(pageOf(checked), 'check');
    const asked = await sendStep(open, withState(checked), at);
    assert('page' in asked && asked.page === 'really you');
    assert.equal(asked.answers['name'], 'Meera Patel');
    assert.deepEqual(delivered, []);
    for (let presses = 0; presses < 3; presses += 1) assert.equal(pageOf(await sendStep(open, withState(asked), at + 1)), 'sent');
    assert.equal(delivered.length, 1);
    const [line, ...more] = marksIn(delivered[0]) ?? [];
    assert.match(line ?? '', /^Marked \[check\]: /);
    assert.match(line ?? '', mark);
    assert.deepEqual(more, []);
  });
}

test('a form that nothing is odd about is sent at once, without a mark', async () => {
  const { journey: open, delivered } = journey();
  const checked = await checkStep(open, post(urlEncoded(formValues({ leave_empty: '', why: links(4) }))), noon);
  assert.equal(pageOf(await sendStep(open, withState(checked), later)), 'sent');
  assert.deepEqual(marksIn(delivered[0]), []);
});

test('a filled trap stays known through Change, and through a kind page', async () => {
  const { journey: open } = journey();
  const checked = await checkStep(open, post(urlEncoded(formValues({ leave_empty: 'x' }))), noon);
  const changing = await checkStep(open, withState(checked, 'change=area'), noon);
  const again = await checkStep(open, withState(changing, urlEncoded(formValues())), noon);
  assert.equal(pageOf(await sendStep(open, withState(again), later)), 'really you');
  const kind = await checkStep(open, post(urlEncoded(formValues({ criteria: 'not-yet', leave_empty: 'x' }))), noon);
  assert.equal(pageOf(kind), 'kind');
  const back = await checkStep(open, withState(kind, urlEncoded(formValues())), noon);
  assert.equal(pageOf(await sendStep(open, withState(back), later)), 'really you');
});

test('changed answers are asked about anew: one press does not speak for other words', async () => {
  const { journey: open, delivered } = journey();
  const asked = await sendStep(open, withState(await checkStep(open, post(urlEncoded(formValues())), noon)), noon);
  const again = await checkStep(open, withState(asked, urlEncoded(formValues({ why: links(5) }))), noon);
  assert.equal(pageOf(await sendStep(open, withState(again), later)), 'really you');
  assert.deepEqual(delivered, []);
});

test('what was sealed for another page than the check page is asked about', async () => {
  const { journey: open } = journey();
  const checked = await checkStep(open, post(urlEncoded(formValues())), noon);
  const changing = await checkStep(open, withState(checked, 'change=area'), noon);
  assert.equal(pageOf(await sendStep(open, withState(changing), later)), 'really you');
});

test('Back to the check page and Send again, after the page that asks, is the same outcome and no second mail', async () => {
  const { journey: open, delivered } = journey();
  const checked = await checkStep(open, post(urlEncoded(formValues())), noon);
  const sent = await sendStep(open, withState(await sendStep(open, withState(checked), noon)), noon + 1);
  assert.deepEqual(await sendStep(open, withState(checked), later), sent);
  assert.equal(delivered.length, 1);
});

test('Try again after a failure does not ask again, and makes the same bytes', async () => {
  const { journey: open, delivered } = journey();
  const failing = {
    ...open,
    deliver: async (application: Submission) => {
      delivered.push(application);
      return { taken: false, certain: false } as const;
    },
  };
  const asked = await sendStep(open, withState(await checkStep(open, post(urlEncoded(formValues())), noon)), noon);
  const failed = await sendStep(failing, withState(asked), noon);
  assert.equal(pageOf(failed), 'not sent');
  assert.equal(pageOf(await sendStep(open, withState(failed), noon + 1)), 'sent');
  const [one, two] = delivered.map(mailOf);
  assert.deepEqual(one, two);
});

test('"Version 2" stays the last line of a marked mail', async () => {
  const { journey: open, delivered } = journey();
  const changing = await checkStep(open, withState(await checkStep(open, post(urlEncoded(formValues())), noon), 'change=area'), noon);
  const checked = await checkStep(open, withState(changing, urlEncoded(formValues({ area: 'Wigston' }))), noon);
  await sendStep(open, withState(await sendStep(open, withState(checked), noon)), noon);
  assert(delivered[0]);
  assert.match(mailOf(delivered[0]).text, /\nMarked \[check\]: [\s\S]*\nVersion 2\. [^\n]*\n$/);
});

test('over a limit the answers stay in the page and its seal; later, Try again sends them', async () => {
  const { journey: open, delivered } = journey();
  const limits = { ...open.rateLimits, perAddress: 1 };
  const [first, second] = [
    await checkStep(open, post(urlEncoded(formValues())), noon),
    await checkStep(open, post(urlEncoded(formValues())), noon),
  ];
  await sendStep({ ...open, rateLimits: limits }, withState(first), later);
  const refused = await sendStep({ ...open, rateLimits: limits }, withState(second), later + 1000);
  assert('page' in refused && refused.page === 'too many');
  assert.equal(refused.status, 429);
  assert.equal(refused.retryAfterSeconds, 599);
  assert.equal(refused.answers['name'], 'Meera Patel');
  assert.equal(pageOf(await sendStep({ ...open, rateLimits: limits }, withState(first), later + 1000)), 'sent');
  assert.equal(delivered.length, 1);
  assert.equal(pageOf(await sendStep({ ...open, rateLimits: limits }, withState(refused), later + 600_000)), 'sent');
  assert.equal(delivered.length, 2);
});

test('being asked, and a delivery that fails or throws, takes no place', async () => {
  const { journey: open } = journey();
  const limits = { ...open.rateLimits, perAddress: 1, perHour: 1 };
  const broken = {
    ...open,
    limits,
    deliver: async () => {
      throw new Error('a fault of ours');
    },
  };
  const failing = { ...broken, deliver: async () => ({ taken: false, certain: true }) as const };
  const checked = () => checkStep(open, post(urlEncoded(formValues())), noon);
  for (let i = 0; i < 3; i += 1) {
    assert.equal(pageOf(await sendStep({ ...open, rateLimits: limits }, withState(await checked()), noon)), 'really you');
    assert.equal(pageOf(await sendStep(failing, withState(await checked()), later)), 'not sent');
    await assert.rejects(sendStep(broken, withState(await checked()), later));
  }
  assert.equal(pageOf(await sendStep({ ...open, rateLimits: limits }, withState(await checked()), later)), 'sent');
});

test('many who are only asked, all at once, do not fill the places of one who sends', async () => {
  const { journey: open } = journey();
  const limits = { ...open.rateLimits, perAddress: 1, perHour: 1 };
  const checked = await Promise.all(Array.from({ length: 10 }, () => checkStep(open, post(urlEncoded(formValues())), noon)));
  const pages = await Promise.all(
    checked.map((each, index) => sendStep({ ...open, rateLimits: limits }, withState(each), index === 9 ? later : noon)),
  );
  assert.deepEqual(pages.map(pageOf), [...new Array(9).fill('really you'), 'sent']);
});

const counts: [string, number][] = [
  ['https://a.example http://b.example HTTP://c.example www.d.example ftp://e.example', 5],
  ['https://a.example,https://b.example,https://c.example,https://d.example,https://e.example', 5],
  ['https://www.a.example https://www.b.example https://www.c.example https://www.d.example', 4],
  ['My address is meera@example.org. I like swww.. and 10:30. a://', 1],
];
for (const [why, count] of counts) {
  test(`"${why}" has ${count} links`, () => {
    const found = (extra: number) =>
      detectSpamSignals(form, { answers: { why, experience: links(extra) }, revision: 1, checkedAt: noon }, later).includes('links');
    // The count shows in how many more it takes to be five.
    assert.equal(found(5 - count), true);
    if (count < 5) assert.equal(found(4 - count), false);
  });
}

test('a very long run of what links begin with is looked through at once', () => {
  const start = performance.now();
  detectSpamSignals(form, { answers: { why: 'w'.repeat(200_000) + ':/'.repeat(200_000) }, revision: 1, checkedAt: noon }, later);
  assert(performance.now() - start < 50);
});
