import type { APIContext } from 'astro';
import type { Form } from '../forms/form.ts';
import { formAt } from '../forms/forms.ts';
import { readerNotices } from '../forms/reader-notices.ts';
import { isCanary } from '../http/auth.ts';
import { platformClientIp } from '../http/client-ip.ts';
import { getServices } from '../infrastructure/composition-root.ts';
import { nameAtStart, trust } from '../view-models/site-data.ts';
import type { FormFlowContext, StepResult } from './steps.ts';

/** Text of form pages that comes from content/. */
export const formContent = {
  notices: readerNotices(trust.forms.read_by, nameAtStart),
  lists: { criteria: trust.mentoring.criteria },
  links: { 'not-yet': trust.mentoring.not_yet },
  phone: trust.forms.read_by?.phone,
} as const;

export type RenderableStep = Exclude<StepResult, { redirect: string }>;

/** A page to render with its status; without a form if the address names none. */
export type StepResponse = { form: Form; step: RenderableStep; open: boolean; status: number } | { form: undefined; status: 404 };

/** Runs a step of the form at the request's address. Returns the page to render, or a redirect as a Response. */
export async function runStep(
  step: (context: FormFlowContext, request: Request) => StepResult | Promise<StepResult>,
  astro: Pick<APIContext, 'request' | 'params' | 'clientAddress'>,
): Promise<StepResponse | Response> {
  const form = formAt(astro.params['form'] ?? '');
  if (!form) return { form, status: 404 };
  const { siteUrl, keys, acceptSubmission, rateLimits, settings } = await getServices();
  const context: FormFlowContext = {
    form,
    siteUrl,
    keys,
    acceptSubmission,
    rateLimits,
    clientIp: platformClientIp(astro),
    isCanary: (request) => isCanary(request, settings?.TASK_TOKEN),
    notices: formContent.notices.inMail,
  };
  const result = await step(context, astro.request);
  if ('redirect' in result) return new Response(null, { status: 303, headers: { Location: result.redirect } });
  return { form, step: result, open: acceptSubmission !== undefined, status: result.status };
}
