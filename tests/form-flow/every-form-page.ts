import type { Form } from '../../src/forms/form.ts';
import { answerLeadingTo, formValues, urlEncoded, validAnswers } from '../forms/answers.ts';
import type { FakeResend } from '../infrastructure/mail/fake-resend.ts';
import { formClient } from './form-client.ts';

interface At {
  url: string;
  provider: FakeResend;
  /** What a browser would say that it comes from, where that is not `url`. */
  origin?: string | undefined;
  /** True where the one send of each form used up all that an address may send: then "too many" is there too. */
  full: boolean;
}

/** What people see of a form, from the empty page to the last, and the mail: whole pages by what each is. */
export async function visitEveryFormPage(
  form: Form,
  { url, provider, origin, full }: At,
): Promise<{ pages: Record<string, string>; mail: string }> {
  const there = formClient(url, `/${form.address}/`, origin);
  const fill = (changes: Parameters<typeof formValues>[0] = {}) => there.post('check', urlEncoded(formValues(changes, validAnswers(form))));
  const pages: Record<string, string> = {
    empty: (await there.open(`/${form.address}/`)).html,
    errors: (await there.post('check', '')).html,
    refused: (await there.post('check', 'a=%FF')).html,
    'nothing sent': (await there.open(`/${form.address}/sent/?r=nothing`)).html,
  };
  for (const kind of form.eligibilityPages) pages[kind.title] = (await fill(answerLeadingTo(kind, form))).html;
  if ('training' in form.questions) pages['check, with no time for training'] = (await fill({ training: 'not-now' })).html;

  const checked = await fill();
  pages['check'] = checked.html;
  // The trap makes sure of the page that asks, however slow this machine is.
  const theyCall = 'call_first' in form.questions ? { contact_how: ['email', 'they-call'], call_first: 'yes' } : {};
  const trapped = await there.post('check', `${urlEncoded(formValues(theyCall, validAnswers(form)))}&leave_empty=x`);
  const asked = await there.sendOnce(trapped.state);
  pages['really you'] = asked.html;
  provider.respondOnceWith('401');
  pages['not sent'] = (await there.sendOnce(asked.state)).html;
  const sent = await there.sendOnce(asked.state);
  pages['sent'] = (await there.open(sent.location ?? '')).html;
  const mail = String(provider.requests.at(-1)?.body['text']);
  if (full) pages['too many'] = (await there.send(checked.state)).html;
  return { pages, mail };
}
