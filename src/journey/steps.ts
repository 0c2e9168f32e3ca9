import type { Application } from '../applications/application.ts';
import type { Received } from '../applications/receive.ts';
import { asPosted, check, type Fault, type Posted } from '../forms/check.ts';
import type { Answers } from '../forms/fields.ts';
import type { Form, KindPage } from '../forms/form.ts';
import { rows } from '../forms/rows.ts';
import { readPost } from './read-post.ts';
import { type Keys, mint, type Opened, open, receipt, referenceOf, type State, seal } from './state.ts';

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
  /** Hands an application on; nothing while there is nobody to hand it to. */
  deliver: ((application: Application) => Promise<Received>) | undefined;
}

const startAgain = 'We could not read the page you sent. Start again, and send it within 20 hours.';
const beenAWhile = 'It has been a while. Check your answers and send again.';

const formAddress = (form: Form) => `/${form.address}/`;

/** Reads a post and the sealed field in it; gives the page to show instead when it is not one of ours. */
async function arrive({ form, keys, siteUrl }: Journey, request: Request): Promise<{ posted: Posted; opened: Opened | undefined } | Next> {
  if (request.method === 'GET' || request.method === 'HEAD') return { redirect: formAddress(form) };
  if (request.method !== 'POST') return { page: 'refused', status: 405 };
  const read = await readPost(request, siteUrl);
  if ('status' in read) return { page: 'refused', status: read.status };
  const sealed = read.posted.get('state')?.[0];
  const opened = sealed ? await open(form, sealed, keys) : undefined;
  // A browser that does not say where it comes from is let on by a good seal: only our own pages carry one.
  if (!read.ours && !(opened && 'state' in opened)) return { page: 'refused', status: 403 };
  return { posted: read.posted, opened };
}

const isNext = (it: object): it is Next => 'page' in it || 'redirect' in it;

/** What of an opened seal goes on: everything while it is fresh, only the answers once it is too old. */
function goesOn(opened: Opened | undefined): State {
  if (!opened || 'unreadable' in opened) return { answers: {}, revision: 1 };
  return 'tooOld' in opened ? { answers: opened.state.answers, revision: 1 } : opened.state;
}

/** The first step: answers come in; the person sees what is wrong, a kind page, or "Check your answers". */
export async function checkStep(journey: Journey, request: Request): Promise<Next> {
  const { form, keys, deliver } = journey;
  const arrived = await arrive(journey, request);
  if (isNext(arrived)) return arrived;
  const { posted, opened } = arrived;
  const { minted, revision, answers: sealedAnswers } = goesOn(opened);

  const change = posted.get('change')?.[0];
  if (!deliver) {
    // Said at the first step, so that nobody checks answers that cannot go anywhere.
    const answers = change === undefined ? check(form, posted).answers : sealedAnswers;
    return { page: 'not sent', status: 503, answers, state: await seal(form, { answers, minted, revision }, keys), why: 'closed' };
  }
  if (change !== undefined) {
    if (!opened || 'unreadable' in opened) return { page: 'form', status: 422, answers: {}, faults: [], says: startAgain };
    const state = await seal(form, { answers: sealedAnswers, minted, revision: minted ? revision + 1 : revision }, keys);
    const focus = Object.hasOwn(form.questions, change) ? change : undefined;
    return { page: 'form', status: 200, answers: sealedAnswers, faults: [], state, focus };
  }

  const { answers, faults, kind } = check(form, posted);
  if (kind) return { page: 'kind', status: 200, kind, state: await seal(form, { answers, minted, revision }, keys) };
  if (faults.length > 0) {
    const state = minted && (await seal(form, { answers, minted, revision }, keys));
    return { page: 'form', status: 422, answers, faults, state };
  }
  return { page: 'check', status: 200, answers, state: await seal(form, { answers, minted: minted ?? mint(form, keys), revision }, keys) };
}

/** The second step: what was sealed is opened, checked again, and handed on. Only a carrier's own id leads to "sent". */
export async function sendStep(journey: Journey, request: Request): Promise<Next> {
  const { form, keys, notices, deliver } = journey;
  const arrived = await arrive(journey, request);
  if (isNext(arrived)) return arrived;
  const { opened } = arrived;
  if (!opened || 'unreadable' in opened) return { page: 'form', status: 422, answers: {}, faults: [], says: startAgain };

  const { answers, faults, kind } = check(form, asPosted(opened.state.answers));
  if ('tooOld' in opened) return { page: 'form', status: 422, answers, faults, says: beenAWhile };
  const { minted = mint(form, keys), revision } = opened.state;
  const state = await seal(form, { answers, minted, revision }, keys);
  if (kind) return { page: 'kind', status: 200, kind, state };
  if (faults.length > 0) return { page: 'form', status: 422, answers, faults, state };
  if (!deliver) return { page: 'not sent', status: 503, answers, state, why: 'closed' };

  const received = await deliver({
    ...minted,
    revision,
    formTitle: form.title,
    formVersion: form.version,
    subject: form.subject,
    notices,
    warnings: form.warnings(answers),
    first: form.first(answers),
    sections: rows(form, answers).map(({ section, rows }) => ({ heading: section.heading, rows })),
  });
  if (received.sent) return { redirect: `${formAddress(form)}sent/?r=${receipt(form, minted.reference, keys)}` };
  return { page: 'not sent', status: 503, answers, state, why: received.certain ? 'failed' : 'unsure' };
}

/** The last page: shown only for a receipt this site gave, so that it is always true. */
export function sentStep({ form, keys }: Pick<Journey, 'form' | 'keys'>, request: Request): Next {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { page: 'refused', status: 405 };
  const reference = referenceOf(form, new URL(request.url).searchParams.get('r') ?? '', keys);
  return reference ? { page: 'sent', status: 200, reference } : { page: 'nothing sent', status: 404 };
}
