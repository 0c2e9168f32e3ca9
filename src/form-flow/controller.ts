import type { APIContext } from 'astro';
import type { Form } from '../forms/form.ts';
import { formAt } from '../forms/forms.ts';
import { readerNotices } from '../forms/reader-notices.ts';
import { isCanary } from '../http/auth.ts';
import { platformClientIp } from '../http/client-ip.ts';
import { getServices } from '../infrastructure/composition-root.ts';
import { nameAtStart, trust } from '../view-models/site-data.ts';
import type { FormFlowContext, StepResult } from './steps.ts';

/** The words on form pages that come from content/. */
export const formContent = {
  notices: readerNotices(trust.forms.read_by, nameAtStart),
  lists: { criteria: trust.mentoring.criteria },
  links: { 'not-yet': trust.mentoring.not_yet },
  phone: trust.forms.read_by?.phone,
} as const;

export type RenderableStep = Exclude<StepResult, { redirect: string }>;

/** The page a step leads to; no form where the address names none. */
export type StepResponse = { form: Form; step: RenderableStep; open: boolean; status: number } | { form: undefined; status: 404 };

/** Takes one step of the form at an address: a page to show, or a redirect as it is. */
export async function runStep(
  step: (journey: FormFlowContext, request: Request) => StepResult | Promise<StepResult>,
  came: Pick<APIContext, 'request' | 'params' | 'clientAddress'>,
): Promise<StepResponse | Response> {
  const form = formAt(came.params['form'] ?? '');
  if (!form) return { form, status: 404 };
  const { siteUrl, keys, acceptSubmission, limits, settings } = await getServices();
  const journey: FormFlowContext = {
    form,
    siteUrl,
    keys,
    acceptSubmission: acceptSubmission,
    rateLimits: limits,
    clientIp: platformClientIp(came),
    isCanary: (request) => isCanary(request, settings?.TASK_TOKEN),
    notices: formContent.notices.inMail,
  };
  const next = await step(journey, came.request);
  if ('redirect' in next) return new Response(null, { status: 303, headers: { Location: next.redirect } });
  return { form, step: next, open: journey.acceptSubmission !== undefined, status: next.status };
}
