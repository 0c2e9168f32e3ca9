import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { receiptToken } from '../../src/form-flow/reference.ts';
import { type FormState, seal } from '../../src/form-flow/sealed-state.ts';
import { isRelevant } from '../../src/forms/fields.ts';
import { type Form, questionNamed, questionsInOrder } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { callBackForm, mentorForm } from '../../src/forms/mentor.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../src/forms/referral.ts';
import { isSameOrigin } from '../../src/http/parse-form-body.ts';
import { formClient } from '../form-flow/form-client.ts';
import { attribute, elementsOf, fieldValues, headingOf, summaryRows, textOf } from '../form-flow/read-page.ts';
import { formValues, referralForms, textQuestions, urlEncoded, validAnswers } from '../forms/answers.ts';
import { createFakeResend, type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, root, serve } from '../site-under-test/serve.ts';
import { answerInMail, leadingLines } from '../submissions/mail-fixture.ts';

// The numbers are the rows of threats.md, sections A to F and H, as decisions.md changed them. Elsewhere are tested:
//   34, 35, 85 to 91, 93   limits and what looks like a program: limits.test.ts
//   63, 65                 time: ../forms/unicode.test.ts and ../bench/hostile.ts (what the person sees is below)
//   84                     JavaScript on and off: ../browser (nothing below uses any)
//   117, 118               wrong settings: node.test.ts
//   122                    not by a test: bad seals are refused by one and the same path, and their pages are compared in 73
// Row 23 belongs to the server that ends HTTPS in front of this one.

type Changes = Parameters<typeof formValues>[0];

const key = (byte: number) => Buffer.alloc(32, byte);
const keys = { current: new Uint8Array(key(7)) };
const hour = 3600_000;

let provider: FakeResend;
let site: RunningSite;
/** What came of sending one byte a second, which takes ten of them: begun first, looked at last. */
let slow: Promise<{ answer: string; seconds: number }>;
before(async () => {
  provider = await createFakeResend();
  // Without a store, where the rows of the provider read as they are written; with one, see outbox.test.ts.
  site = await serve({
    ...resendSettings(provider),
    STORE_URL: 'none',
    SEAL_KEY: key(7).toString('base64url'),
    SEAL_KEY_PREVIOUS: key(8).toString('base64url'),
  });
  slow = oneByteASecond();
});
after(async () => {
  await slow?.catch(() => {});
  await provider?.stop();
  await site?.stop();
});
beforeEach(() => {
  provider.requests.length = 0;
  provider.delivered.clear();
  provider.respondOnceWith();
});

interface Answer {
  status: number;
  headers: Headers;
  html: string;
  heading: string;
  state: string;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(site.url + path, { redirect: 'manual', ...init });
  const html = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    html,
    heading: html === '' ? '' : headingOf(html),
    state: fieldValues(html).get('state') ?? '',
  };
}

const formType = 'application/x-www-form-urlencoded';

/** Posts to a step of a form. Whatever comes back must not be kept by anyone, whichever test asks (row 119). */
async function submit(form: Form, step: 'check' | 'send', content: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await ask(`/${form.address}/${step}/`, {
    method: 'POST',
    headers: { 'Content-Type': formType, Origin: site.url, ...headers },
    body: content,
  });
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  return answer;
}

const contentOf = (form: Form, changes: Changes = {}) => urlEncoded(formValues(changes, validAnswers(form)));
const withState = (state: string, content = '') => `${content}&state=${encodeURIComponent(state)}`;

/** Fills in a form with good answers and some changes, up to the next page. */
const fillIn = (form: Form, changes: Changes = {}, state?: string) =>
  submit(form, 'check', state === undefined ? contentOf(form, changes) : withState(state, contentOf(form, changes)));

const send = (form: Form, state: string) => formClient(site.url, `/${form.address}/`).send(state);

/** The question for the name of whom the form is about. */
const nameIn = (form: Form) => ('person_name' in form.questions ? 'person_name' : 'name');

const referenceIn = (text: string | null) => /[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text ?? '')?.[0];

/** The only mail there is. */
function onlyMail(): { text: string; html: string; subject: string; body: Record<string, unknown> } {
  const [mail, ...more] = provider.delivered.values();
  assert(mail && more.length === 0, `${provider.delivered.size} mails`);
  const { text, html, subject } = mail.body;
  return { text: String(text), html: String(html), subject: String(subject), body: mail.body };
}

const noMail = () => assert.equal(provider.requests.length, 0);

/** Fills in, sends, and gives the check page and the one mail. */
async function arrives(form: Form, changes: Changes = {}) {
  const page = await fillIn(form, changes);
  assert.equal(page.heading, 'Check your answers');
  const sent = await send(form, page.state);
  assert.equal(sent.status, 303);
  return { page, sent, mail: onlyMail() };
}

/** Sends bytes as they are, for what fetch would mend or refuse; gives back everything the server answered. */
function raw(...parts: string[]): Promise<string> {
  return new Promise((done) => {
    let got = '';
    const socket = connect(Number(new URL(site.url).port), 'localhost', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk) => {
      got += chunk;
    });
    // A server that has read enough may close while we still write.
    socket.on('error', () => done(got));
    socket.on('close', () => done(got));
  });
}

