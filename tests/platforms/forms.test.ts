import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import PostalMime from 'postal-mime';
import { inOrder } from '../../src/forms/form.ts';
import { mentorForm } from '../../src/forms/mentor.ts';
import { body, goodMentor, posted } from '../forms/answers.ts';
import { type answers, type Provider, standInProvider, towards } from '../provider.ts';
import { type Served, serve } from '../serve.ts';
import { visitor } from '../visit.ts';

let provider: Provider;
let site: Served;
let visit: ReturnType<typeof visitor>;
before(async () => {
  provider = await standInProvider();
  site = await serve(towards(provider));
  visit = visitor(site.url);
});
after(async () => {
  await provider.stop();
  await site?.stop();
});
beforeEach(() => {
  provider.posts.length = 0;
  provider.delivered.clear();
  provider.next();
});

type Element = DefaultTreeAdapterTypes.Element;

/** Every element a browser would make of a page. */
function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}

const referenceIn = (text: string | null) => /M-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text ?? '')?.[0];

test('an application goes from the form to one mail: the same reference on the page, in the subject and in the body', async () => {
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
  assert.equal(provider.posts.length, 1);
  const [post] = provider.posts;
  assert.match(post?.key ?? '', new RegExp(`^${reference}/[0-9a-f]{16}$`));
  assert.equal(post?.body['subject'], `Mentor application ${reference}`);
  assert.deepEqual(post?.body['to'], ['mentors@example.org', 'duty@example.org']);
  assert(String(post?.body['text']).includes(`Reference: ${reference}`));
  for (const answer of Object.values(goodMentor).flat()) {
    if (/[A-Z]/.test(answer)) for (const line of answer.split('\n')) assert(String(post?.body['text']).includes(line), line);
  }
});

test('without a provider the mail is one file, whose subject is only the form and the reference', async () => {
  const own = await serve();
  try {
    assert.match(own.printed(), /Mail is written as files to .*var\/mail/);
    const there = visitor(own.url);
    const sent = await there.send((await there.fillIn()).state);
    assert.equal(sent.status, 303);
    const files = await readdir(join(own.folder, 'var/mail'));
    assert.equal(files.length, 1);
    const mail = await PostalMime.parse(await readFile(join(own.folder, 'var/mail', files[0] ?? '')));
    assert.equal(mail.subject, `Mentor application ${referenceIn(sent.location)}`);
    for (const [, { label, kind }] of inOrder(mentorForm)) if (kind !== 'tick') assert(mail.text?.includes(label), label);
  } finally {
    await own.stop();
  }
});

test('pressing Send twice at once is the same reference, the same key and the same bytes', async () => {
  const { state } = await visit.fillIn();
  const [one, two] = await Promise.all([visit.send(state), visit.send(state)]);
  assert.deepEqual([one.status, two.status], [303, 303]);
  assert.equal(one.location, two.location);
  assert.equal(new Set(provider.posts.map(({ key, bytes }) => `${key} ${bytes}`)).size, 1);
  assert.equal(provider.delivered.size, 1);
});

test('two people with the same answers are two applications', async () => {
  const sent = await Promise.all([1, 2].map(async () => visit.send((await visit.fillIn()).state)));
  assert.equal(new Set(sent.map(({ location }) => location)).size, 2);
  assert.equal(provider.delivered.size, 2);
});

test('changing an answer keeps the reference, and the mail says that it replaces the first', async () => {
  const first = await visit.fillIn();
  const one = await visit.send(first.state);
  const form = await visit.change(first.state, 'area');
  assert.equal(form.status, 200);
  assert.match(form.html, /id="area"[^>]*value="Oadby"|value="Oadby"[^>]*id="area"/);
  assert.match(form.html, /<input[^>]*id="area"[^>]*autofocus|<input[^>]*autofocus[^>]*id="area"/);
  const second = await visit.fillIn({ area: 'Wigston' }, form.state);
  const two = await visit.send(second.state);
  assert.equal(referenceIn(one.location), referenceIn(two.location));
  assert.equal(provider.posts.length, 2);
  assert.match(
    String(provider.posts[1]?.body['text']),
    /Version 2\. If you already have an e-mail with this reference, this one replaces it\.\n$/,
  );
  assert.doesNotMatch(String(provider.posts[0]?.body['text']), /replaces/);
});

