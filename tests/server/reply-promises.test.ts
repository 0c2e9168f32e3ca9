import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { forms } from '../../src/forms/forms.ts';
import { papers } from '../../src/forms/paper.ts';
import { readerNotices } from '../../src/forms/reader-notices.ts';
import { visitEveryFormPage } from '../form-flow/every-form-page.ts';
import { elementsOf, textOf } from '../form-flow/read-page.ts';
import { createFakeResend, type FakeResend, resendSettings } from '../infrastructure/mail/fake-resend.ts';
import { type RunningSite, serve } from '../site-under-test/serve.ts';

// While nobody is named to read the forms, nobody calls, replies or meets anyone: no page, mail or paper may say so.
let provider: FakeResend;
let site: RunningSite;
before(async () => {
  provider = await createFakeResend();
  // Each form is sent once below, and then the first once more. Without a store, so that "not sent" can be seen.
  site = await serve({ ...resendSettings(provider), STORE_URL: 'none', SENDS_PER_ADDRESS: String(forms.length) });
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

test('no page, mail or paper promises a call, a reply or a meeting while nobody reads the forms', async () => {
  assert(readerNotices(undefined, 'The Trust').isDemonstration);
  const said: Record<string, string> = {};
  for (const form of forms) {
    const { pages, mail } = await visitEveryFormPage(form, { url: site.url, provider, rateLimited: form === forms.at(-1) });
    for (const [page, html] of Object.entries(pages)) said[`${form.address}, ${page}`] = mainOf(html);
    said[`${form.address}, mail`] = mail;
  }
  for (const { address } of papers) said[address] = mainOf(await (await fetch(`${site.url}/${address}/`)).text());

  const found = Object.entries(said).flatMap(([page, text]) => {
    const without = Object.keys(noPromise).reduce((rest, words) => rest.replaceAll(words, ''), text);
    return promising.flatMap((words) => {
      const at = without.search(words);
      return at === -1 ? [] : [`${page}: …${without.slice(Math.max(0, at - 40), at + 60)}…`];
    });
  });
  assert.deepEqual(found, []);
  assert.match(said[`${forms.at(-1)?.address}, rate-limited`] ?? '', /Too many forms have been sent/);
  for (const words of Object.keys(noPromise))
    assert(
      Object.values(said).some((text) => text.includes(words)),
      `nothing says "${words}" any more`,
    );
});

test('with a reader named, the promises are kept in', () => {
  const reader = readerNotices({ who: 'The mentoring team', hours: 'from Monday to Friday' }, 'The Trust');
  for (const { declaration, whatHappensNext } of forms) {
    assert.deepEqual(reader.ifStaffed([...declaration, ...whatHappensNext]), [...declaration, ...whatHappensNext]);
    assert.deepEqual(readerNotices(undefined, 'The Trust').ifStaffed([...declaration, ...whatHappensNext]), []);
  }
});
