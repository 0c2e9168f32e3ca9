import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { seal, unseal } from '../../../src/form-flow/sealed-state.ts';
import { mentorForm } from '../../../src/forms/mentor.ts';
import { friendReferralForm, selfReferralForm } from '../../../src/forms/referral.ts';
import { summaryRows } from '../../form-flow/read-page.ts';
import { formValues, urlEncoded, validAnswers } from '../../forms/answers.ts';
import { sendFlood } from '../hostile/attacks.ts';
import { ask, formHeaders, referenceOf, visitor } from './ask.ts';
import { each, type ReportRow, siteSettings } from './context.ts';

// Rows about forms: who is let in, what is taken, what is sent once.

const form = selfReferralForm;
const title = (page: string) => /<title>([^<]*)/.exec(page)?.[1] ?? '';

/** What browsers, extensions and proxies leave of the headers that say where a post comes from. `own` is the site's origin. */
const ownHeaders: [string, (own: string) => Record<string, string>][] = [
  ['Origin: null and Sec-Fetch-Site: same-origin', () => ({ Origin: 'null', 'Sec-Fetch-Site': 'same-origin' })],
  ['no Origin, Referer or Sec-Fetch-Site', () => ({})],
  ['Sec-Fetch-Site: same-origin alone', () => ({ 'Sec-Fetch-Site': 'same-origin' })],
  ['Origin alone', (own) => ({ Origin: own })],
  ['Referer alone', (own) => ({ Referer: `${own}/refer/myself/` })],
  ['Referer cut to the origin', (own) => ({ Referer: `${own}/` })],
  [
    'Origin: null, Sec-Fetch-Site: same-origin and the Referer',
    (own) => ({ Origin: 'null', 'Sec-Fetch-Site': 'same-origin', Referer: `${own}/refer/` }),
  ],
  ['empty Origin and Referer', () => ({ Origin: '', Referer: '' })],
  [
    'other Sec-Fetch headers, and no Sec-Fetch-Site',
    () => ({ 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-User': '?1' }),
  ],
];
const otherHeaders: [string, (own: string) => Record<string, string>][] = [
  ['another Origin', () => ({ Origin: 'https://evil.example' })],
  ['another Origin and Sec-Fetch-Site: cross-site', () => ({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' })],
  ['Sec-Fetch-Site: cross-site alone', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
  ['Sec-Fetch-Site: same-site', () => ({ 'Sec-Fetch-Site': 'same-site' })],
  ['Origin: null and Sec-Fetch-Site: cross-site', () => ({ Origin: 'null', 'Sec-Fetch-Site': 'cross-site' })],
  ['Sec-Fetch-Site: cross-site with our Origin', (own) => ({ Origin: own, 'Sec-Fetch-Site': 'cross-site' })],
  ['another Referer', () => ({ Referer: 'https://evil.example/refer/myself/' })],
  ['our Origin as a prefix', (own) => ({ Origin: `${own}.evil.example` })],
  ['our host on another port', () => ({ Origin: 'http://localhost:1' })],
];

const dialled = [
  '+44 (0)1632 960 001 ext 1234',
  '18001 07700 900982',
  '18002 01632 960 001',
  '07700–900–982',
  '07700—900—982',
  '07700‑900‑982',
  '07700‐900‐982',
  '07700−900−982',
  '07700.900.982',
  '07700/900982',
  '07700\u00a0900\u202f982',
  'tel:+447700900982',
  'tel:07700-900-982',
  'Tel: 07700 900982',
  '0044 7700 900982',
  '+44 7700 900982',
  '＋４４ ７７００ ９００９８２',
  '(01632) 960 001',
  '01632 960001 x12',
  '01632 960001 #12',
  '01632 960001,12',
  '01632 960 001 extension 12',
  '01632 960 001 ext. 12',
  '٠٧٧٠٠ ٩٠٠٩٨٢',
  '०७७०० ९००९८२',
  '੦੭੭੦੦ ੯੦੦੯੮੨',
  '\u202a07700 900982\u202c',
  '\u200b07700\ufeff900982',
  '+353 1 234 5678',
  '+1 (212) 555-0123',
  '960 0001',
];
const notDialled = ['none', '12345', '123 456', '+44', '()-', 'x'.repeat(20), '0'.repeat(61)];
/** The digits of a number, whatever script they are in. */
const digitsOf = (text: string) =>
  [...text.normalize('NFKC')].map((char) => (/\p{Nd}/u.test(char) ? String(digitValue(char)) : '')).join('');
function digitValue(char: string): number {
  let value = 0;
  // The ten digits of a script follow each other.
  for (let code = (char.codePointAt(0) ?? 0) - 1; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code)); code -= 1) value += 1;
  return value;
}

/** Letters as a person counts them, of several code units each. */
const scripts: Record<string, string> = {
  English: 'a',
  Punjabi: 'ਪੀ',
  Gujarati: 'ગુ',
  Hindi: 'हि',
  Bengali: 'কি',
  Tamil: 'நி',
  'Urdu with a vowel sign': 'بِ',
  Hebrew: 'שָׁ',
  'accents apart from their letters': 'e\u0301',
  'Vietnamese apart': 'e\u0302\u0301',
  emoji: '😀',
  'emoji with a skin colour': '👍🏽',
};
const box = 1000;

const wrongAddresses = [
  'john.@example.com',
  '.john@example.com',
  'jo..hn@example.com',
  '.@example.com',
  'john@example..com',
  'john@.example.com',
  'john@example',
  'john@-example.com',
  'john@example-.com',
  'john@@example.com',
  'john@exa mple.com',
  'john smith@example.com',
  '@example.com',
  'john@',
  'john@example.c',
  'john@example.com, jane@example.com',
];
const rightAddresses = [
  'john@example.com',
  'JOHN@EXAMPLE.COM',
  'j@example.org',
  "o'brien@example.com",
  'john+help@example.co.uk',
  'john_smith-@example.com',
  '_john@example.com',
  'j.o.h.n@mail.example.ac.uk',
  'john@münchen.example',
  'john@example.museum',
  ' john@example.com ',
  'john\u200b@example.com',
];

/** The texts of a page that a browser's translation may change: with no `translate="no"` around them. */
function translatable(html: string): string[] {
  const found: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ('attrs' in node && node.attrs.some(({ name, value }) => name === 'translate' && value === 'no')) return;
    if ('tagName' in node && ['script', 'style', 'textarea', 'title'].includes(node.tagName)) return;
    if (node.nodeName === '#text' && 'value' in node && node.value.trim() !== '') found.push(node.value.replace(/\s+/g, ' ').trim());
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
  };
  walk(parse(html));
  return found;
}

const written = {
  person_name: 'Meera Rose',
  person_known_as: 'Sunny',
  person_area: 'Oadby',
  person_phone: '07700 900 982',
  person_email: 'meera@example.org',
  need: 'I want to find work.\nI like to cook.',
  needed_by: 'I leave on 3 March',
  service_other: 'Help with letters',
  language: 'Gujarati',
};
const kept = Object.values(written).flatMap((text) => text.split('\n'));

const selfHosts = [
  '192.168.0.7',
  '10.0.0.1:4321',
  'trust.local',
  'example.org',
  'localhost.example.org',
  '127.0.0.1.example.org',
  '[fe80::1]',
];

export const formRows: readonly ReportRow[] = [
  {
    row: 'T2',
    title: 'a browser that says little is let in, another site is not',
    attempts: (context) => [
      ...each(
        ownHeaders,
        ([what]) => what,
        async ([, headers]) => {
          const visit = visitor(context.site, form, context.newAddress(), headers(context.site.url));
          const page = await visit.check({ need: `Silent ${context.newAddress()}` });
          assert.equal(page.status, 200, `check/ answered ${page.status}, ${title(page.text)}`);
          assert.match(title(page.text), /^Check your answers/);
          const sent = await visit.send(page);
          assert.equal(sent.status, 303, `send/ answered ${sent.status}, ${title(sent.text)}`);
        },
      ),
      ...each(
        otherHeaders,
        ([what]) => `refused: ${what}`,
        async ([, headers]) => {
          const address = context.newAddress();
          const visit = visitor(context.site, form, address, headers(context.site.url));
          const checked = await visitor(context.site, form, address).check({ need: `Other ${address}` });
          assert.equal((await visit.check()).status, 403);
          assert.equal((await visit.send(checked)).status, 403);
        },
      ),
    ],
  },
  {
    row: 'T3',
    title: 'a number that can be dialled is taken',
    attempts: ({ site, newAddress }) => [
      ...each(
        dialled,
        (number) => number,
        async (number) => {
          const page = await visitor(site, form, newAddress()).check({ person_phone: number });
          assert.equal(page.status, 200, `answered ${page.status}`);
          const rows = [...summaryRows(page.text).values()].flat().join(' ');
          // Read back tidy: 00 may have become +, and a country's (0) may be gone.
          const last = digitsOf(number.replace(/(?:,|#|x|ext\D*)\s*\d+$/i, '')).slice(-6);
          assert(digitsOf(rows).includes(last), `the check page does not show ${last}`);
        },
      ),
      ...each(
        notDialled,
        (number) => `refused: ${number}`,
        async (number) => {
          assert.equal((await visitor(site, form, newAddress()).check({ person_phone: number })).status, 422);
        },
      ),
    ],
  },
  {
    row: 'T5',
    title: 'the same answers sent twice are one application',
    attempts: ({ site, provider, newAddress }) => {
      const same: [string, Record<string, string>, Record<string, string>][] = [
        ['the same', {}, {}],
        ['with blanks around', {}, { person_name: '  Meera Patel ' }],
        ['with other line ends', { need: 'One\nTwo' }, { need: 'One\r\nTwo' }],
        ['with a letter and its accent apart', { person_name: 'Zoé Patel' }, { person_name: 'Zoe\u0301 Patel' }],
        ['with a sign that nobody sees', {}, { person_area: 'Oad\u200bby' }],
      ];
      const other: [string, Record<string, string>][] = [
        ['another name', { person_name: 'Mina Patel' }],
        ['another number', { person_phone: '07700 900 983' }],
        ['another word in the box', { need: 'Something else' }],
        ['another choice', { interpreter: 'no' }],
      ];
      const sendTwice = async (first: Record<string, string>, second: Record<string, string>, from: string, then: string) => {
        const mark = { person_known_as: `Same ${from.split(':')[2]}` };
        const one = await visitor(site, form, from).submit({ ...mark, ...first });
        const two = await visitor(site, form, then).submit({ ...mark, ...second });
        assert.deepEqual([one.status, two.status], [303, 303]);
        return [referenceOf(one), referenceOf(two)] as const;
      };
      return [
        ...each(
          same,
          ([what]) => `one: ${what}`,
          async ([, first, second]) => {
            const from = newAddress();
            const [one, two] = await sendTwice(first, second, from, from);
            assert.equal(two, one, 'a second reference');
            const mails = [...provider.delivered.values()].filter(({ body }) => String(body['subject']).includes(String(one)));
            assert.equal(mails.length, 1, `${mails.length} mails`);
          },
        ),
        {
          what: 'one: from another network',
          run: async () => {
            const [one, two] = await sendTwice({}, {}, newAddress(), newAddress());
            assert.equal(two, one, 'a second reference');
          },
        },
        ...each(
          other,
          ([what]) => `two: ${what}`,
          async ([, change]) => {
            const from = newAddress();
            const [one, two] = await sendTwice({}, change, from, from);
            assert.notEqual(two, one, 'the same reference');
          },
        ),
      ];
    },
  },
  {
    row: 'T4',
    title: 'the server counts characters as a person does',
    attempts: ({ site, newAddress }) =>
      each(
        Object.entries(scripts),
        ([script]) => script,
        async ([, letter]) => {
          const check = async (count: number) => (await visitor(site, form, newAddress()).check({ need: letter.repeat(count) })).status;
          // More bytes than eight a character are refused before they are counted, which none of these is.
          assert.equal(await check(box), 200, `${box} of them are refused`);
          assert.equal(await check(box + 1), 422, `${box + 1} of them are taken`);
        },
      ),
  },
  {
    row: 'T11',
    title: 'a mistyped e-mail address is refused in words, a right one taken',
    attempts: ({ site, newAddress }) => [
      ...each(
        wrongAddresses,
        (email) => `refused: ${email}`,
        async (email) => {
          const page = await visitor(site, form, newAddress()).check({ person_email: email });
          assert.equal(page.status, 422, `answered ${page.status}`);
          assert.match(page.text, /id="person_email-error"/);
          assert.doesNotMatch(page.text, /\binvalid\b/i);
        },
      ),
      ...each(
        rightAddresses,
        (email) => email,
        async (email) => {
          assert.equal((await visitor(site, form, newAddress()).check({ person_email: email })).status, 200);
        },
      ),
    ],
  },
  {
    row: 'T14',
    title: 'references, numbers, addresses and a person’s own words are not translated',
    attempts: async ({ site, newAddress }) => {
      const visit = visitor(site, form, newAddress());
      const check = await visit.check(written);
      const confirm = await visit.press('send', `state=${encodeURIComponent(/name="state" value="([^"]*)"/.exec(check.text)?.[1] ?? '')}`);
      const sent = await visit.send(check);
      const reference = String(referenceOf(sent));
      const sentPage = (await ask(site, sent.headers.location ?? '/')).text;
      const showsWords: [string, string][] = [
        ['the check page', check.text],
        ['the page that asks if it is really you', confirm.text],
      ];
      return [
        ...showsWords.flatMap(([what, html]) =>
          each(
            kept.filter((text) => html.includes(text)),
            (text) => `${what}: ${text}`,
            (text) => assert(!translatable(html).some((part) => part.includes(text)), 'may be translated'),
          ),
        ),
        {
          what: `the sent page: ${reference}`,
          run: () => {
            assert(sentPage.includes(reference), 'the page does not show it');
            assert(!translatable(sentPage).some((part) => part.includes(reference)), 'may be translated');
          },
        },
        ...each(
          ['/help/urgent/', '/help/today/', '/contact/', '/find-help/', '/refer/myself/', '/privacy/'],
          (path) => `numbers and e-mail addresses of ${path}`,
          async (path) => {
            const parts = translatable((await ask(site, path)).text);
            const found = parts.filter((part) =>
              /(?:^|\s)(?:0\d{2,4}[\s\d]{5,}|999|111)$|^(?:0\d{2,4}[\s\d]{5,}|999|111)|\S+@\S+\.\S+/.test(part),
            );
            // A sentence may name 999: only what stands alone is a number to dial.
            const alone = found.filter((part) => part.length < 25);
            assert.deepEqual(alone, [], `may be translated: ${alone.slice(0, 5).join('; ')}`);
          },
        ),
      ];
    },
  },
  {
    row: 'W2',
    title: 'one household does not close the forms for everybody',
    attempts: async (context) => {
      const site = await context.start({ ...siteSettings(context.provider), SENDS_PER_ADDRESS: '10', SENDS_PER_HOUR: '60' });
      const ordinary = async () =>
        (await visitor(site, friendReferralForm, context.newAddress()).submit({ need: context.newAddress() })).status;
      return [
        {
          what: '580 sends from 65 /64s of one /56, then other people',
          run: async () => {
            const { statuses } = await sendFlood(site, (i) => `2001:db8:ffff:${(0x100 + (i % 65)).toString(16)}::1`, {
              count: 580,
              atOnce: 8,
            });
            assert((statuses[429] ?? 0) > 0, `all 580 were taken: ${JSON.stringify(statuses)}`);
            assert.equal(statuses[500] ?? 0, 0);
            const others = [await ordinary(), await ordinary(), await ordinary()];
            assert.deepEqual(others, [303, 303, 303], `other people got ${others.join(', ')} after ${JSON.stringify(statuses)}`);
          },
        },
      ];
    },
  },
  {
    row: 'W8',
    title: 'a seal of the site’s own test does not outlive it',
    attempts: ({ site, key, newAddress }) =>
      each(
        [21, 24, 24 * 365],
        (hours) => `posted after ${hours} hours`,
        async (hours) => {
          const old = { answers: validAnswers(mentorForm), revision: 1, canary: true };
          const token = await seal(mentorForm, old, { current: key }, Date.now() - hours * 3_600_000);
          const visit = visitor(site, mentorForm, newAddress());
          const state = `state=${encodeURIComponent(token)}`;
          for (const body of [`${urlEncoded(formValues())}&${state}`, `change=name&${state}`]) {
            const page = await visit.press('check', body);
            const carried = /name="state" value="([^"]*)"/.exec(page.text)?.[1];
            if (!carried) continue;
            const opened = await unseal(mentorForm, carried, { current: key });
            assert(!('state' in opened && opened.state.canary), 'the next page is still a test');
          }
        },
      ),
  },
  {
    row: 'W11',
    title: 'without SITE_URL only this machine may send',
    attempts: async ({ start }) => {
      // Loopback only: what decides is the name the site is reached by.
      const site = await start({});
      const mails = () => (existsSync(join(site.folder, 'var/mail')) ? readdirSync(join(site.folder, 'var/mail')).length : 0);
      const body = urlEncoded(formValues({}, validAnswers(form)));
      const post = (host: string, step: string, content: string) =>
        ask(site, `/${form.address}/${step}/`, {
          method: 'POST',
          body: content,
          headers: { ...formHeaders, Host: host, Origin: `http://${host}` },
        });
      return [
        ...each(
          selfHosts,
          (host) => `closed for ${host}`,
          async (host) => {
            const page = await post(host, 'check', body);
            assert.equal(page.status, 503, `answered ${page.status}, ${title(page.text)}`);
            const good = await visitor(site, form, '').check();
            const state = `state=${encodeURIComponent(/name="state" value="([^"]*)"/.exec(good.text)?.[1] ?? '')}`;
            assert.equal((await post(host, 'send', state)).status, 503);
            assert.equal(mails(), 0, 'a mail was written');
          },
        ),
        ...each(
          [new URL(site.url).host, 'localhost', '127.0.0.1', 'LOCALHOST:4321', '[::1]:4321'],
          (host) => `open for ${host}`,
          async (host) => {
            const page = await ask(site, `/${form.address}/check/`, {
              method: 'POST',
              body,
              headers: { ...formHeaders, Host: host, 'Sec-Fetch-Site': 'same-origin' },
            });
            assert.equal(page.status, 200, `answered ${page.status}`);
          },
        ),
      ];
    },
  },
];
