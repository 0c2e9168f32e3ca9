import type { Answers } from '../forms/fields.ts';
import type { Form, KindPage } from '../forms/form.ts';
import { rows } from '../forms/summary-rows.ts';
import { asPosted, check, type Fault, type Posted } from '../forms/validate.ts';
import { readPost } from '../http/parse-form-body.ts';
import type { Application } from '../submissions/submission.ts';
import type { Received } from '../submissions/submit.ts';
import { type Limits, lookForPlace, takePlace, uncounted } from './rate-limit.ts';
import { type Keys, mint, type Opened, open, receipt, referenceOf, type State, seal } from './sealed-state.ts';
import { inWords, signalsOf, trap } from './spam-signals.ts';

/** What a step of the journey shows next. `state` is the sealed field every page carries on. */
export type Next =
  | {
      page: 'form';
      status: 200 | 422;
      answers: Answers;
      faults: readonly Fault[];
      state?: string | undefined;
      says?: string;
      focus?: string | undefined;
    }
  | { page: 'check'; status: 200; answers: Answers; state: string }
  | { page: 'kind'; status: 200; kind: KindPage; state: string }
  /** Checked, but not sent, or not known to be: the answers stay on the page, to try again or print. */
  | { page: 'not sent'; status: 503; answers: Answers; state: string; why: 'closed' | 'failed' | 'unsure' }
  /** Something looks like a program: the person presses once more, and it is sent. */
  | { page: 'really you'; status: 200; answers: Answers; state: string }
  /** A limit is reached. `wait` is in seconds, until there is a place again. */
  | { page: 'too many'; status: 429; answers: Answers; state: string; of: 'address' | 'hour'; wait: number }
  | { page: 'refused'; status: 400 | 403 | 405 | 408 | 413 | 415 }
  | { page: 'sent'; status: 200; reference: string }
  | { page: 'nothing sent'; status: 404 }
  | { redirect: string };

export interface Journey {
  form: Form;
  keys: Keys;
  /** The public address of the site, when it is set. */
  siteUrl: string | undefined;
  /** First lines of the mail that do not depend on the answers. */
  notices: readonly string[];
  /** Takes an application in; nothing while there is nobody to hand it to. */
  deliver: ((application: Application, o: { overNumber: boolean }) => Promise<Received>) | undefined;
  limits: Limits;
  /** The address of whoever sent the request, where the platform knows it. */
  client: string | undefined;
  /** True for a request of the site's own test. */
  isTest: (request: Request) => boolean;
}

const siteTest = 'TEST BY THE SITE ITSELF. Nothing to do.';

const startAgain = 'We could not read the page you sent. Start again, and send it within 20 hours.';
const beenAWhile = 'It has been a while. Check your answers and send again.';

const formAddress = (form: Form) => `/${form.address}/`;

/** Reads a post and the sealed field in it; gives the page to show instead when it is not one of ours. */
async function arrive(
  { form, keys, siteUrl }: Journey,
  request: Request,
  now: number,
): Promise<{ posted: Posted; opened: Opened | undefined } | Next> {
  if (request.method === 'GET' || request.method === 'HEAD') return { redirect: formAddress(form) };
  if (request.method !== 'POST') return { page: 'refused', status: 405 };
  const read = await readPost(request, siteUrl);
  if ('status' in read) return { page: 'refused', status: read.status };
  const sealed = read.posted.get('state')?.[0];
  const opened = sealed ? await open(form, sealed, keys, now) : undefined;
  // A browser that does not say where it comes from is let on by a good seal: only our own pages carry one.
  if (!read.ours && !(opened && 'state' in opened)) return { page: 'refused', status: 403 };
  return { posted: read.posted, opened };
}

const isNext = (it: object): it is Next => 'page' in it || 'redirect' in it;

/** What of an opened seal goes on: everything while it is fresh, the answers and the trap once it is too old. */
function goesOn(opened: Opened | undefined): State {
  if (!opened || 'unreadable' in opened) return { answers: {}, revision: 1 };
  if (!('tooOld' in opened)) return opened.state;
  const { answers, trapFilled, test } = opened.state;
  return { answers, trapFilled, test, revision: 1 };
}

/**
 * What was posted, or, from a button of a kind page, the sealed answers with what the button answers. A button counts
 * only where the seal holds the answer its page stands for, so that nobody can press one they were not shown.
 */
function asAnswered(form: Form, posted: Posted, sealed: Answers): Posted {
  const pressed = form.kindPages
    .filter((page) => page.when(sealed))
    .flatMap(({ buttons = [] }) => buttons)
    .find(({ name }) => posted.has(name));
  return pressed ? asPosted({ ...sealed, ...pressed.answers }) : posted;
}