function rawPost(path: string, content: string, headers: Record<string, string> = {}): Promise<string> {
  const all = {
    Host: new URL(site.url).host,
    'Content-Type': formType,
    'Content-Length': String(Buffer.byteLength(content)),
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return raw(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, content);
}

function oneByteASecond(): Promise<{ answer: string; seconds: number }> {
  const start = performance.now();
  return new Promise((done) => {
    let answer = '';
    const socket = connect(Number(new URL(site.url).port), 'localhost', () => {
      socket.write(
        `POST /refer/myself/check/ HTTP/1.1\r\nHost: ${new URL(site.url).host}\r\nOrigin: ${site.url}\r\nContent-Type: ${formType}\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n`,
      );
    });
    const drip = setInterval(() => socket.write('a'), 1000);
    const end = () => {
      clearInterval(drip);
      socket.destroy();
      done({ answer, seconds: (performance.now() - start) / 1000 });
    };
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', end);
    socket.on('end', end);
    socket.on('close', end);
  });
}

for (const form of forms) {
  const own = `/${form.address}/`;

  test(`1, 2, 3. ${own}: serves the form to GET and HEAD, and answers 405 to unused methods`, async () => {
    const page = await ask(own);
    assert.deepEqual([page.status, page.heading], [200, form.title]);
    const head = await ask(own, { method: 'HEAD' });
    assert.deepEqual([head.status, head.html], [200, '']);
    const same = (headers: Headers) => [...headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)).map(String);
    assert.deepEqual(same(head.headers), same(page.headers));

    for (const step of ['check/', 'send/']) {
      for (const method of ['GET', 'HEAD']) {
        const opened = await ask(own + step, { method });
        assert.deepEqual([opened.status, opened.headers.get('location')], [303, own]);
      }
    }
    for (const path of [own, `${own}check/`, `${own}send/`, `${own}sent/`]) {
      for (const method of ['OPTIONS', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await ask(path, { method });
        assert.equal(answer.status, 405, `${method} ${path}`);
        assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST');
        assert.deepEqual(
          [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
          [],
        );
        assert(answer.heading.length > 10, answer.heading);
      }
    }
    noMail();
  });

  test(`6. ${own}: never reads answers from the query`, async () => {
    const page = await ask(`${own}?${contentOf(form)}`);
    assert.equal(page.status, 200);
    for (const name of textQuestions(form)) assert.equal(fieldValues(page.html).get(name), '', name);
    assert(!page.html.includes('Meera'));
    for (const step of ['check', 'send']) assert.equal((await ask(`${own}${step}/?${contentOf(form)}`)).headers.get('location'), own);
    noMail();
  });

  test(`22. ${own}: an empty post lists every required question in order`, async () => {
    const page = await submit(form, 'check', '');
    assert.equal(page.status, 422);
    const links = elementsOf(page.html)
      .filter(({ tagName }) => tagName === 'a')
      .map((link) => attribute(link, 'href') ?? '')
      .filter((href) => /^#[a-z_]+$/.test(href) && href !== '#main');
    const order = questionsInOrder(form).map(([name]) => `#${name}`);
    assert(links.length > 1);
    assert.deepEqual(
      links,
      order.filter((each) => links.includes(each)),
    );
    noMail();
  });
}

test('4. answers 405 to TRACE and 400 to an unknown method', async () => {
  const trace = await new Promise<number | undefined>((done, failed) => {
    request(`${site.url}/refer/myself/check/`, { method: 'TRACE' }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on('error', failed)
      .end();
  });
  assert.equal(trace, 405);
  assert.match(await raw('BREW /refer/myself/check/ HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1\.1 400 /);
});

test('5. ignores method overrides', async () => {
  const page = await submit(selfReferralForm, 'check', `${contentOf(selfReferralForm)}&_method=delete`, {
    'X-HTTP-Method-Override': 'DELETE',
  });
  assert.deepEqual([page.status, page.heading], [200, 'Check your answers']);
});

for (const path of [
  '/refer/../../etc/passwd/check/',
  '/refer/%2e%2e%2f%2e%2e%2fetc/passwd/check/',
  '/refer/..%5c..%5cetc/check/',
  '//evil.example/check/',
  '/refer/myself%00/check/',
  '/__proto__/check/',
  '/refer/constructor/check/',
  '/toString/send/',
  '/hasOwnProperty/sent/',
]) {
  test(`7, 8. a post to ${path} gets 404 or 400`, async () => {
    const answer = await rawPost(path, contentOf(selfReferralForm), { Origin: site.url });
    assert.match(answer, /^HTTP\/1\.1 (404|400) /);
    assert.doesNotMatch(answer, /root:|evil\.example/);
    noMail();
  });
}

// What is refused before it is read: what it is, what the person sees, the status.
const notRead = 'We could not read that';
const notText = 'We could not read your answers';
const tooLong = 'Your answers are too long';
const elsewhere = 'This form was sent from another place';
const good = contentOf(selfReferralForm);
const refused: [string, string, number, BodyInit, Record<string, string>?][] = [
  ['9. JSON', notRead, 415, JSON.stringify(validAnswers(selfReferralForm)), { 'Content-Type': 'application/json' }],
  ['9. JSON of another site', notRead, 415, '{}', { 'Content-Type': 'application/json', Origin: 'https://evil.example' }],
  ['10. plain text', notRead, 415, good, { 'Content-Type': 'text/plain' }],
  ['10. a type that only begins like a form', notRead, 415, good, { 'Content-Type': `${formType}x` }],
  ['10. a type that only ends like a form', notRead, 415, good, { 'Content-Type': `text/plain; a=${formType}` }],
  [
    '11. a file',
    notRead,
    415,
    '--x\r\nContent-Disposition: form-data; name="need"; filename="a.pdf"\r\n\r\n%PDF\r\n--x--',
    { 'Content-Type': 'multipart/form-data; boundary=x' },
  ],
  ['12. 64 KiB and one', tooLong, 413, `need=${'x'.repeat(64 * 1024 - 4)}`],
  ['15. ten megabytes compressed into ten thousand', notRead, 415, gzipSync('a'.repeat(10_000_000)), { 'Content-Encoding': 'gzip' }],
  ['15. a body that says it is not compressed', notRead, 415, good, { 'Content-Encoding': 'identity' }],
  ['16. UTF-7', notRead, 415, good, { 'Content-Type': `${formType}; charset=utf-7` }],
  ['16. UTF-16', notRead, 415, good, { 'Content-Type': `${formType}; charset=utf-16` }],
  ['16. Shift JIS', notRead, 415, good, { 'Content-Type': `${formType};charset="shift_jis"` }],
  ['17. bytes that are no text', notText, 400, 'person_name=%C3%28'],
  ['17. bytes written longer than they are', notText, 400, 'person_name=%C0%AF'],
  ['17. bytes that are no text, not written as percents', notText, 400, Uint8Array.from([0x61, 0x3d, 0xc3, 0x28])],
  ['17. a name that is no text', notText, 400, '%FF=a'],
  ['62. half a character', notText, 400, 'person_name=%ED%A0%80'],
  ['20. five thousand names', notText, 400, Array.from({ length: 5000 }, (_, i) => `a${i}=1`).join('&')],
  ['20. sixty-one names', notText, 400, Array.from({ length: 61 }, (_, i) => `a${i}=1`).join('&')],
  ['24. another site', elsewhere, 403, good, { Origin: 'https://evil.example' }],
  ['25. a sandboxed frame', elsewhere, 403, good, { Origin: 'null' }],
  ['30. another site that claims our name', elsewhere, 403, good, { 'Sec-Fetch-Site': 'cross-site' }],
  ['30. a neighbour of our site', elsewhere, 403, good, { 'Sec-Fetch-Site': 'same-site' }],
];
for (const [what, sees, status, content, headers] of refused) {
  test(`${what}: answers ${status} "${sees}" with a link to the form`, async () => {
    for (const step of ['check', 'send'] as const) {
      const page = await submit(selfReferralForm, step, content, headers);
      assert.deepEqual([page.status, page.heading], [status, sees]);
      assert(elementsOf(page.html).some((link) => attribute(link, 'href') === '/refer/myself/'));
      assert(elementsOf(page.html).some((link) => attribute(link, 'href') === '/help/today/'));
    }
    noMail();
  });
}

test('9, 12, 24. every form refuses JSON, long bodies and other origins', async () => {
  for (const form of forms) {
    assert.equal((await submit(form, 'check', '{}', { 'Content-Type': 'application/json' })).status, 415);
    assert.equal((await submit(form, 'check', 'x'.repeat(64 * 1024 + 1))).status, 413);
    assert.equal((await submit(form, 'check', contentOf(form), { Origin: 'https://evil.example' })).status, 403);
  }
});

test(`13. answers 413 to 64 KiB and one byte in chunks, without a length`, async () => {
  const lines = `POST /refer/myself/check/ HTTP/1.1\r\nHost: ${new URL(site.url).host}\r\nOrigin: ${site.url}\r\nContent-Type: ${formType}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;
  const size = 64 * 1024 + 1;
  assert.match(await raw(lines, `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`), /^HTTP\/1\.1 413 /);
});

test('14. answers 4xx to a wrong, negative or repeated Content-Length', async () => {
  const path = '/refer/myself/check/';
  assert.match(await rawPost(path, good, { Origin: site.url, 'Content-Length': '10' }), /^HTTP\/1\.1 4\d\d /);
  assert.match(await rawPost(path, good, { Origin: site.url, 'Content-Length': '-1' }), /^HTTP\/1\.1 400 /);
  assert.match(await rawPost(path, good, { Origin: site.url, 'Content-Length': '10\r\nContent-Length: 20' }), /^HTTP\/1\.1 400 /);
  noMail();
});

test('18. a broken percent sign stays text', async () => {
  const page = await submit(selfReferralForm, 'check', contentOf(selfReferralForm, { person_area: 'AREA' }).replace('AREA', '100%zz%'));
  assert.deepEqual(summaryRows(page.html).get('Which town or village do you live in?'), ['100%zz%']);
});

test('20. reads up to sixty names', async () => {
  const extra = Array.from({ length: 60 - good.split('&').length }, (_, i) => `a${i}=1`).join('&');
  assert.equal((await submit(selfReferralForm, 'check', `${good}&${extra}`)).heading, 'Check your answers');
});

test('21. refuses a header of a megabyte and takes five hundred headers', async () => {
  const request = (headers: string) => raw(`GET /refer/myself/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);
  assert.match(await request(`X: ${'x'.repeat(1024 * 1024)}\r\n`), /^(HTTP\/1\.1 431 |$)/);
  assert.match(await request(Array.from({ length: 500 }, (_, i) => `X-${i}: 1\r\n`).join('')), /^HTTP\/1\.1 200 /);
  assert.equal((await ask('/refer/myself/')).status, 200);
});

test('26. refuses an Origin with another port, scheme or longer host', async () => {
  const { port } = new URL(site.url);
  const others = [`http://localhost:${Number(port) + 1}`, `https://localhost:${port}`, `http://localhost:${port}.evil.example`];
  for (const Origin of [...others, `http://evil.example/http://localhost:${port}`, 'http://localhost', ''])
    assert.match(await rawPost('/refer/myself/check/', good, { Origin }), /^HTTP\/1\.1 403 /, Origin);
});

test('27, 28, 29. without Origin accepts same-origin fetch metadata, our Referer or a good seal, and nothing else', async () => {
  // Asked first if it is really them, however slow this machine is; what comes back is one press from being sent.
  const trapped = await submit(selfReferralForm, 'check', `${good}&leave_empty=x`);
  const { state } = await submit(selfReferralForm, 'send', withState(trapped.state));
  const status = async (step: string, content: string, headers: Record<string, string> = {}) =>
    (await rawPost(`/refer/myself/${step}/`, content, headers)).slice(9, 12);
  assert.equal(await status('check', good), '403');
  assert.equal(await status('check', good, { 'Sec-Fetch-Site': 'same-origin' }), '200');
  assert.equal(await status('check', good, { Referer: `${site.url}/refer/myself/` }), '200');
  assert.equal(await status('check', good, { Referer: 'https://evil.example/' }), '403');
  assert.equal(await status('check', withState(state, good)), '200');
  assert.equal(await status('check', withState('a.b.c.d.e', good)), '403');
  assert.equal(await status('send', withState('a.b.c.d.e')), '403');
  noMail();
  assert.equal(await status('send', withState(state)), '303');
});

test('31. refuses another Host, and builds no URL from Host or X-Forwarded-Host', async () => {
  const evil = 'evil.example';
  assert.match(await rawPost('/refer/myself/check/', good, { Host: evil, Origin: site.url }), /^HTTP\/1\.1 403 /);
  for (const headers of [
    { Host: evil, Origin: `http://${evil}` },
    { 'X-Forwarded-Host': evil, Origin: site.url, 'X-Forwarded-Proto': 'https' },
  ])
    assert.doesNotMatch(await rawPost('/refer/myself/check/', good, headers), /evil\.example/);
  // With a public address only that one is ours, whatever a server in front of this one makes of Host.
  const from = (Origin: string) => new Request('http://localhost/', { headers: { Origin, Host: evil } });
  assert.equal(isSameOrigin(from(`http://${evil}`), 'https://www.example.org'), false);
  assert.equal(isSameOrigin(from('https://www.example.org'), 'https://www.example.org'), true);
});

test('32. no form page can be framed', async () => {
  for (const page of [await ask('/refer/myself/'), await fillIn(selfReferralForm), await fillIn(selfReferralForm, { person_name: '' })])
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
});

test('33. ignores next and returnTo', async () => {
  const { state } = await fillIn(selfReferralForm);
  const answer = await ask('/refer/myself/send/?next=https://evil.example&returnTo=//evil.example', {
    method: 'POST',
    headers: { 'Content-Type': formType, Origin: site.url },
    body: withState(
      (await formClient(site.url, '/refer/myself/').sendOnce(state)).state ?? state,
      'next=https://evil.example&returnTo=//evil',
    ),
  });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location') ?? '', /^\/refer\/myself\/sent\/\?r=R-/);
});

const names = {
  '36': ['મીરા પટેલ', 'ਹਰਪ੍ਰੀਤ ਕੌਰ', 'Łukasz Wójcik-Żółć', 'Ștefan', 'Nguyễn Thị Ánh', 'محمد علی', '李小龍', 'Ọlá'],
  '37': ["O'Brien", 'O’Brien', "D'Souza-Smith", 'St. John', 'de la Cruz', 'X Æ', 'Jean–Luc', 'I', 'Suharto'],
  '38': ['ક્\u200dષ', 'می\u200cخواهم'],
  '40': ['Null', 'undefined', 'NaN', 'true', 'Test', 'Drop Table', "Robert'); DROP TABLE Students;--"],
  '41': ['Dickinson', 'Hussein', 'Prototype', 'Constructor'],
};
for (const [row, each] of Object.entries(names)) {
  for (const name of each) {
    test(`${row}. accepts the name ${name} in every form, on the page and in the mail`, async () => {
      for (const form of forms) {
        const question = nameIn(form);
        provider.delivered.clear();
        const { page, mail } = await arrives(form, { [question]: name });
        const { label } = questionNamed(form, question);
        assert.deepEqual(summaryRows(page.html).get(label), [name.normalize('NFC')]);
        assert.equal(answerInMail(mail, label), name.normalize('NFC'));
        assert(
          mail.text.split('\n').some((line) => line.includes(name.normalize('NFC')) && !line.startsWith('  ')),
          'in "Do this first"',
        );
      }
    });
  }
}

const need = 'What would you like help with?';
const town = 'Which town or village do you live in?';
const words: [string, string, string, string, string?][] = [
  ['39. a letter and its accent, typed apart', 'person_name', 'What is your full name?', 'e\u0301', 'é'],
  ['42. emoji of several parts', 'need', need, '👨‍👩‍👧‍👦 thank you 🙏🏽'],
  ['43. signs of markup', 'need', need, 'R&D <3 "quotes" \\ back &amp; &lt;'],
  ['44. a phone number with blanks', 'person_phone', 'Phone number', '07700 900 982'],
  ['44. a phone number with brackets', 'person_phone', 'Phone number', '(01604) 555-123'],
  ['44. a phone number from abroad', 'person_phone', 'Phone number', '+48 22 123 45 67'],
  ['44. a phone number of here, as from abroad', 'person_phone', 'Phone number', '+44 7700 900982'],
  ['44. a phone number with an extension', 'person_phone', 'Phone number', '07700.900.982 x12'],
  ['44. a phone number pasted from contacts', 'person_phone', 'Phone number', '\u202a07700 900 982\u202c', '07700 900 982'],
  ...["o'neil@example.co.uk", 'first.last+tag@example.com', 'a@b.co', 'user%x@example.org', 'x_y-z!#$&*/=?^{|}~@example.com'].map(
    (address): [string, string, string, string] => [`45. the address ${address}`, 'person_email', 'Email address', address],
  ),
  ['45. an address with letters of its own', 'person_email', 'Email address', 'name@münchen.de', 'name@münchen.de (xn--mnchen-3ya.de)'],
  [
    '45. an address of 254 characters',
    'person_email',
    'Email address',
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.uk`,
  ],
  ['46. a thousand characters with the line breaks of Windows', 'need', need, `${'a\r\n'.repeat(499)}ab`, `${'a\n'.repeat(499)}ab`],
  ['46. a thousand characters with the line breaks of Unix', 'need', need, `${'a\n'.repeat(499)}ab`],
  [
    '54. a name that ends in a header of its own',
    'person_name',
    'What is your full name?',
    'Meera\r\nBcc: v@evil.example',
    'Meera Bcc: v@evil.example',
  ],
  [
    '54. the same, with rarer line breaks',
    'person_known_as',
    'What do you like to be called?',
    'a\u0085Bcc: b\u2028To: c',
    'a Bcc: b To: c',
  ],
  ['54. the same, written as percents', 'person_name', 'What is your full name?', 'Meera%0d%0aBcc: v@evil.example'],
  ['57. an address of the web', 'need', need, 'https://evil.example <a href="https://evil.example">Click</a>'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what someone may type.
  ['58. signs of templates', 'need', need, '{{7*7}} ${7*7} <%= 7 %> %s {{{NAME}}}'],
  ['59. a formula', 'need', need, '=HYPERLINK("https://evil.example")'],
  ['59. a formula that begins with a plus', 'person_known_as', 'What do you like to be called?', '+cmd'],
  ['59. a formula that begins with an @', 'person_area', town, '@SUM(1)'],
  ['60. a mark that turns the line', 'person_name', 'What is your full name?', 'Meera\u202eletaP', 'MeeraletaP'],
  ['61. control characters', 'need', need, 'a\u0000b\u0007c\u001bd\u007fe\u009ff', 'abcdef'],
  ['64. a thousand characters', 'need', need, 'a'.repeat(1000)],
  ['64. a thousand emoji', 'need', need, '😀'.repeat(1000)],
  ['66. letters that look like ours', 'person_email', 'Email address', 'info@раypal.com', 'info@раypal.com (xn--ypal-43d9g.com)'],
];
for (const [what, name, label, typed, shown = typed] of words) {
  test(`${what}: is shown and mailed as typed`, async () => {
    const { page, mail } = await arrives(selfReferralForm, { [name]: typed });
    assert.deepEqual(summaryRows(page.html).get(label), [shown]);
    assert.equal(answerInMail(mail, label), shown);
    assert.match(mail.subject, /^Referral R-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    assert.deepEqual(mail.body['to'], ['referrals@example.org']);
    assert.equal(mail.body['from'], 'Website <forms@example.org>');
    assert(elementsOf(mail.html).every(({ tagName }) => tagName !== 'a'));
    assert.doesNotMatch(mail.text + mail.html, /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\0]/);
  });
}

/** Asserts the page of errors with this message at this question: in the list on top and at the question, once each. */
function assertWrong(page: Answer, name: string, message: string) {
  assert.equal(page.status, 422, `${page.heading} for ${name}`);
  const elements = elementsOf(page.html);
  assert(textOf(elements.find(({ tagName }) => tagName === 'title') ?? assert.fail('no title')).startsWith('Error: '));
  const links = elements.filter((link) => link.tagName === 'a' && attribute(link, 'href') === `#${name}`);
  assert.deepEqual(links.map(textOf), [message]);
  const inline = elements
    .filter((element) => attribute(element, 'id') === `${name}-error`)
    .map((it) => textOf(it).replace(/\s+/g, ' ').trim());
  assert.deepEqual(inline, [`Error: ${message}`]);
  assert.equal(elements.filter((element) => attribute(element, 'id') === name).length, 1, `where #${name} leads`);
  noMail();
}

/** What must be answered otherwise for a question to be needed, where good answers are not enough. */
const neededWith: Record<string, Record<string, string>> = {
  referrer_org: { referrer_type: 'court' },
  referrer_phone: { referrer_type: 'court', referrer_email: '' },
};
for (const form of forms) {
  for (const [name, { requiredMessage, label }] of questionsInOrder(form)) {
    if (!requiredMessage) continue;
    test(`47, 48. ${form.address}: "${requiredMessage}" for who leaves out "${label}" or fills it with blanks, and all else is kept`, async () => {
      const given = { ...validAnswers(form), ...neededWith[name] };
      const page = await fillIn(form, { ...given, [name]: undefined });
      assertWrong(page, name, requiredMessage);
      const fields = fieldValues(page.html);
      for (const other of textQuestions(form)) {
        // What is only asked after the answer that was left out is not asked now, and so not kept.
        if (other === name || !isRelevant(questionNamed(form, other), { ...given, [name]: [] })) continue;
        assert.equal(fields.get(other), given[other], other);
      }
      for (const blank of ['   ', '\u00a0', '\u200b\u200b', '\u3164', '\r\n\t'])
        assertWrong(await fillIn(form, { ...given, [name]: blank }), name, requiredMessage);
    });
  }
}

test('49, 50. refuses a value that is not on the list, or two of them', async () => {
  for (const form of referralForms) {
    for (const service of ['hacking', 'REACH', 'constructor', '__proto__', ['reach', 'just-women']])
      assertWrong(await fillIn(form, { service }), 'service', 'Select which service you want');
  }
  assertWrong(await fillIn(callBackForm, { contact_how: ['call', 'pigeon'] }), 'contact_how', 'Select how we can contact you');
});

test('51. ignores names with brackets and dots', async () => {
  const page = await fillIn(selfReferralForm, {
    person_name: undefined,
    'person_name[first]': 'a',
    'person_name[]': 'a',
    'person_name.first': 'a',
  });
  assertWrong(page, 'person_name', 'Enter your full name');
});

test('52, 53. ignores unknown names: they change neither the mail, its recipients nor the next submission', async () => {
  const { page, mail } = await arrives(selfReferralForm, {
    ['__proto__']: 'x',
    '__proto__[admin]': '1',
    'constructor[prototype][x]': '1',
    to: 'victim@example.org',
    from: 'victim@example.org',
    subject: 'Hello',
    bcc: 'victim@example.org',
    reply_to: 'victim@example.org',
    html: '<b>Hello</b>',
    answers: '{}',
  });
  assert.doesNotMatch(JSON.stringify(mail.body) + page.html, /victim|Hello/);
  assert.deepEqual(Object.keys(mail.body).toSorted(), ['from', 'html', 'subject', 'text', 'to']);
  assert.equal((await submit(selfReferralForm, 'check', '')).status, 422);
});

const notAnAddress = 'Enter an email address in the correct format, like name@example.com';
const wrong: [string, string, string, string][] = [
  ...[
    'a@b.co\r\nBcc:x@y.zz',
    'a@b.co,x@y.zz',
    '"a b"@c.de',
    '<a@b.co>',
    'a@b',
    'a@@b.co',
    'a..b@c.de',
    'a@-b.co',
    'a@b.c',
    'moc.live@a\u202e',
  ].map((address): [string, string, string, string] => ['55, 60', 'person_email', address, notAnAddress]),
  ['61', 'person_name', '\u0000\u0007\u001b\u007f\u0085', 'Enter your full name'],
  ['63', 'person_name', `a${'\u0301'.repeat(10_000)}`, 'Full name must be 100 characters or fewer'],
  ['63', 'need', `a${'\u0301'.repeat(10_000)}`, 'What you would like help with must be 1,000 characters or fewer'],
  ['64', 'need', 'a'.repeat(1001), 'What you would like help with must be 1,000 characters or fewer'],
  ['64', 'need', '😀'.repeat(1001), 'What you would like help with must be 1,000 characters or fewer'],
  ['65', 'person_email', `a@${'a.'.repeat(20_000)}`, 'Email address must be 254 characters or fewer'],
  ['65', 'person_phone', '+'.repeat(20_000), 'Phone number must be 30 characters or fewer'],
  ['65', 'person_name', ' '.repeat(30_000), 'Enter your full name'],
  ['65', 'person_known_as', `a${' '.repeat(60_000)}a`, 'What do you like to be called? must be 200 characters or fewer'],
];
for (const [row, name, typed, message] of wrong) {
  test(`${row}. "${message}" for ${name} ${JSON.stringify(typed.slice(0, 30))}`, async () => {
    assertWrong(await fillIn(selfReferralForm, { [name]: typed }), name, message);
  });
}

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'><b onclick=alert(1)>x",
  '</textarea><script>x</script>',
  '--><style>*{}</style>x',
];
for (const form of forms) {
  test(`56, 57. ${form.address}: escapes markup in every field, on the error page, the check page and in the mail`, async () => {
    const everywhere = (text: string) => Object.fromEntries(textQuestions(form).map((name) => [name, text]));
    const sendable = (text: string) => Object.fromEntries(Object.entries(everywhere(text)).filter(([name]) => !/phone|email/.test(name)));
    const shape = (html: string) => elementsOf(html).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));
    const plainErrors = shape((await fillIn(form, everywhere('plain'))).html);
    const plain = await arrives(form, sendable('plain'));
    for (const text of hostile) {
      provider.delivered.clear();
      const errors = await fillIn(form, everywhere(text));
      assert.deepEqual(shape(errors.html), plainErrors, text);
      for (const name of textQuestions(form)) assert.equal(fieldValues(errors.html).get(name), text, name);
      const { page, mail } = await arrives(form, sendable(text));
      assert.deepEqual(shape(page.html), shape(plain.page.html), text);
      assert.deepEqual(shape(mail.html), shape(plain.mail.html), text);
      assert(summaryRows(page.html).size > 0 && [...summaryRows(page.html).values()].flat().filter((line) => line === text).length > 0);
      assert(mail.text.includes(text));
    }
  });
}

const kindPages: [string, Form, Changes, string][] = [
  ...referralForms.map((form): [string, Form, Changes, string] => ['67', form, { person_adult: 'no' }, 'This service is for adults']),
  ['67', mentorForm, { adult: 'no' }, 'Mentoring is for people aged 18 and over'],
  ['68', mentorForm, { criteria: 'not-yet' }, 'Not yet is fine'],
  ['69', friendReferralForm, { person_knows: 'no' }, 'Talk to them first, if it is safe'],
  ['69', professionalReferralForm, { person_knows: 'no' }, 'Talk to them first, if it is safe'],
];
for (const [row, form, changes, title] of kindPages) {
  test(`${row}. ${form.address}: shows "${title}" before any error, sends and logs nothing, and keeps the answers on the way back`, async () => {
    const before = site.output();
    const page = await fillIn(form, { ...changes, [nameIn(form)]: '' });
    assert.deepEqual([page.status, page.heading], [200, title]);
    assert.match(page.html, /We have not kept your answer/);
    assert(!page.html.includes('Oadby'));
    const back = await submit(form, 'check', withState(page.state, `change=${Object.keys(changes ?? {})[0]}`));
    assert.deepEqual([back.status, back.heading], [200, form.title]);
    assert([...fieldValues(back.html).values()].includes('Oadby'));
    // What a kind page carries cannot be sent either.
    const sent = await send(form, page.state);
    assert.deepEqual([sent.status, sent.title.startsWith(title)], [200, true]);
    noMail();
    assert.equal(site.output(), before);
  });
}

test('69. sent without their agreement, the mail has a warning on top and no number of theirs', async () => {
  const page = await fillIn(professionalReferralForm, { person_knows: 'no' });
  const checked = await submit(professionalReferralForm, 'check', withState(page.state, 'send-anyway=yes'));
  assert.equal(checked.heading, 'Check your answers');
  assert.doesNotMatch(checked.html, /07700 900 982|meera@example\.org/);
  assert.equal((await send(professionalReferralForm, checked.state)).status, 303);
  const mail = onlyMail();
  assert.doesNotMatch(mail.text + mail.html, /07700 900 982|meera@example\.org/);
  const top = leadingLines(mail);
  for (const warning of ['CALL REFERRER FIRST', 'DO NOT CONTACT THE PERSON. GO THROUGH THE REFERRER', 'PERSON HAS NOT AGREED YET'])
    assert(top.includes(warning), warning);
});

test('69. after they agree, everything that was filled in is kept', async () => {
  for (const form of [friendReferralForm, professionalReferralForm]) {
    provider.delivered.clear();
    const page = await fillIn(form, { person_knows: 'no' });
    const checked = await submit(form, 'check', withState(page.state, 'agreed=yes'));
    assert.equal(checked.heading, 'Check your answers');
    await send(form, checked.state);
    assert.match(onlyMail().text, /07700 900 982/);
  }
});

test('69. a button that was not shown does nothing', async () => {
  for (const button of ['send-anyway=yes', 'agreed=yes']) {
    assert.equal(
      (await submit(friendReferralForm, 'check', `${contentOf(friendReferralForm, { person_knows: 'no' })}&${button}`)).heading,
      'Talk to them first, if it is safe',
    );
    const { state } = await fillIn(friendReferralForm);
    assert.equal((await submit(friendReferralForm, 'check', withState(state, button))).status, 422);
  }
  const { state } = await fillIn(friendReferralForm, { person_knows: 'no' });
  assert.equal((await submit(friendReferralForm, 'check', withState(state, 'send-anyway=yes'))).status, 422);
});

test('69. when unsure, the hidden number is dropped', async () => {
  for (const form of [friendReferralForm, professionalReferralForm]) {
    provider.delivered.clear();
    const { page, mail } = await arrives(form, { person_knows: 'knows-unsure', contact_how: ['via-referrer'] });
    assert.doesNotMatch(page.html + mail.text + mail.html, /07700 900 982|meera@example\.org/);
  }
});

test('70. drops what was written for an answer that was not chosen', async () => {
  const { page, mail } = await arrives(selfReferralForm, { service: 'reach', interpreter: 'no', access_needs: ['quiet'] });
  for (const unchosen of ['Help with letters', 'Gujarati', 'A seat near the door'])
    assert(!(page.html + mail.text).includes(unchosen), unchosen);
});

test('71. asks about a call or text that nobody said is safe', async () => {
  for (const form of forms) {
    const whom = form === friendReferralForm || form === professionalReferralForm ? 'them' : 'you';
    assertWrong(
      await fillIn(form, { contact_how: ['call'], message_safe: undefined }),
      'message_safe',
      'Select if it is safe to leave a message',
    );
    assertWrong(
      await fillIn(form, { contact_how: ['text'], message_safe: 'no' }),
      'contact_how',
      `You said it is not safe to send a text. Choose another way to contact ${whom}`,
    );
  }
});

test('72. the last step without all answers leads to what is missing', async () => {
  for (const form of forms) {
    const nothing = await submit(form, 'send', '');
    assert.equal(nothing.status, 422);
    assert.match(nothing.html, /Start again/);
    const [name = '', answer = ''] = Object.entries(validAnswers(form))[0] ?? [];
    const some = await submit(form, 'send', withState(await seal(form, { answers: { [name]: answer }, revision: 1 }, keys)));
    assert.deepEqual([some.status, some.heading], [422, form.title]);
    assert(elementsOf(some.html).some((element) => attribute(element, 'id')?.endsWith('-error')));
  }
  noMail();
});

const minted = (form: Form) => ({ id: 'an-id', reference: `${form.referencePrefix}-2345-6789`, createdAt: '2026-11-20T17:00:00Z' });
const stateOf = (form: Form): FormState => ({ answers: validAnswers(form), submissionId: minted(form), revision: 1 });

test('73. a changed, cut, forged or foreign seal starts again, always with the same page', async () => {
  const { state } = await fillIn(selfReferralForm);
  const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
  const payload = Buffer.from(JSON.stringify({ state: stateOf(selfReferralForm), aud: 'refer/myself 1', exp: 9e9 })).toString('base64url');
  const [, , iv, cipher, tag] = state.split('.');
  const changed = (at: number) => `${state.slice(0, at)}${state[at] === 'A' ? 'B' : 'A'}${state.slice(at + 1)}`;
  const bad = [
    changed(Math.floor(state.length / 2)),
    changed(3),
    changed(state.length - 10),
    state.slice(0, -9),
    `${state}x`,
    (await fillIn(professionalReferralForm)).state,
    await seal({ ...selfReferralForm, version: 99 }, stateOf(selfReferralForm), keys),
    await seal(selfReferralForm, stateOf(selfReferralForm), { current: new Uint8Array(key(9)) }),
    `${header({ alg: 'none' })}.${payload}.`,
    `${header({ alg: 'none', enc: 'none' })}..${iv}.${payload}.${tag}`,
    `${header({ alg: 'dir', enc: 'A128CBC-HS256' })}..${iv}.${cipher}.${tag}`,
    // A made-up count of rounds would keep the processor busy for minutes.
    `${header({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2s: 'AAAA', p2c: 999_999_999 })}.AAAA.${iv}.${cipher}.${tag}`,
    'a.b.c.d.e',
    '<script>',
    'x'.repeat(50_000),
  ];
  const pages = new Set<string>();
  for (const each of bad) {
    const page = await submit(selfReferralForm, 'send', withState(each));
    assert.deepEqual([page.status, page.heading], [422, selfReferralForm.title]);
    pages.add(page.html);
    // On the way to the check page what was typed is still there, and goes on as a new visit.
    assert.equal((await submit(selfReferralForm, 'check', withState(each, good))).heading, 'Check your answers');
    const kept = await submit(selfReferralForm, 'check', withState(each, contentOf(selfReferralForm, { person_name: '' })));
    assert.deepEqual([kept.status, fieldValues(kept.html).get('person_area')], [422, 'Oadby']);
  }
  assert.equal(pages.size, 1);
  assert.match([...pages][0] ?? '', /Start again/);
  noMail();
});

test('74, 81. a seal older than 20 hours says "It has been a while", keeps all answers and gets a new reference', async () => {
  for (const form of forms) {
    for (const age of [20 * hour + 60_000, 25 * hour]) {
      provider.delivered.clear();
      provider.requests.length = 0;
      const page = await submit(form, 'send', withState(await seal(form, stateOf(form), keys, Date.now() - age)));
      assert.equal(page.status, 422);
      assert.match(page.html, /It has been a while\. Check your answers and send again/);
      const fields = fieldValues(page.html);
      for (const name of textQuestions(form)) assert.equal(fields.get(name), validAnswers(form)[name], name);
      noMail();
      const again = await fillIn(form, {}, page.state);
      const sent = await send(form, again.state);
      assert.equal(sent.status, 303);
      assert.notEqual(referenceIn(sent.location), minted(form).reference);
    }
  }
});

test('75. accepts seals up to 10 minutes in the future; treats later ones as expired', async () => {
  for (const off of [-10, -1, 1, 9]) {
    const sealed = await seal(
      selfReferralForm,
      { ...stateOf(selfReferralForm), submissionId: { ...minted(selfReferralForm), id: `off ${off}` } },
      keys,
      Date.now() + off * 60_000,
    );
    assert.equal((await send(selfReferralForm, sealed)).status, 303, `${off} minutes`);
  }
  const ahead = await submit(
    selfReferralForm,
    'send',
    withState(await seal(selfReferralForm, stateOf(selfReferralForm), keys, Date.now() + 12 * 60_000)),
  );
  assert.equal(ahead.status, 422);
  assert.match(ahead.html, /It has been a while/);
});

test('76. accepts a seal made with the previous key', async () => {
  const sealed = await seal(selfReferralForm, stateOf(selfReferralForm), { current: new Uint8Array(key(8)) });
  assert.equal((await send(selfReferralForm, sealed)).status, 303);
  assert.equal(provider.delivered.size, 1);
});

for (const form of forms) {
  test(`77, 78, 79. ${form.address}: resubmitting (double click, refresh, Back) is idempotent: one reference, one mail`, async () => {
    const { state } = await fillIn(form);
    const [one, two] = await Promise.all([send(form, state), send(form, state)]);
    assert.deepEqual([one.status, two.status], [303, 303]);
    assert.equal(one.location, two.location);
    for (let looks = 0; looks < 2; looks += 1) {
      const page = await ask(one.location ?? '');
      assert.equal(page.status, 200);
      assert(page.html.includes(referenceIn(one.location) ?? 'no reference'));
      assert.match(page.html, /You do not need to send it again/);
      assert(!/Meera|Oadby|07700/.test(page.html));
    }
    const later = await send(form, state);
    assert.equal(later.location, one.location);
    assert.equal(provider.delivered.size, 1);
    assert.equal(new Set(provider.requests.map(({ idempotencyKey: key, bytes }) => `${key} ${bytes}`)).size, 1);
    const reference = referenceIn(one.location);
    assert.equal(onlyMail().subject, `${form.subject} ${reference}`);
    assert(onlyMail().text.includes(`Reference: ${reference}`));
  });

  test(`80. ${form.address}: a changed answer keeps the reference, and the second mail says it replaces the first`, async () => {
    const first = await fillIn(form);
    const one = await send(form, first.state);
    const [name = ''] = textQuestions(form);
    const back = await submit(form, 'check', withState(first.state, `change=${name}`));
    assert.equal(fieldValues(back.html).get(name), validAnswers(form)[name]);
    assert(elementsOf(back.html).some((box) => attribute(box, 'id') === name && attribute(box, 'autofocus') !== undefined));
    const second = await fillIn(form, { [name]: 'Something else' }, back.state);
    const two = await send(form, second.state);
    assert.equal(referenceIn(two.location), referenceIn(one.location));
    const [before, after] = [...provider.delivered.values()].map(({ body }) => String(body['text']));
    assert.equal(provider.delivered.size, 2);
    assert.doesNotMatch(before ?? '', /replaces/);
    assert.match(after ?? '', /\nVersion 2\. If you already have an e-mail with this reference, this one replaces it\.\n$/);
  });

  test(`82, 83. ${form.address}: two people with the same answers get two references, each shown only with its receipt`, async () => {
    const sent = await Promise.all([1, 2].map(async () => send(form, (await fillIn(form)).state)));
    assert.equal(new Set(sent.map(({ location }) => referenceIn(location))).size, 2);
    assert.equal(provider.delivered.size, 2);

    const [one, two] = sent.map(({ location }) => new URL(location ?? '', site.url).searchParams.get('r') ?? '');
    const other = forms.find((each) => each !== form && each.referencePrefix === form.referencePrefix) ?? assert.fail();
    const made = receiptToken(form, referenceIn(one ?? '') ?? '', { current: new Uint8Array(key(9)) });
    const guesses = [
      '',
      '<script>alert(1)</script>',
      referenceIn(one ?? ''),
      `${referenceIn(one ?? '')}.${two?.split('.')[1]}`,
      made,
      `${one}x`,
    ];
    for (const guess of guesses) {
      const page = await ask(`/${form.address}/sent/?r=${encodeURIComponent(guess ?? '')}`);
      assert.deepEqual([page.status, page.heading], [404, 'Nothing was confirmed here']);
      assert.equal(referenceIn(page.html), undefined);
      assert.doesNotMatch(page.html, /alert\(1\)/);
      assert.equal(page.headers.get('cache-control'), 'no-store');
    }
    assert.equal((await ask(`/${other.address}/sent/?r=${one}`)).status, 404);
    assert.equal((await ask(`/${form.address}/sent/?ref=${one}`)).status, 404);
  });
}

test('92. serves a form to 300 at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 300 }, () =>
      fetch(`${site.url}/refer/myself/`).then(async (it) => {
        await it.text();
        return it.status;
      }),
    ),
  );
  assert(answers.every((status) => status === 200));
});