for (const [name, question] of inOrder(mentorForm)) {
  if (!question.missing) continue;
  test(`without an answer to "${question.label}" the page says so twice, keeps the rest, and sends nothing`, async () => {
    const page = await visit.fillIn({ [name]: undefined });
    assert.equal(page.status, 422);
    assert.match(page.title, /^Error: /);
    assert(page.html.includes(`<a href="#${name}">${question.missing}</a>`));
    assert(page.html.split(question.missing ?? '').length - 1 >= 2);
    assert(page.html.includes(`id="${name}"`));
    if (name !== 'area') assert(page.html.includes('value="Oadby"'));
    assert.equal(provider.posts.length, 0);
  });
}

test('an empty post is every needed question, in the order they are asked', async () => {
  const page = await visit.post('check', '');
  assert.equal(page.status, 422);
  const links = [...page.html.matchAll(/<a href="#([a-z_]+)">/g)].map(([, name]) => name);
  assert.deepEqual(links, ['criteria', 'training', 'name', 'adult', 'area', 'contact_how', 'why', 'vetting_ok']);
});

test('"not all of them yet" is a kind page; nothing is sent, and the way back keeps the answers', async () => {
  const page = await visit.fillIn({ criteria: 'not-yet', name: '' });
  assert.equal(page.status, 200);
  assert.match(page.html, /Not yet is fine/);
  assert.match(page.html, /We have not kept your answer/);
  const back = await visit.change(page.state, 'criteria');
  assert.match(back.html, /value="Oadby"/);
  // What a kind page carries cannot be sent either.
  assert.equal((await visit.send(page.state)).status, 200);
  assert.equal(provider.posts.length, 0);
});

test('being under 18 is a kind page with someone to talk to', async () => {
  const page = await visit.fillIn({ adult: 'no' });
  assert.equal(page.status, 200);
  assert.match(page.html, /href="\/help\/urgent\/"/);
});

test('"not at the moment" to training goes on, and the check page says what the form will say', async () => {
  const page = await visit.fillIn({ training: 'not-now' });
  assert.equal(page.status, 200);
  assert.match(page.html, /You can still send the form/);
});

const good = body(posted());
const form = 'application/x-www-form-urlencoded';
const refusals: [string, string, Record<string, string>, number][] = [
  ['JSON', '{"name":"a"}', { 'Content-Type': 'application/json' }, 415],
  ['plain text', good, { 'Content-Type': 'text/plain' }, 415],
  ['a type that only begins like a form', good, { 'Content-Type': `${form}x` }, 415],
  ['another alphabet', good, { 'Content-Type': `${form}; charset=utf-7` }, 415],
  ['a file', '--x\r\n', { 'Content-Type': 'multipart/form-data; boundary=x' }, 415],
  ['a squeezed body', good, { 'Content-Encoding': 'gzip' }, 415],
  ['64 KiB and one', `a=${'x'.repeat(64 * 1024 - 1)}`, {}, 413],
  ['another site', good, { Origin: 'https://evil.example' }, 403],
  ['a sandboxed frame', good, { Origin: 'null' }, 403],
  ['bytes that are no text', 'name=%C3%28', {}, 400],
  ['half a character', 'name=%ED%A0%80', {}, 400],
  ['five thousand names', Array.from({ length: 5000 }, (_, i) => `a${i}=1`).join('&'), {}, 400],
];
for (const [what, content, headers, status] of refusals) {
  test(`${what} is answered ${status}, with a page a person can read, and nothing is sent`, async () => {
    const page = await visit.post('check', content, headers);
    assert.equal(page.status, status);
    assert.match(page.html, /<h1>[A-Z][^<]{10,}<\/h1>/);
    assert.match(page.html, /href="\/become-a-mentor\/apply\/"/);
    assert.equal(provider.posts.length, 0);
  });
}

