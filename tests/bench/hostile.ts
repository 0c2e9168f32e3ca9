import { Agent, request } from 'node:http';
import { seal } from '../../src/form-flow/sealed-state.ts';
import { friendReferralForm } from '../../src/forms/referral.ts';
import { formValues, urlEncoded, validAnswers } from '../forms/answers.ts';
import { createFakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { serve } from '../site-under-test/serve.ts';

// The resource attacks of threats.md D against the built site as it is served, each beside a good post of that size.
//
// A good post of that size is the same form with good answers and, in a field that no form asks, plain letters up to
// the same number of bytes: read, and then not looked at. No good post is cheaper, so a ratio here is the worst one.
// Both are posted in turn, one at a time, so that what else the machine does slows both.

const most = 5;
const [rounds = 40] = process.argv.slice(2).map(Number);

const form = friendReferralForm;
const answers = validAnswers(form);
/** One box to write in of each kind. */
const boxes = ['referrer_name', 'person_area', 'person_phone', 'person_email', 'service_other', 'need'];

// As they stand in the body: what a browser would write as three bytes, a program may also send as one.
const inOneBox: Readonly<Record<string, string>> = {
  '63. 10,000 accents on a letter': `a${'%CC%81'.repeat(10_000)}`,
  '63. 30,000 accents on a letter, not written as percents': `a${'\u0301'.repeat(30_000)}`,
  '63. 30,000 accents in an order that must be sorted': `a${'\u0315\u0300'.repeat(15_000)}`,
  '63. 3,900 accents to be sorted, within the cap on bytes': `a${'\u0315\u0300'.repeat(1950)}`,
  '64. 1,001 characters': 'x'.repeat(1001),
  '64. 1,000 emoji of four bytes': '%F0%9F%98%80'.repeat(1000),
  '64. 1,000 flags': '🇬🇧'.repeat(1000),
  '64. 900 families of emoji, joined': '👨‍👩‍👧‍👦'.repeat(900),
  '65. a@ and a. 20,000 times': `a%40${'a.'.repeat(20_000)}`,
  '65. a@ and a. within an address': `a%40${'a.'.repeat(120)}aa`,
  '65. a@ and xn-- within an address': `a%40${'xn--a.'.repeat(41)}aa`,
  '65. 30,000 blanks': '+'.repeat(30_000),
  '65. 20,000 blanks as percents, a letter at each end': `a${'%20'.repeat(20_000)}a`,
  '65. 20,000 plus signs': '%2B'.repeat(20_000),
  '60,000 digits': '0'.repeat(60_000),
  '60,000 @': '@'.repeat(60_000),
  '60,000 percent signs': '%'.repeat(60_000),
  '20,000 letters as percents': '%61'.repeat(20_000),
  'percents of percents, 30,000 deep': `%${'25'.repeat(30_000)}41`,
  'a percent sign before every letter': '%z'.repeat(30_000),
  '60,000 marks that HTML writes longer': '<"'.repeat(30_000),
  '30,000 line breaks': `a${'\r\n'.repeat(30_000)}a`,
  '20,000 joiners': `a${'\u200d'.repeat(20_000)}a`,
  '20,000 Hangul fillers': 'ㅤ'.repeat(20_000),
  '20,000 direction marks': '\u202e'.repeat(20_000),
  '20,000 Korean letters in parts': '\u1112\u1161\u11ab'.repeat(6_600),
  '15,000 links': '://'.repeat(15_000),
  '15,000 characters that grow when put together': '\ufdfa'.repeat(15_000),
};

interface Attack {
  what: string;
  box: string;
  step: 'check' | 'send';
  body: Buffer;
}

const content = (changes: Parameters<typeof formValues>[0] = {}) => urlEncoded(formValues(changes, answers));

async function attacks(key: Uint8Array): Promise<Attack[]> {
  const boxed = Object.entries(inOneBox).flatMap(([what, text]) =>
    boxes.map((box) => ({ what, box, step: 'check' as const, body: content({ [box]: 'THIS-BOX' }).replace('THIS-BOX', text) })),
  );
  const sealed = (given: typeof answers) => seal(form, { answers: given, revision: 1 }, { current: key });
  const state = await sealed(answers);
  const [head = '', , ...rest] = state.split('.');
  const base64 = 'A'.repeat(60_000);
  const header = (given: unknown) => Buffer.from(JSON.stringify(given)).toString('base64url');
  const whole: [string, Attack['step'], string][] = [
    ['64 KiB of one box', 'check', content({ need: 'x'.repeat(60_000) })],
    ['60 pairs of one name', 'check', `${Array.from({ length: 60 }, () => `need=${'x'.repeat(1000)}`).join('&')}`],
    ['60 pairs of one tick box', 'check', `${Array.from({ length: 60 }, (_, i) => `contact_how=call${i}${'x'.repeat(1000)}`).join('&')}`],
    ['60 names that no question has', 'check', Array.from({ length: 60 }, (_, i) => `${'%61'.repeat(300)}${i}=1`).join('&')],
    ['a choice of 60,000 letters', 'check', content({ service: 'x'.repeat(60_000) })],
    ['every box full of accents to be sorted', 'check', content(Object.fromEntries(boxes.map((box) => [box, '\u0315\u0300'.repeat(400)])))],
    ['60,000 letters, and a kind page that seals them', 'check', content({ person_adult: 'no', need: 'x'.repeat(60_000) })],
    ['Change of a question of 60,000 letters', 'check', `state=${state}&change=${'x'.repeat(60_000)}`],
    ['a good seal of 40,000 letters', 'send', `state=${await sealed({ ...answers, need: 'x'.repeat(40_000) })}`],
    ['a bad state of 60 KB', 'send', `state=${base64}`],
    ['a bad state of 60,000 dots', 'send', `state=${'.'.repeat(60_000)}`],
    ['a seal of 60 KB under our header', 'send', `state=${[head, '', rest[0], base64, rest[2]].join('.')}`],
    [
      'a seal with a header of 40 KB',
      'send',
      `state=${[header({ alg: 'dir', enc: 'A256GCM', x: 'x'.repeat(40_000) }), '', ...rest].join('.')}`,
    ],
    [
      'a seal that asks for a million rounds',
      'send',
      `state=${[header({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 1_000_000, p2s: 'AAAA' }), 'AAAA', ...rest].join('.')}`,
    ],
  ];
  return [...boxed, ...whole.map(([what, step, body]) => ({ what, box: '', step, body }))].map(({ body, ...attack }) => ({
    ...attack,
    body: Buffer.from(body),
  }));
}

/** The same number of bytes, all good. */
function goodOf(size: number): Buffer {
  const good = `${content()}&not_asked=`;
  return Buffer.from(good.padEnd(size, 'x'));
}

const provider = await createFakeResend();
const key = Buffer.alloc(32, 7);
// Two keys, since a bad seal is then tried with both.
const site = await serve({
  ...resendSettings(provider),
  SEAL_KEY: key.toString('base64url'),
  SEAL_KEY_PREVIOUS: Buffer.alloc(32, 8).toString('base64url'),
});
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function post(step: Attack['step'], body: Buffer): Promise<{ status: number; ms: number }> {
  return new Promise((answered, failed) => {
    const start = performance.now();
    request(
      `${site.url}/${form.address}/${step}/`,
      {
        agent,
        method: 'POST',
        headers: {
          Origin: site.url,
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': body.length,
          'Accept-Encoding': 'br',
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => answered({ status: response.statusCode ?? 0, ms: performance.now() - start }));
      },
    )
      .on('error', failed)
      .end(body);
  });
}

const quantile = (times: readonly number[], part: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;

async function measure({ step, body }: Attack) {
  const good = goodOf(body.length);
  const times: { good: number[]; bad: number[] } = { good: [], bad: [] };
  const statuses = new Set<number>();
  for (let round = -3; round < rounds; round += 1) {
    const [one, other] = [await post('check', good), await post(step, body)];
    if (one.status !== 200) throw new Error(`A good post of ${good.length} bytes answered ${one.status}`);
    statuses.add(other.status);
    // The first few warm up what the good post and this attack have of their own.
    if (round < 0) continue;
    times.good.push(one.ms);
    times.bad.push(other.ms);
  }
  const [median, p95] = [0.5, 0.95].map((part) => ({ good: quantile(times.good, part), bad: quantile(times.bad, part) }));
  if (!median || !p95) throw new Error('nothing was measured');
  return { median, p95, ratio: median.bad / median.good, statuses: [...statuses] };
}

const ms = (time: number) => time.toFixed(1).padStart(7);
const line = (...cells: string[]) => console.log(cells.join(' '));
const found: { attack: Attack; ratio: number; statuses: number[] }[] = [];
try {
  const all = await attacks(key);
  for (let i = 0; i < 200; i += 1) await post('check', goodOf(20_000));
  console.log(`Each attack and a good post of as many bytes, in turn, ${rounds} times. Of the boxes it was tried in, the worst.\n`);
  line('attack'.padEnd(58), 'box'.padEnd(14), ' bytes', 'status', '   good', '    p95', ' attack', '    p95', ' ratio');
  for (const what of new Set(all.map((attack) => attack.what))) {
    const tried = [];
    for (const attack of all.filter((each) => each.what === what)) tried.push({ attack, ...(await measure(attack)) });
    found.push(...tried);
    const worst = tried.reduce((a, b) => (b.ratio > a.ratio ? b : a));
    const { attack, median, p95, ratio } = worst;
    const statuses = new Set(tried.flatMap((each) => each.statuses));
    line(
      what.padEnd(58),
      attack.box.padEnd(14),
      String(attack.body.length).padStart(6),
      [...statuses].join().padStart(6),
      ms(median.good),
      ms(p95.good),
      ms(median.bad),
      ms(p95.bad),
      ratio.toFixed(1).padStart(5),
    );
  }
} finally {
  agent.destroy();
  await site.stop();
  await provider.stop();
}

const named = ({ attack }: (typeof found)[number]) => `${attack.what}${attack.box && ` in ${attack.box}`}`;
const over = found.filter(({ ratio }) => ratio > most);
const broken = found.filter(({ statuses }) => statuses.some((status) => status >= 500));
for (const each of over) console.log(`\nOver ${most} times a good post: ${named(each)}, ${each.ratio.toFixed(1)} times.`);
for (const each of broken) console.log(`\nAnswered ${each.statuses.join()}: ${named(each)}.`);
if (over.length === 0) console.log(`\nNone costs more than ${most} times a good post of its size.`);
if (broken.length === 0) console.log('None is answered with 5xx.');
process.exitCode = over.length + broken.length > 0 ? 1 : 0;