/** Every page a form can lead to, with a marker in every box, by its name. */
async function everyPage(form: Form, marker: string): Promise<Record<string, { status: number; html: string; location: string | null }>> {
  const marked = Object.fromEntries(
    textQuestions(form).map((name) => [name, /email/.test(name) ? `${marker}@example.org` : /phone/.test(name) ? '07700 900 111' : marker]),
  );
  const see = ({ status, html, headers }: Answer) => ({ status, html, location: headers.get('location') });
  const checked = await fillIn(form, marked);
  const name = nameIn(form);
  const back = await submit(form, 'check', withState(checked.state, `change=${name}`));
  provider.respondOnceWith('500', '500');
  const failed = await send(form, checked.state);
  provider.respondOnceWith('422');
  const refusedByProvider = await send(form, checked.state);
  provider.respondOnceWith();
  const sent = await send(form, checked.state);
  return {
    check: see(checked),
    errors: see(await fillIn(form, { ...marked, [name]: '' })),
    'errors of every kind': see(await fillIn(form, { ...marked, [name]: marker.repeat(400), contact_how: [] })),
    'a choice that is none': see(await fillIn(form, { ...marked, contact_how: [marker] })),
    back: see(back),
    failed,
    refusedByProvider,
    sent,
    'sent page': see(await ask(sent.location ?? '')),
    'another site': see(await submit(form, 'check', contentOf(form, marked), { Origin: 'https://evil.example' })),
    'no text': see(await submit(form, 'check', `${contentOf(form, marked)}&x=%FF`)),
    'too old': see(
      await submit(form, 'send', withState(await seal(form, { ...stateOf(form), answers: { ...validAnswers(form), ...marked } }, keys, 0))),
    ),
    'in the address': see(await ask(`/${form.address}/?${contentOf(form, marked)}`)),
    'in the address of a step': see(await ask(`/${form.address}/check/?${contentOf(form, marked)}`)),
    nowhere: see(await ask(`/${form.address}/${marker}/`)),
  };
}

