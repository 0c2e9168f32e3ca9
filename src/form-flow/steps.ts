import type { Answers, FieldError } from '../forms/fields.ts';
import type { EligibilityPage, Form } from '../forms/form.ts';
import { summaryRows } from '../forms/summary-rows.ts';
import { type FormValues, toFormValues, validate } from '../forms/validate.ts';
import { parseFormPost } from '../http/parse-form-body.ts';
import type { Submission } from '../submissions/submission.ts';
import type { SubmitResult } from '../submissions/submit.ts';
import { checkRateLimit, type RateLimits, reserveRateLimit, unlimited } from './rate-limit.ts';
import {
  createSubmissionId,
  type FormState,
  receiptToken,
  type SealKeys,
  seal,
  type UnsealResult,
  unseal,
  verifyReceipt,
} from './sealed-state.ts';
import { detectSpamSignals, honeypotField, signalText } from './spam-signals.ts';

/** What a step of the journey shows next. `state` is the sealed field every page carries on. */
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
  | { page: 'kind'; status: 200; eligibilityPage: EligibilityPage; state: string }
  /** Checked, but not sent, or not known to be: the answers stay on the page, to try again or print. */
  | { page: 'not sent'; status: 503; answers: Answers; state: string; reason: 'closed' | 'failed' | 'unsure' }
  /** Something looks like a program: the person presses once more, and it is sent. */
  | { page: 'really you'; status: 200; answers: Answers; state: string }
  /** A limit is reached. `wait` is in seconds, until there is a place again. */
  | { page: 'too many'; status: 429; answers: Answers; state: string; scope: 'address' | 'hour'; retryAfterSeconds: number }
  | { page: 'refused'; status: 400 | 403 | 405 | 408 | 413 | 415 }
  | { page: 'sent'; status: 200; reference: string }
  | { page: 'nothing sent'; status: 404 }
  | { redirect: string };

export interface FormFlowContext {
  form: Form;
  keys: SealKeys;
  /** The public address of the site, when it is set. */
  siteUrl: string | undefined;
  /** First lines of the mail that do not depend on the answers. */
  notices: readonly string[];
  /** Takes an application in; nothing while there is nobody to hand it to. */
  acceptSubmission: ((application: Submission, o: { overNumber: boolean }) => Promise<SubmitResult>) | undefined;
  rateLimits: RateLimits;
  /** The address of whoever sent the request, where the platform knows it. */
  clientIp: string | undefined;
  /** True for a request of the site's own test. */
  isCanary: (request: Request) => boolean;
}

const siteTest = 'TEST BY THE SITE ITSELF. Nothing to do.';

const startAgain = 'We could not read the page you sent. Start again, and send it within 20 hours.';
const beenAWhile = 'It has been a while. Check your answers and send again.';

const formAddress = (form: Form) => `/${form.address}/`;

/** Reads a post and the sealed field in it; gives the page to show instead when it is not one of ours. */
async function readStep(
  { form, keys, siteUrl }: FormFlowContext,
  request: Request,
  now: number,
): Promise<{ posted: FormValues; opened: UnsealResult | undefined } | StepResult> {
  if (request.method === 'GET' || request.method === 'HEAD') return { redirect: formAddress(form) };
  if (request.method !== 'POST') return { page: 'refused', status: 405 };
  const read = await parseFormPost(request, siteUrl);
  if ('status' in read) return { page: 'refused', status: read.status };
  const sealed = read.posted.get('state')?.[0];
  const opened = sealed ? await unseal(form, sealed, keys, now) : undefined;
  // A browser that does not say where it comes from is let on by a good seal: only our own pages carry one.
  if (!read.ours && !(opened && 'state' in opened)) return { page: 'refused', status: 403 };
  return { posted: read.posted, opened };
}

const isStepResult = (it: object): it is StepResult => 'page' in it || 'redirect' in it;

/** What of an opened seal goes on: everything while it is fresh, the answers and the trap once it is too old. */
function carriedState(opened: UnsealResult | undefined): FormState {
  if (!opened || 'unreadable' in opened) return { answers: {}, revision: 1 };
  if (!('tooOld' in opened)) return opened.state;
  const { answers, honeypotFilled: trapFilled, canary: test } = opened.state;
  return { answers, honeypotFilled: trapFilled, canary: test, revision: 1 };
}

/**
 * What was posted, or, from a button of a kind page, the sealed answers with what the button answers. A button counts
 * only where the seal holds the answer its page stands for, so that nobody can press one they were not shown.
 */
function applyButton(form: Form, posted: FormValues, sealed: Answers): FormValues {
  const pressed = form.eligibilityPages
    .filter((page) => page.when(sealed))
    .flatMap(({ buttons = [] }) => buttons)
    .find(({ name }) => posted.has(name));
  return pressed ? toFormValues({ ...sealed, ...pressed.answers }) : posted;
}