/** The first step: answers come in; the person sees what is wrong, a kind page, or "Check your answers". */
export async function checkStep(journey: Journey, request: Request, now = Date.now()): Promise<Next> {
  const { form, keys, deliver } = journey;
  const arrived = await arrive(journey, request, now);
  if (isNext(arrived)) return arrived;
  const { posted, opened } = arrived;
  const { minted, revision, answers: sealedAnswers, trapFilled: filledBefore, test: testBefore } = goesOn(opened);
  const test = testBefore || journey.isTest(request) || undefined;
  // Once filled it stays so, since the answers that came with it do.
  const trapFilled = filledBefore || posted.get(trap)?.some((value) => value !== '') || undefined;
  const sealed = (state: Pick<State, 'answers'> & Partial<State>) =>
    seal(form, { minted, revision, trapFilled, test, ...state }, keys, now);

  const change = posted.get('change')?.[0];
  if (!deliver) {
    // Said at the first step, so that nobody checks answers that cannot go anywhere.
    const answers = change === undefined ? check(form, posted).answers : sealedAnswers;
    return { page: 'not sent', status: 503, answers, state: await sealed({ answers }), why: 'closed' };
  }
  if (change !== undefined) {
    if (!opened || 'unreadable' in opened) return { page: 'form', status: 422, answers: {}, faults: [], says: startAgain };
    const state = await sealed({ answers: sealedAnswers, revision: minted ? revision + 1 : revision });
    const focus = Object.hasOwn(form.questions, change) ? change : undefined;
    return { page: 'form', status: 200, answers: sealedAnswers, faults: [], state, focus };
  }

  const { answers, faults, kind } = check(form, asAnswered(form, posted, sealedAnswers));
  if (kind) return { page: 'kind', status: 200, kind, state: await sealed({ answers }) };
  if (faults.length > 0) return { page: 'form', status: 422, answers, faults, state: minted && (await sealed({ answers })) };
  const state = await sealed({ answers, minted: minted ?? mint(form, keys, new Date(now)), checkedAt: now });
  return { page: 'check', status: 200, answers, state };
}

/** The second step: what was sealed is opened, checked again, and taken in. Only what is kept, or accepted by a carrier, leads to "sent". */
export async function sendStep(journey: Journey, request: Request, now = Date.now()): Promise<Next> {
  const { form, keys, notices, deliver, limits, client } = journey;
  const arrived = await arrive(journey, request, now);
  if (isNext(arrived)) return arrived;
  const { opened } = arrived;
  if (!opened || 'unreadable' in opened) return { page: 'form', status: 422, answers: {}, faults: [], says: startAgain };

  const { answers, faults, kind } = check(form, asPosted(opened.state.answers));
  if ('tooOld' in opened) return { page: 'form', status: 422, answers, faults, says: beenAWhile };
  const { minted = mint(form, keys, new Date(now)), revision, asked, test = false } = opened.state;
  const going = { ...opened.state, answers, minted };
  // Only a page carries it: most sends lead to a redirect.
  const sealed = (asked?: State['asked']) => seal(form, asked ? { ...going, asked } : going, keys, now);
  if (kind) return { page: 'kind', status: 200, kind, state: await sealed() };
  if (faults.length > 0) return { page: 'form', status: 422, answers, faults, state: await sealed() };
  if (!deliver) return { page: 'not sent', status: 503, answers, state: await sealed(), why: 'closed' };

  const sent = { redirect: `${formAddress(form)}sent/?r=${receipt(form, minted.reference, keys)}` };
  const signals = test ? [] : (asked ?? signalsOf(form, going, now));
  const asks = !asked && signals.length > 0;
  const place = test ? uncounted : await (asks ? lookForPlace : takePlace)(limits, { state: going, client, keys, now });
  // Not handed on again: a press that looked like a program's the first time would make another mail of the same answers.
  if (place === 'accepted before') return sent;
  if ('full' in place)
    return { page: 'too many', status: 429, answers, state: await sealed(), of: place.full, wait: Math.ceil(place.wait / 1000) };
  if (asks) return { page: 'really you', status: 200, answers, state: await sealed(signals) };

  let taken = false;
  try {
    const application: Application = {
      ...minted,
      revision,
      mailboxes: form.mailboxes(answers),
      formTitle: form.title,
      formVersion: form.version,
      subject: form.subject,
      notices: test ? [siteTest, ...notices] : notices,
      warnings: form.warnings(answers),
      first: form.first(answers),
      sections: rows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
      marks: signals.map((signal) => inWords[signal]),
    };
    const received = await deliver(application, { overNumber: place.overNumber });
    taken = received.taken;
    return received.taken
      ? sent
      : { page: 'not sent', status: 503, answers, state: await sealed(), why: received.certain ? 'failed' : 'unsure' };
  } finally {
    await (taken ? place.accept() : place.giveBack());
  }
}

/** The last page: shown only for a receipt this site gave, so that it is always true. */
export function sentStep({ form, keys }: Pick<Journey, 'form' | 'keys'>, request: Request): Next {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { page: 'refused', status: 405 };
  const reference = referenceOf(form, new URL(request.url).searchParams.get('r') ?? '', keys);
  return reference ? { page: 'sent', status: 200, reference } : { page: 'nothing sent', status: 404 };
}
