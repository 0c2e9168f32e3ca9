import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forms } from '../../src/forms/forms.ts';
import { phoneNumberWithTidyForm } from '../../src/forms/phone-number.ts';
import { summaryRows } from '../../src/forms/summary-rows.ts';
import { validate } from '../../src/forms/validate.ts';
import { answerInMail, mailForAnswers } from '../submissions/mail-fixture.ts';
import { formValues, validAnswers } from './answers.ts';

/** What people type, and what is read back beside it; undefined where nothing is. */
const numbers: [string, string | undefined][] = [
  // As they come from letters, contacts and links.
  ['07700 900 982', undefined],
  ['01632 960 002 x12', undefined],
  ['07700900982', '07700 900982'],
  ['(01604) 555-123', '01604 555123'],
  ['01632/960001', '01632 960001'],
  ['07700.900.982', '07700 900982'],
  ['+44 7700 900982', undefined],
  ['+447700900982', '07700 900982'],
  ['+44 (0)1632 960 001', '01632 960001'],
  ['0044 1632 960001', '01632 960001'],
  ['44 1632 960001', '01632 960001'],
  ['020 7946 0000', undefined],
  ['0800 1111', undefined],
  ['0116 4960001', undefined],
  ['tel:+44-1632-960001', '01632 960001'],
  ['tel:+441632960001;ext=12', '01632 960001 x12'],
  ['tel:7700900982;phone-context=+44', '07700 900982'],
  // Extensions.
  ['+44 (0)1632 960 001 ext 1234', '01632 960001 x1234'],
  ['07700.900.982 x12', '07700 900982 x12'],
  ['01632 960 001 EXT22', '01632 960001 x22'],
  ['01632 960001 extn 22', '01632 960001 x22'],
  ['01632 960001 (extension 22)', '01632 960001 x22'],
  ['01632 960001#12', '01632 960001 x12'],
  ['01632 960001;ext=12', '01632 960001 x12'],
  // Relay UK.
  ['18001 07700 900982', undefined],
  ['18002 01632 960001', undefined],
  ['1800107700900982', '18001 07700 900982'],
  ['18001-07700-900-982', '18001 07700 900982'],
  ['(18002) +44 7700 900982', '18002 07700 900982'],
  ['18001 01632 960001 x12', undefined],
  ['18001 01632 960001 ext 12', '18001 01632 960001 x12'],
  ['Relay UK 18001 then 07700900982', '18001 07700 900982'],
  // Any dash and any digit.
  ...[...'-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fc'].map((dash): [string, string] => [
    `07700${dash}900${dash}982`,
    '07700 900982',
  ]),
  ['٠٧٧٠٠ ٩٠٠ ٩٨٢', '07700 900982'],
  ['۰۷۷۰۰ ۹۰۰ ۹۸۲', '07700 900982'],
  ['०७७०० ९०० ९८२', '07700 900982'],
  ['০৭৭০০ ৯০০ ৯৮২', '07700 900982'],
  ['੦੭੭੦੦ ੯੦੦ ੯੮੨', '07700 900982'],
  ['૦૭૭૦૦ ૯૦૦ ૯૮૨', '07700 900982'],
  ['０７７００－９００－９８２', '07700 900982'],
  ['＋４４　７７００　９００９８２', '07700 900982'],
  ['𝟎𝟕𝟕𝟎𝟎 𝟗𝟎𝟎 𝟗𝟖𝟐', '07700 900982'],
  ['੨੫੨੪੭੦੦', '2524700'],
  // Of other countries.
  ['+48 22 123 45 67', undefined],
  ['00 48 22 123 45 67', '+48 22 123 45 67'],
  ['+353 1 234 5678', undefined],
  ['+1 (202) 555-0143', '+1 202 555 0143'],
  ['+18001234567', '+1 800 123 4567'],
  // With words, or what no plan knows: kept as it is, and never made into another number.
  ['07700 900982 ask for Jo', '07700 900982'],
  ['call me on 07700 900982 after 6', undefined],
  ['01632 960001 or 07700 900982', undefined],
  ['07700 900982 / 01632 960001', undefined],
  ['Flat 2, 07700 900982', undefined],
  ['2524700', undefined],
  ['252-4700', undefined],
  ['141 07700 900982', undefined],
  ['*67 07700 900982', undefined],
  ['1-800-212-3456', undefined],
  ['1'.repeat(60), undefined],
];

