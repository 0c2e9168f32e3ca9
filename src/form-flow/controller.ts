import type { APIContext } from 'astro';
import type { Form } from '../forms/form.ts';
import { formAt } from '../forms/forms.ts';
import { notices } from '../forms/reader-notices.ts';
import { isTest } from '../http/auth.ts';
import { clientOf } from '../http/client-ip.ts';
import { fromSettings } from '../infrastructure/composition-root.ts';
import { calledAtStart, trust } from '../view-models/site-data.ts';
import type { Journey, Next } from './steps.ts';

/** The words on form pages that come from content/. */
export const words = {
  notices: notices(trust.forms.read_by, calledAtStart),
  lists: { criteria: trust.mentoring.criteria },
  links: { 'not yet': trust.mentoring.not_yet },
  phone: trust.forms.read_by?.phone,
} as const;

export type Shown = Exclude<Next, { redirect: string }>;

/** The page a step leads to; no form where the address names none. */
export type Taken = { form: Form; next: Shown; open: boolean; status: number } | { form: undefined; status: 404 };

/** Takes one step of the form at an address: a page to show, or a redirect as it is. */
export async function take(
  step: (journey: Journey, request: Request) => Next | Promise<Next>,
  came: Pick<APIContext, 'request' | 'params' | 'clientAddress'>,
): Promise<Taken | Response> {
  const form = formAt(came.params['form'] ?? '');
  if (!form) return { form, status: 404 };
  const { siteUrl, keys, deliver, limits, settings } = await fromSettings();
  const journey: Journey = {
    form,
    siteUrl,
    keys,
    deliver,
    limits,
    client: clientOf(came),
    isTest: (request) => isTest(request, settings?.TASK_TOKEN),
    notices: words.notices.inMail,
  };
  const next = await step(journey, came.request);
  if ('redirect' in next) return new Response(null, { status: 303, headers: { Location: next.redirect } });
  return { form, next, open: journey.deliver !== undefined, status: next.status };
}