/** The first step: answers come in; the person sees what is wrong, a kind page, or "Check your answers". */
export async function checkStep(journey: FormFlowContext, request: Request, now = Date.now()): Promise<StepResult> {
  const { form, keys, acceptSubmission: deliver } = journey;
  const arrived = await readStep(journey, request, now);
  if (isStepResult(arrived)) return arrived;
  const { posted, opened } = arrived;
  const { submissionId: minted, revision, answers: sealedAnswers, honeypotFilled: filledBefore, canary: testBefore } = carriedState(opened);
  const test = testBefore || journey.isCanary(request) || undefined;
  // Once filled it stays so, since the answers that came with it do.
  const trapFilled = filledBefore || posted.get(honeypotField)?.some((value) => value !== '') || undefined;
  const sealed = (state: Pick<FormState, 'answers'> & Partial<FormState>) =>
    seal(form, { submissionId: minted, revision, honeypotFilled: trapFilled, canary: test, ...state }, keys, now);

  const change = posted.get('change')?.[0];
  if (!deliver) {
    // Said at the first step, so that nobody checks answers that cannot go anywhere.
    const answers = change === undefined ? validate(form, posted).answers : sealedAnswers;
    return { page: 'not sent', status: 503, answers, state: await sealed({ answers }), reason: 'closed' };
  }
  if (change !== undefined) {
    if (!opened || 'unreadable' in opened) return { page: 'form', status: 422, answers: {}, errors: [], message: startAgain };
    const state = await sealed({ answers: sealedAnswers, revision: minted ? revision + 1 : revision });
    const focus = Object.hasOwn(form.questions, change) ? change : undefined;
    return { page: 'form', status: 200, answers: sealedAnswers, errors: [], state, focus };
  }

  const { answers, errors: faults, eligibilityPage: kind } = validate(form, applyButton(form, posted, sealedAnswers));
  if (kind) return { page: 'kind', status: 200, eligibilityPage: kind, state: await sealed({ answers }) };
  if (faults.length > 0) return { page: 'form', status: 422, answers, errors: faults, state: minted && (await sealed({ answers })) };
  const state = await sealed({ answers, submissionId: minted ?? createSubmissionId(form, keys, new Date(now)), checkedAt: now });
  return { page: 'check', status: 200, answers, state };
}

/** The second step: what was sealed is opened, checked again, and taken in. Only what is kept, or accepted by a carrier, leads to "sent". */
export async function sendStep(journey: FormFlowContext, request: Request, now = Date.now()): Promise<StepResult> {
  const { form, keys, notices, acceptSubmission: deliver, rateLimits: limits, clientIp: client } = journey;
  const arrived = await readStep(journey, request, now);
  if (isStepResult(arrived)) return arrived;
  const { opened } = arrived;
  if (!opened || 'unreadable' in opened) return { page: 'form', status: 422, answers: {}, errors: [], message: startAgain };

  const { answers, errors: faults, eligibilityPage: kind } = validate(form, toFormValues(opened.state.answers));
  if ('tooOld' in opened) return { page: 'form', status: 422, answers, errors: faults, message: beenAWhile };
  const {
    submissionId: minted = createSubmissionId(form, keys, new Date(now)),
    revision,
    challengedFor: asked,
    canary: test = false,
  } = opened.state;
  const going = { ...opened.state, answers, minted };
  // Only a page carries it: most sends lead to a redirect.
  const sealed = (asked?: FormState['challengedFor']) => seal(form, asked ? { ...going, challengedFor: asked } : going, keys, now);
  if (kind) return { page: 'kind', status: 200, eligibilityPage: kind, state: await sealed() };
  if (faults.length > 0) return { page: 'form', status: 422, answers, errors: faults, state: await sealed() };
  if (!deliver) return { page: 'not sent', status: 503, answers, state: await sealed(), reason: 'closed' };

  const sent = { redirect: `${formAddress(form)}sent/?r=${receiptToken(form, minted.reference, keys)}` };
  const signals = test ? [] : (asked ?? detectSpamSignals(form, going, now));
  const asks = !asked && signals.length > 0;
  const place = test ? unlimited : await (asks ? checkRateLimit : reserveRateLimit)(limits, { state: going, clientIp: client, keys, now });
  // Not handed on again: a press that looked like a program's the first time would make another mail of the same answers.
  if (place === 'accepted before') return sent;
  if ('full' in place)
    return {
      page: 'too many',
      status: 429,
      answers,
      state: await sealed(),
      scope: place.full,
      retryAfterSeconds: Math.ceil(place.wait / 1000),
    };
  if (asks) return { page: 'really you', status: 200, answers, state: await sealed(signals) };

  let taken = false;
  try {
    const application: Submission = {
      ...minted,
      revision,
      mailboxes: form.mailboxes(answers),
      formTitle: form.title,
      formVersion: form.version,
      subject: form.subject,
      notices: test ? [siteTest, ...notices] : notices,
      warnings: form.warnings(answers),
      nextActions: form.nextActions(answers),
      sections: summaryRows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
      spamSignals: signals.map((signal) => signalText[signal]),
    };
    const received = await deliver(application, { overNumber: place.overQuota });
    taken = received.accepted;
    return received.accepted
      ? sent
      : { page: 'not sent', status: 503, answers, state: await sealed(), reason: received.outcomeKnown ? 'failed' : 'unsure' };
  } finally {
    await (taken ? place.commit() : place.refund());
  }
}

/** The last page: shown only for a receipt this site gave, so that it is always true. */
export function sentStep({ form, keys }: Pick<FormFlowContext, 'form' | 'keys'>, request: Request): StepResult {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { page: 'refused', status: 405 };
  const reference = verifyReceipt(form, new URL(request.url).searchParams.get('r') ?? '', keys);
  return reference ? { page: 'sent', status: 200, reference } : { page: 'nothing sent', status: 404 };
}
