import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Form } from '../../src/forms/form.ts';
import { forms } from '../../src/forms/forms.ts';
import { notices } from '../../src/forms/notices.ts';
import { papers } from '../../src/forms/paper.ts';
import { body, goodFor, leadingTo, posted } from '../forms/answers.ts';
import { elementsOf, textOf } from '../page.ts';
import { type Provider, standInProvider, towards } from '../provider.ts';
import { type Served, serve } from '../serve.ts';
import { visitor } from '../visit.ts';

// While nobody is named to read the forms, nobody calls, replies or meets anyone: no page, mail or paper may say so.
let provider: Provider;
let site: Served;
before(async () => {
  provider = await standInProvider();
  // Each form is sent once below, and then the first once more. Without a store, so that "not sent" can be seen.
  site = await serve({ ...towards(provider), STORE_URL: 'none', SENDS_PER_ADDRESS: String(forms.length) });
});
after(async () => {
  await provider?.stop();
  await site?.stop();
});

/** What sounds like a promise of a call, an answer or a meeting, or of anything "we" do with what was sent. */
const promising = [
  /\bwe(?:'|’)?(?: wi)?ll\b/i,
  /\bwe (?:shall|aim to|try to|may|might|can often|use)\b/i,
  /\b(?:will|may|shall) (?:only )?(?:call|phone|ring|contact|write to|reply|answer|visit|meet|be in touch|get in touch|hear)\b/i,
  /\bhear from us\b/i,
  /\b(?:before|when|after) we (?:meet|call|talk|speak|write)\b/i,
  /\bwithin \d+ (?:working )?(?:hours|days|weeks)\b/i,
  /\bwhat happens next\b/i,
];

/** Words that sound like one and are none, each with the reason. They are taken out before anything is looked for. */
const noPromise: Readonly<Record<string, string>> = {
  'I understand you will need to do checks before I start': 'what someone says they understand: its words are fixed',
  'Tick to say you understand we will need to do checks': 'the message of that box',
  'I will call you': 'a choice: who fills in the form says that they call',
  'They will call us': 'the same of someone else',
  'THEY WILL CALL US': 'the same, on top of the mail',
  'Should we talk to you before we meet them?': 'a question, whose words are fixed',
  'Should we talk to you before we meet the person?': 'the same on paper',
  'I would rather tell you when we talk': 'what someone wishes, in words that are fixed',
  'ask if someone may get in touch': 'what to ask the person first',
  'nobody will reply': 'says the opposite',
};

const mainOf = (html: string) => {
  const main = elementsOf(html).find(({ tagName }) => tagName === 'main');
  assert(main);
  return textOf(main).replace(/\s+/g, ' ');
};

const said: Record<string, string> = {};

async function walk(form: Form, last: boolean) {
  const { address } = form;
  const there = visitor(site.url, `/${address}/`);
  const fill = (changes: Parameters<typeof posted>[0] = {}) => there.post('check', body(posted(changes, goodFor(form))));
  const note = (page: string, html: string) => {
    said[`${address}, ${page}`] = mainOf(html);
  };
  note('empty', (await there.open(`/${address}/`)).html);
  note('errors', (await there.post('check', '')).html);
  for (const kind of form.kindPages) note(kind.title, (await fill(leadingTo(kind, form))).html);
  if ('training' in form.questions) note('check, with no time for training', (await fill({ training: 'not-now' })).html);
  note('refused', (await there.post('check', 'a=%FF')).html);
  note('nothing sent', (await there.open(`/${address}/sent/?r=nothing`)).html);

  const checked = await fill();
  note('check', checked.html);
  // The trap makes sure of the page that asks, however slow this machine is.
  const theyCall = 'call_first' in form.questions ? { contact_how: ['email', 'they-call'], call_first: 'yes' } : {};
  const trapped = await there.post('check', `${body(posted(theyCall, goodFor(form)))}&leave_empty=x`);
  const asked = await there.sendOnce(trapped.state);
  note('really you', asked.html);
  provider.next('401');
  note('not sent', (await there.sendOnce(asked.state)).html);
  const sent = await there.sendOnce(asked.state);
  note('sent', (await there.open(sent.location ?? '')).html);
  said[`${address}, mail`] = String(provider.posts.at(-1)?.body['text']);
  if (last) note('too many', (await there.send(checked.state)).html);
}

test('no page, mail or paper promises a call, an answer or a meeting while nobody reads the forms', async () => {
  assert(notices(undefined).demonstration);
  for (const form of forms) await walk(form, form === forms.at(-1));
  for (const { address } of papers) said[address] = mainOf(await (await fetch(`${site.url}/${address}/`)).text());

  const found = Object.entries(said).flatMap(([page, text]) => {
    const without = Object.keys(noPromise).reduce((rest, words) => rest.replaceAll(words, ''), text);
    return promising.flatMap((words) => {
      const at = without.search(words);
      return at === -1 ? [] : [`${page}: …${without.slice(Math.max(0, at - 40), at + 60)}…`];
    });
  });
  assert.deepEqual(found, []);
  assert.match(said[`${forms.at(-1)?.address}, too many`] ?? '', /Too many forms have been sent/);
  for (const words of Object.keys(noPromise))
    assert(
      Object.values(said).some((text) => text.includes(words)),
      `nothing says "${words}" any more`,
    );
});

test('with a reader named, what only they can promise is said', () => {
  const reader = notices({ who: 'The mentoring team', hours: 'from Monday to Friday' });
  for (const { beforeSending, next } of forms) {
    assert.deepEqual(reader.promises([...beforeSending, ...next]), [...beforeSending, ...next]);
    assert.deepEqual(notices(undefined).promises([...beforeSending, ...next]), []);
  }
});
