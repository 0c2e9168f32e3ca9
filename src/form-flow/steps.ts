import type { Answers, FieldError } from '../forms/fields.ts';
import type { EligibilityPage, Form } from '../forms/form.ts';
import { summaryRows } from '../forms/summary-rows.ts';
import { type FormValues, toFormValues, validate } from '../forms/validate.ts';
import { parseFormPost } from '../http/parse-form-body.ts';
import type { Submission } from '../submissions/submission.ts';
import type { SubmitResult } from '../submissions/submit.ts';
import { checkRateLimit, type RateLimits, reserveRateLimit, unlimited } from './rate-limit.ts';
import { createSubmissionId, receiptToken, verifyReceipt } from './reference.ts';
import type { SealKeys } from './seal-keys.ts';
import { type FormState, seal, type UnsealResult, unseal } from './sealed-state.ts';
import { detectSpamSignals, honeypotField, signalText } from './spam-signals.ts';

/** The page a step leads to, with its HTTP status, or a redirect (303). `state` is the sealed state for its hidden field. */
export type StepResult =
  | {
      page: 'form';
      status: 200 | 422;
      answers: Answers;
      errors: readonly FieldError[];
      state?: string | undefined;
      message?: string;
      focus?: string | undefined;
    }
  | { page: 'check'; status: 200; answers: Answers; state: string }
  | { page: 'eligibility'; status: 200; eligibilityPage: EligibilityPage; state: string }
  /** Valid, but not accepted, or not known to be: the answers stay on the page, to try again or print. */
  | { page: 'send-failed'; status: 503; answers: Answers; state: string; reason: 'closed' | 'failed' | 'unknown' }
  /** There are spam signals: the sender confirms by pressing Send once more. */
  | { page: 'confirm-human'; status: 200; answers: Answers; state: string }
  | { page: 'rate-limited'; status: 429; answers: Answers; state: string; scope: 'address' | 'hour'; retryAfterSeconds: number }
  | { page: 'request-refused'; status: 400 | 403 | 405 | 408 | 413 | 415 }
  | { page: 'sent'; status: 200; reference: string }
  | { page: 'not-found'; status: 404 }
  | { redirect: string };

export interface FormFlowContext {
  form: Form;
  keys: SealKeys;
  /** The public address of the site, if it is set. */
  siteUrl: string | undefined;
  /** First lines of the mail that do not depend on the answers. */
  notices: readonly string[];
  /** Undefined while the forms are closed. */
  acceptSubmission: ((submission: Submission, o: { overQuota: boolean }) => Promise<SubmitResult>) | undefined;
  rateLimits: RateLimits;
  /** The client's IP address, if the platform knows it. */
  clientIp: string | undefined;
  isCanary: (request: Request) => boolean;
}

const canaryNotice = 'TEST BY THE SITE ITSELF. Nothing to do.';

const startAgain = 'We could not read the page you sent. Start again, and send it within 20 hours.';
const beenAWhile = 'It has been a while. Check your answers and send again.';

const formPath = (form: Form) => `/${form.address}/`;

/** Reads a post and its sealed state. Returns a redirect to the form for GET, or the page that refuses the request. */
async function readStep(
  { form, keys, siteUrl }: FormFlowContext,
  request: Request,
  now: number,
): Promise<{ values: FormValues; unsealed: UnsealResult | undefined } | StepResult> {
  if (request.method === 'GET' || request.method === 'HEAD') return { redirect: formPath(form) };
  if (request.method !== 'POST') return { page: 'request-refused', status: 405 };
  const post = await parseFormPost(request, siteUrl);
  if ('status' in post) return { page: 'request-refused', status: post.status };
  const token = post.values.get('state')?.[0];
  const unsealed = token ? await unseal(form, token, keys, now) : undefined;
  // A browser that does not say where it comes from needs a valid sealed state, which only this site's pages carry.
  if (!post.sameOrigin && !(unsealed && 'state' in unsealed)) return { page: 'request-refused', status: 403 };
  return { values: post.values, unsealed };
}

const isStepResult = (result: object): result is StepResult => 'page' in result || 'redirect' in result;

/** What the next page carries on: the whole state, or only the answers and what was noticed of the sender if it has expired. */
function carriedState(unsealed: UnsealResult | undefined): FormState {
  if (!unsealed || 'invalid' in unsealed) return { answers: {}, revision: 1 };
  if (!('expired' in unsealed)) return unsealed.state;
  const { answers, honeypotFilled, canary } = unsealed.state;
  return { answers, honeypotFilled, canary, revision: 1 };
}

/**
 * The posted values, or, for a button of an eligibility page, the sealed answers with those of the button. A button counts only
 * if the sealed answers lead to its page: one that was not shown cannot be posted.
 */
function applyButton(form: Form, values: FormValues, sealedAnswers: Answers): FormValues {
  const pressed = form.eligibilityPages
    .filter((page) => page.when(sealedAnswers))
    .flatMap(({ buttons = [] }) => buttons)
    .find(({ name }) => values.has(name));
  return pressed ? toFormValues({ ...sealedAnswers, ...pressed.answers }) : values;
}

/**
 * The first step, `check/`: validates the answers. Leads to the form with errors (422), an eligibility page or "Check your
 * answers" (200), or to the form again for a Change button (200). Closed forms are 503, refused requests 4xx, GET a redirect.
 */