for (const form of forms) {
  test(`114, 116, 119, 120. ${form.address}: nothing that was typed is in the log, a URL or a subject`, async () => {
    const marker = `Zebedee${form.address.length}`;
    const pages = await everyPage(form, marker);
    for (const [which, { location }] of Object.entries(pages)) assert(!location?.includes(marker), which);
    assert.deepEqual(
      Object.values(pages).map(({ status }) => status),
      [200, 422, 422, 422, 200, 503, 503, 303, 200, 403, 400, 422, 200, 303, 404],
    );
    assert(!pages['sent page']?.html.includes(marker));
    assert(pages['failed']?.html.includes(marker), 'what was not sent is still on the page');

    const reference = referenceIn(pages['sent']?.location ?? '');
    for (const { idempotencyKey: mailKey, body: mail } of provider.requests) {
      assert.equal(mail['subject'], `${form.subject} ${reference}`);
      assert.match(mailKey ?? '', new RegExp(`^${reference}/[0-9a-f]{16}$`));
      assert.deepEqual(Object.keys(mail).toSorted(), ['from', 'html', 'subject', 'text', 'to']);
    }
    const printed = site.output();
    assert(printed.includes(reference ?? 'no reference'));
    for (const text of [marker, '07700 900 111', 'Oadby', 'secret@', 're_test', 'referrals@example.org"'])
      assert(!printed.includes(text), text);
    for (const [algorithm, encoding] of [
      ['sha256', 'hex'],
      ['sha256', 'base64'],
      ['sha1', 'hex'],
      ['md5', 'hex'],
    ] as const)
      assert(!printed.includes(createHash(algorithm).update(marker).digest(encoding).slice(0, 16)), algorithm);
  });

  test(`123. ${form.address}: no page loads from another site or has an inline script`, async () => {
    for (const [which, { html }] of Object.entries({ ...(await everyPage(form, 'Zebedee')), empty: await ask(`/${form.address}/`) })) {
      for (const element of elementsOf(html)) {
        const asks = attribute(element, 'src') ?? (element.tagName === 'link' ? attribute(element, 'href') : undefined);
        const canonical = attribute(element, 'rel') === 'canonical';
        if (asks !== undefined && !canonical) assert.match(asks, /^\/(?!\/)/, `${which}: ${element.tagName}`);
        if (element.tagName === 'script') assert(attribute(element, 'src'), which);
        if (element.tagName === 'form') assert.match(attribute(element, 'action') ?? '', /^\/(?!\/)/, which);
      }
    }
  });
}