test('another port, scheme or longer name than ours is another site', async () => {
  const port = new URL(site.url).port;
  for (const origin of [`http://localhost:${Number(port) + 1}`, `https://localhost:${port}`, `http://localhost:${port}.evil.example`])
    assert.equal((await visit.post('check', good, { Origin: origin })).status, 403, origin);
});

test('a broken percent sign is text', async () => {
  const page = await visit.post('check', good.replace('Oadby', '100%zz%'));
  assert.equal(page.status, 200);
  assert(page.html.includes('100%zz%'));
});

test('a browser that does not say where it comes from is let on by a good seal, and by nothing else', async () => {
  const { state } = await visit.fillIn();
  const bare = (step: string, content: string, headers: Record<string, string> = {}): Promise<string> => {
    const { port } = new URL(site.url);
    const lines = [
      `POST /become-a-mentor/apply/${step}/ HTTP/1.1`,
      `Host: localhost:${port}`,
      `Content-Type: ${form}`,
      `Content-Length: ${Buffer.byteLength(content)}`,
      'Connection: close',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    return new Promise((done) => {
      let got = '';
      const socket = connect(Number(port), 'localhost', () => socket.write(`${lines.join('\r\n')}\r\n\r\n${content}`));
      socket.on('data', (chunk) => {
        got += chunk;
      });
      socket.on('close', () => done(got));
    });
  };
  assert.match(await bare('check', good), /^HTTP\/1\.1 403 /);
  assert.match(await bare('check', good, { 'Sec-Fetch-Site': 'same-origin' }), /^HTTP\/1\.1 200 /);
  assert.match(await bare('check', good, { 'Sec-Fetch-Site': 'cross-site', Origin: site.url }), /^HTTP\/1\.1 403 /);
  assert.match(await bare('check', good, { Referer: `${site.url}/become-a-mentor/apply/` }), /^HTTP\/1\.1 200 /);
  assert.match(await bare('send', `state=${state}`), /^HTTP\/1\.1 303 /);
  assert.match(await bare('send', 'state=a.b.c.d.e'), /^HTTP\/1\.1 403 /);
});

test('a body of 64 KiB and one, without its length, is answered 413', async () => {
  const { port } = new URL(site.url);
  const answer = await new Promise<string>((done) => {
    let got = '';
    const socket = connect(Number(port), 'localhost', () => {
      socket.write(
        `POST /become-a-mentor/apply/check/ HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${site.url}\r\nContent-Type: ${form}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      );
      socket.write(`${(64 * 1024 + 1).toString(16)}\r\n${'x'.repeat(64 * 1024 + 1)}\r\n0\r\n\r\n`);
    });
    socket.on('data', (chunk) => {
      got += chunk;
    });
    socket.on('error', () => done(got));
    socket.on('close', () => done(got));
  });
  assert.match(answer, /^HTTP\/1\.1 413 /);
});

test('a seal that was changed, or made by another site, starts again with 422', async () => {
  const { state = '' } = await visit.fillIn();
  for (const bad of [`${state}x`, state.slice(0, -9), 'a.b.c.d.e']) {
    const page = await visit.send(bad);
    assert.equal(page.status, 422);
    assert.match(page.title, /^Error: /);
    assert.match(page.html, /Start again/);
  }
  assert.equal(provider.posts.length, 0);
});

test('markup and strange words in every box come back as they were typed, on the page and in the mail', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what someone may type.
  const hostile = '"><svg onload=alert(1)></textarea><script>alert(1)</script> R&D <3 {{7*7}} ${7*7} &amp;';
  const typed = Object.fromEntries(['training_help', 'contact_when', 'why', 'experience', 'support_other'].map((name) => [name, hostile]));
  const withError = await visit.fillIn({ ...typed, name: '' });
  const checked = await visit.fillIn(typed);
  const plain = elementsOf((await visit.fillIn({ name: '' })).html).map(({ tagName }) => tagName);
  const elements = elementsOf(withError.html);
  assert.deepEqual([...new Set(elements.map(({ tagName }) => tagName))].toSorted(), [...new Set(plain)].toSorted());
  assert(elements.every(({ attrs }) => attrs.every(({ name }) => !name.startsWith('on'))));
  const value = (name: string) =>
    elements.find(({ attrs }) => attrs.some((it) => it.name === 'id' && it.value === name))?.attrs.find((it) => it.name === 'value')?.value;
  assert.equal(value('contact_when'), hostile);
  assert.doesNotMatch(checked.html, /<svg onload|<script>alert/);
  assert(checked.html.includes('&lt;svg onload=alert(1)&gt;'));
  await visit.send(checked.state);
  assert(String(provider.posts[0]?.body['text']).includes(hostile));
  assert.doesNotMatch(String(provider.posts[0]?.body['html']), /<svg|<script|<a[\s>]/);
});

const failing: [(keyof typeof answers)[], RegExp, number][] = [
  [['500', '500'], /were not sent/, 2],
  [['500 with null', '500 with null'], /cannot be sure/, 2],
  [['an empty object', 'an empty object'], /cannot be sure/, 2],
  [['HTML', 'HTML'], /cannot be sure/, 2],
  [['401'], /were not sent/, 1],
  [['422'], /were not sent/, 1],
  [['429 wait 60 s'], /were not sent/, 1],
  [['429 day is full'], /were not sent/, 1],
  [['409 other bytes'], /were not sent/, 1],
  [['a redirect to another host', 'a redirect to another host'], /cannot be sure/, 2],
];
for (const [modes, says, tries] of failing) {
  test(`a provider that answers ${modes.join(', then ')} is a 503 with the answers still on the page, and Try again works`, async () => {
    const { state } = await visit.fillIn();
    provider.next(...modes);
    const page = await visit.send(state);
    assert.equal(page.status, 503);
    assert.match(page.html, says);
    assert.match(page.html, /Meera Patel/);
    assert.match(page.html, /Try again/);
    assert.equal(provider.posts.length, tries);
    const again = await visit.send(page.state);
    assert.equal(again.status, 303);
    assert.equal(new Set(provider.posts.map(({ key, bytes }) => `${key} ${bytes}`)).size, 1);
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
] as (keyof typeof answers)[][]) {
  test(`a provider that answers ${modes.join()} once and then accepts is "sent", with one mail`, async () => {
    const { state } = await visit.fillIn();
    provider.next(...modes);
    assert.equal((await visit.send(state)).status, 303);
    assert.equal(provider.posts.length, 2);
    assert.equal(provider.delivered.size, 1);
  });
}

test('a provider that never answers is a 503 within ten seconds', async () => {
  const { state } = await visit.fillIn();
  provider.next('no answer', 'no answer');
  const start = Date.now();
  const page = await visit.send(state);
  assert.equal(page.status, 503);
  assert(Date.now() - start < 10_000);
});

test('each application leaves one line with its reference and what became of it; nothing that was typed is printed', async () => {
  const { location } = await visit.send((await visit.fillIn()).state);
  const reference = referenceIn(location);
  const lines = site
    .printed()
    .split('\n')
    .filter((line) => reference && line.includes(reference));
  assert.equal(lines.length, 1);
  assert.deepEqual(Object.keys(JSON.parse(lines[0] ?? '')), ['time', 'event', 'reference', 'outcome', 'attempts', 'ms']);
  assert.doesNotMatch(site.printed(), /Meera|Oadby|07700|secret@|re_test/);
});

test('a public address without a provider closes the form: it says so, and keeps the answers on the page', async () => {
  const key = Buffer.alloc(32, 7).toString('base64url');
  const { buildDependsOn } = await import('../../src/platforms/built-site.ts');
  assert.deepEqual(buildDependsOn({ SITE_URL: 'https://www.example.org', SEAL_KEY: key }), {
    siteUrl: 'https://www.example.org',
    formsOpen: false,
  });
});