export async function checkStep(context: FormFlowContext, request: Request, now = Date.now()): Promise<StepResult> {
  const { form, keys } = context;
  const step = await readStep(context, request, now);
  if (isStepResult(step)) return step;
  const { values, unsealed } = step;
  const carried = carriedState(unsealed);
  const { submissionId, revision } = carried;
  const canary = carried.canary || context.isCanary(request) || undefined;
  // Once set it stays set, because the answers that came with it are carried on too.
  const honeypotFilled = carried.honeypotFilled || values.get(honeypotField)?.some((value) => value !== '') || undefined;
  const sealWith = (state: Pick<FormState, 'answers'> & Partial<FormState>) =>
    seal(form, { submissionId, revision, honeypotFilled, canary, ...state }, keys, now);

  const change = values.get('change')?.[0];
  if (!context.acceptSubmission) {
    // Already at this step, before answers that cannot be sent are checked.
    const answers = change === undefined ? validate(form, values).answers : carried.answers;
    return { page: 'send-failed', status: 503, answers, state: await sealWith({ answers }), reason: 'closed' };
  }
  if (change !== undefined) {
    if (!unsealed || 'invalid' in unsealed) return { page: 'form', status: 422, answers: {}, errors: [], message: startAgain };
    const state = await sealWith({ answers: carried.answers, revision: submissionId ? revision + 1 : revision });
    const focus = Object.hasOwn(form.questions, change) ? change : undefined;
    return { page: 'form', status: 200, answers: carried.answers, errors: [], state, focus };
  }

  const { answers, errors, eligibilityPage } = validate(form, applyButton(form, values, carried.answers));
  if (eligibilityPage) return { page: 'eligibility', status: 200, eligibilityPage, state: await sealWith({ answers }) };
  if (errors.length > 0) return { page: 'form', status: 422, answers, errors, state: submissionId && (await sealWith({ answers })) };
  const id = submissionId ?? createSubmissionId(form, keys, new Date(now));
  return { page: 'check', status: 200, answers, state: await sealWith({ answers, submissionId: id, checkedAt: now }) };
}

/**
 * The second step, `send/`: validates the sealed answers again and submits them. Redirects to `sent/` only once the submission
 * is stored or the provider has accepted it. Otherwise the page keeps the answers: 422 errors or an expired state, 429 rate
 * limited, 503 closed or failed, 200 to confirm or for an eligibility page. Rejects only if `acceptSubmission` does.
 */
export async function sendStep(context: FormFlowContext, request: Request, now = Date.now()): Promise<StepResult> {
  const { form, keys, notices, acceptSubmission, rateLimits, clientIp } = context;
  const step = await readStep(context, request, now);
  if (isStepResult(step)) return step;
  const { unsealed } = step;
  if (!unsealed || 'invalid' in unsealed) return { page: 'form', status: 422, answers: {}, errors: [], message: startAgain };

  const { answers, errors, eligibilityPage } = validate(form, toFormValues(unsealed.state.answers));
  if ('expired' in unsealed) return { page: 'form', status: 422, answers, errors, message: beenAWhile };
  const { revision, challengedFor, canary = false } = unsealed.state;
  const submissionId = unsealed.state.submissionId ?? createSubmissionId(form, keys, new Date(now));
  const state = { ...unsealed.state, answers, submissionId };
  // Called only for the pages that carry it: most sends end in a redirect.
  const sealState = (signals?: FormState['challengedFor']) => seal(form, signals ? { ...state, challengedFor: signals } : state, keys, now);
  if (eligibilityPage) return { page: 'eligibility', status: 200, eligibilityPage, state: await sealState() };
  if (errors.length > 0) return { page: 'form', status: 422, answers, errors, state: await sealState() };
  if (!acceptSubmission) return { page: 'send-failed', status: 503, answers, state: await sealState(), reason: 'closed' };

  const sent = { redirect: `${formPath(form)}sent/?r=${receiptToken(form, submissionId.reference, keys)}` };
  const signals = canary ? [] : (challengedFor ?? detectSpamSignals(form, state, now));
  const mustConfirm = !challengedFor && signals.length > 0;
  const rateLimit = mustConfirm ? checkRateLimit : reserveRateLimit;
  const reservation = canary ? unlimited : await rateLimit(rateLimits, { state, clientIp, keys, now });
  // Not submitted again: with other spam signals the same answers would make another mail.
  if ('duplicate' in reservation) return sent;
  if ('limited' in reservation) {
    const retryAfterSeconds = Math.ceil(reservation.retryAfterMs / 1000);
    return { page: 'rate-limited', status: 429, answers, state: await sealState(), scope: reservation.limited, retryAfterSeconds };
  }
  if (mustConfirm) return { page: 'confirm-human', status: 200, answers, state: await sealState(signals) };

  let accepted = false;
  try {
    const submission: Submission = {
      ...submissionId,
      revision,
      mailboxes: form.mailboxes(answers),
      formTitle: form.title,
      formVersion: form.version,
      subject: form.subject,
      notices: canary ? [canaryNotice, ...notices] : notices,
      warnings: form.warnings(answers),
      nextActions: form.nextActions(answers),
      sections: summaryRows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
      spamSignals: signals.map((signal) => signalText[signal]),
    };
    const result = await acceptSubmission(submission, { overQuota: reservation.overQuota });
    accepted = result.accepted;
    return result.accepted
      ? sent
      : { page: 'send-failed', status: 503, answers, state: await sealState(), reason: result.outcomeKnown ? 'failed' : 'unknown' };
  } finally {
    await (accepted ? reservation.commit() : reservation.refund());
  }
}

/** The last step, `sent/`: 200 with the reference of a valid receipt token, else 404, so that the page is always true. */
export function sentStep({ form, keys }: Pick<FormFlowContext, 'form' | 'keys'>, request: Request): StepResult {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { page: 'request-refused', status: 405 };
  const reference = verifyReceipt(form, new URL(request.url).searchParams.get('r') ?? '', keys);
  return reference ? { page: 'sent', status: 200, reference } : { page: 'not-found', status: 404 };
}