test('115. an error in our code is a page without stack, path or cause', async () => {
  const broken = await serve({ SEAL_KEY: key(7).toString('base64url') });
  try {
    for (const form of forms) {
      // Only the site itself has the key for such a seal, so this stands for an error in our own code.
      for (const answers of [null, { contact_how: 7 }, { ...validAnswers(form), [nameIn(form)]: { first: 'Zebedee' } }]) {
        const state = await seal(form, { ...stateOf(form), answers: answers as unknown as FormState['answers'] }, keys);
        for (const [step, content] of [
          ['send', ''],
          ['check', 'change=contact_how'],
        ]) {
          const response = await fetch(`${broken.url}/${form.address}/${step}/`, {
            method: 'POST',
            headers: { 'Content-Type': formType, Origin: broken.url },
            body: withState(state, content),
            signal: AbortSignal.timeout(5000),
          });
          const html = await response.text();
          assert.deepEqual([response.status, headingOf(html)], [500, 'Something went wrong']);
          assert.equal(response.headers.get('cache-control'), 'no-store');
          assert.doesNotMatch(html + [...response.headers].join(), /TypeError|Cannot|at .+\.m?[jt]s:\d+|node_modules|resend|Zebedee/i);
        }
      }
    }
    assert.doesNotMatch(broken.output(), /Zebedee|Meera|Oadby|07700/);
  } finally {
    await broken.stop();
  }
});

