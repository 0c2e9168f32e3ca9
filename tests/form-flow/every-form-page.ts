import type { Form } from '../../src/forms/form.ts';
import { answerLeadingTo, formValues, urlEncoded, validAnswers } from '../forms/answers.ts';
import type { FakeResend } from '../infrastructure/mail/fake-resend.ts';
import { formClient } from './form-client.ts';

interface Site {
  url: string;
  provider: FakeResend;
  /** The Origin header to send, if it is not `url`. */
  origin?: string | undefined;
  /** Whether one address may send once only: then the rate-limited page is visited too. */
  rateLimited: boolean;
}

/** Every page of a form as HTML, by the name of its step, and the text of the mail. */
export async function visitEveryFormPage(
  form: Form,
  { url, provider, origin, rateLimited }: Site,
): Promise<{ pages: Record<string, string>; mail: string }> {
  const client = formClient(url, `/${form.address}/`, origin);
  const fill = (changes: Parameters<typeof formValues>[0] = {}) =>
    client.post('check', urlEncoded(formValues(changes, validAnswers(form))));
  const pages: Record<string, string> = {
    empty: (await client.open(`/${form.address}/`)).html,
    errors: (await client.post('check', '')).html,
    'request-refused': (await client.post('check', 'a=%FF')).html,
    'not-found': (await client.open(`/${form.address}/sent/?r=nothing`)).html,
  };
  for (const page of form.eligibilityPages) pages[page.title] = (await fill(answerLeadingTo(page, form))).html;
  if ('training' in form.questions) pages['check, with no time for training'] = (await fill({ training: 'not-now' })).html;

  const checked = await fill();
  pages['check'] = checked.html;
  // The honeypot leads to the confirmation page, however slow this machine is.
  const theyCall = 'call_first' in form.questions ? { contact_how: ['email', 'they-call'], call_first: 'yes' } : {};
  const withHoneypot = await client.post('check', `${urlEncoded(formValues(theyCall, validAnswers(form)))}&leave_empty=x`);
  const confirmation = await client.sendOnce(withHoneypot.state);
  pages['confirm-human'] = confirmation.html;
  provider.respondOnceWith('401');
  pages['send-failed'] = (await client.sendOnce(confirmation.state)).html;
  const sent = await client.sendOnce(confirmation.state);
  pages['sent'] = (await client.open(sent.location ?? '')).html;
  const mail = String(provider.requests.at(-1)?.body['text']);
  if (rateLimited) pages['rate-limited'] = (await client.send(checked.state)).html;
  return { pages, mail };
}