const phoneQuestions = (name: string) => name.endsWith('phone');

for (const [typed, tidy] of numbers) {
  test(`a phone number may be ${typed}, and is ${tidy ? `read back as ${tidy}` : 'read back as it is'}`, () => {
    const shown = tidy === undefined ? typed : `${typed} (${tidy})`;
    for (const form of forms) {
      const names = Object.keys(form.questions).filter(phoneQuestions);
      assert(names.length > 0);
      const changes = Object.fromEntries(names.map((name) => [name, typed]));
      const { answers, errors } = validate(form, formValues(changes, validAnswers(form)));
      assert.deepEqual(errors, []);
      const mail = mailForAnswers(form, answers);
      const [firstActions = ''] = mail.text.split(/^\n*About /m);
      for (const name of names) {
        assert.equal(answers[name], typed, 'it is kept as it was typed');
        const row = summaryRows(form, answers)
          .flatMap(({ rows }) => rows)
          .find(({ question }) => question === name);
        assert.deepEqual(row?.answer, [shown]);
        assert.equal(answerInMail(mail, row?.label ?? ''), shown);
        assert(firstActions.toLowerCase().includes(`call ${shown}`.toLowerCase()), 'under "Do this first"');
      }
    }
  });
}

test('a number with marks that copying leaves is taken without them', () => {
  const [form] = forms;
  assert(form);
  for (const typed of ['\u202a07700 900 982\u202c', '07700\u200b 900 982', '\ufeff07700 900 982', '07700 900 982\u200d'])
    assert.equal(validate(form, formValues({ phone: typed }, validAnswers(form))).answers['phone'], '07700 900 982');
});

const refused: [string, RegExp][] = [
  ['999', /^Enter a phone number, like/],
  ['077009', /^Enter a phone number, like/],
  ['by post', /^Enter a phone number, like/],
  ['+'.repeat(30), /^Enter a phone number, like/],
  ['٠٧٧٠٠٩', /^Enter a phone number, like/],
  ['1'.repeat(61), /^Phone number must be 60 characters or fewer$/],
];
for (const [typed, message] of refused) {
  test(`a phone number cannot be ${typed.slice(0, 40)}`, () => {
    for (const form of forms) {
      for (const name of Object.keys(form.questions).filter(phoneQuestions)) {
        const { errors, answers } = validate(form, formValues({ [name]: typed }, validAnswers(form)));
        assert.deepEqual(
          errors.map(({ question }) => question),
          [name],
        );
        assert.match(errors[0]?.message ?? '', message);
        assert.equal(answers[name], typed, 'it stays on the page');
      }
    }
  });
}

test('a tidy form has the digits that were typed, whatever they were', () => {
  const pieces = [
    '+',
    '0',
    '00',
    '44',
    '(0)',
    '18001',
    ' ',
    '-',
    '7700',
    '900982',
    '1632',
    '960001',
    ' ext ',
    'x',
    '12',
    'or',
    '٣',
    '１',
    ';ext=',
    'tel:',
  ];
  let seed = 20261121;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const ascii = (text: string) => text.normalize('NFKC').replaceAll('٣', '3').replace(/\D/g, '');
  for (let i = 0; i < 3000; i += 1) {
    const typed = Array.from({ length: 2 + random(8) }, () => pieces[random(pieces.length)]).join('');
    const tidy = phoneNumberWithTidyForm(typed).slice(typed.length + 2, -1);
    if (tidy === '' || ascii(tidy) === ascii(typed)) continue;
    // All but what is in front: the Relay UK prefix, the code of a country, and 0, which is added, or left out after a code.
    const number = ascii(tidy.replace(/^1800[12] /, '').replace(/^\+\d+ |^0/, ''));
    assert(number.length >= 4 && ascii(typed).endsWith(number), `${typed} (${tidy})`);
  }
});

for (const typed of [
  '07700900982;phone-context=+44',
  'tel:07700900982;phone-context=+44',
  'tel:7700900982;phone-context=example.com',
  'TEL:07700900982;PHONE-CONTEXT=+44',
]) {
  test(`${typed} is read the same each time`, () => {
    assert.equal(new Set(Array.from({ length: 4 }, () => phoneNumberWithTidyForm(typed))).size, 1);
  });
}