test('121. no file for browsers names a key, a mailbox, a setting or a source map', async () => {
  const folder = join(root, 'dist/node/client');
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    assert.doesNotMatch(entry.name, /\.map$/);
    if (!/\.(js|css|html|json|xml|txt)$/.test(entry.name)) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
    assert.doesNotMatch(text, /RESEND_|SEAL_KEY|MAIL_TO|MAIL_FROM|sourceMappingURL/, entry.name);
  }
});

test('19. one byte a second is cut off with 408 after ten seconds, and no other request waits', async () => {
  const { answer, seconds } = await slow;
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert(seconds < 12, `${seconds} seconds`);
});

test('114. every log line of all tests above has only fields on the allow-list', () => {
  const lines = site
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  assert(lines.length > 20);
  const rules: Record<string, RegExp> = {
    time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
    event: /^(submission|alert)$/,
    reference: /^[MR]-[A-Z2-9]{4}-[A-Z2-9]{4}$/,
    outcome: /^(sent|not_sent|unknown|provider_rejected)$/,
    attempts: /^[12]$/,
    providerStatus: /^(\d{3}|null)$/,
    providerName: /^[a-z_]+$/,
    ms: /^\d+$/,
  };
  for (const line of lines)
    for (const [name, value] of Object.entries(JSON.parse(line))) assert.match(String(value), rules[name] ?? /^not on the list$/, line);
});
