import { type FirstLayer, idOf } from '../build/instant-index.ts';
import { type AtOnce, type First, type Hit, readAtOnce } from '../engine/instant-search.ts';
import { answersOf, askWholeText, hasEveryWord, passageOf, prepare, toResult, type Whole } from './pagefind.ts';
import type { Found, Question, Result } from './results.ts';

// The two layers as one list. The first decides the order of what it is sure of, and its results are never moved once
// they are shown: the whole text only adds the passage to each, and pages after them.

const address = '/search/first-layer.json';

let loading: Promise<AtOnce> | undefined;

async function load(): Promise<AtOnce> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const layer: FirstLayer = await response.json();
  return readAtOnce(layer);
}

/** Fetches the first layer, once. After a failure the next call tries again. */
export function prepareAtOnce(): Promise<AtOnce> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Fetches the whole text's engine after the first layer: on a slow line or phone it would hold up the first results. */
export async function prepareBoth(): Promise<void> {
  await prepareAtOnce().catch(() => {});
  await prepare().catch(() => {});
}

function resultOf({ page, part }: Hit): Result {
  const { address, title, about, says } = page;
  const found = { address, title, about, says: [{ text: says, match: false }] };
  if (!part) return found;
  const [heading, id = idOf(heading)] = part;
  return { ...found, part: { address: `${address}#${id}`, heading } };
}

const isFor = (audience: string | undefined) => (hit: Hit) => audience === undefined || hit.page.audiences.includes(audience);

/** How many of some pages are for each audience. */
function countsOf(hits: readonly Hit[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of hits.flatMap(({ page }) => page.audiences)) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Whoever is in danger is shown whom to call, whatever audience is chosen. */
function narrowed({ hits, urgent }: First, audience: string | undefined): Hit[] {
  const [first, ...others] = hits;
  return urgent && first ? [first, ...others.filter(isFor(audience))] : hits.filter(isFor(audience));
}

function foundAtOnce(first: First, audience: string | undefined): Found {
  const hits = narrowed(first, audience);
  return {
    total: hits.length,
    counts: countsOf(first.hits),
    everyone: first.hits.length,
    final: first.complete,
    instead: first.instead,
    urgent: first.urgent,
    read: async (from, to) => hits.slice(from, to).map(resultOf),
  };
}

/** What the first layer finds, as soon as it is there; nothing where it is not sure and the whole text must be asked first. */
export async function findAtOnce({ words, audience, asTyped }: Question): Promise<Found | undefined> {
  const first = (await prepareAtOnce())(words, asTyped);
  return first.sure ? foundAtOnce(first, audience) : undefined;
}

/** A result with the passage that has the words by which the first layer found it. */
async function withPassage(hit: Hit): Promise<Result> {
  const result = resultOf(hit);
  if (!hit.words) return result;
  try {
    const whole = await askWholeText(hit.words);
    if (!whole.ids.includes(hit.page.id)) return result;
    return { ...result, ...passageOf(await whole.page(hit.page.id), result.part) };
  } catch (error) {
    // The page is an answer without its passage too.
    console.error('A passage did not come', error);
    return result;
  }
}

/** One page of a list: known to the first layer, or only to the whole text. */
type Entry = { hit: Hit } | { id: string };

/** @param all what the whole text has for everyone @param chosen what it has for the audience */
function foundInBoth(first: First, all: Whole, chosen: Whole, audience: string | undefined): Found {
  const hits = narrowed(first, audience);
  const hitOf = new Map(first.hits.map((hit) => [hit.page.id, hit]));
  const entry = (id: string): Entry => {
    const hit = hitOf.get(id);
    return hit ? { hit } : { id };
  };
  const shown = new Set(hits.map(({ page }) => page.id));
  const inChosen = new Set(chosen.ids);
  const entries = first.sure
    ? [...hits.map((hit) => ({ hit })), ...chosen.ids.filter((id) => !shown.has(id)).map(entry)]
    : [...chosen.ids.map(entry), ...hits.filter(({ page }) => !inChosen.has(page.id)).map((hit) => ({ hit }))];
  // Pages that both layers found count once.
  const inAll = new Set(all.ids);
  const onlyFirst = first.hits.filter(({ page }) => !inAll.has(page.id));
  const counts: Record<string, number> = { ...all.counts };
  for (const [label, count] of Object.entries(countsOf(onlyFirst))) counts[label] = (counts[label] ?? 0) + count;
  return {
    total: entries.length,
    counts,
    everyone: all.ids.length + onlyFirst.length,
    final: true,
    instead: first.instead,
    urgent: first.urgent,
    read: (from, to) =>
      Promise.all(entries.slice(from, to).map(async (one) => ('hit' in one ? withPassage(one.hit) : toResult(await chosen.page(one.id))))),
  };
}

/** A large site, whose first layer does not know every word: the whole text says whether one it does not know is a slip. */
async function findInLarge(atOnce: AtOnce, { words, audience, asTyped }: Question): Promise<Found> {
  const asItStands = atOnce(words, true);
  const meant = atOnce(words, asTyped);
  const first = meant.instead && (await hasEveryWord(asItStands.words)) ? asItStands : meant;
  const all = await answersOf(first.words);
  return foundInBoth(first, all, audience ? await askWholeText(first.words, audience) : all, audience);
}

/** Pagefind alone, when the first layer did not come. */
async function findInWhole({ words, audience }: Question): Promise<Found> {
  const all = await answersOf(words);
  const chosen = audience && all.ids.length > 0 ? await askWholeText(words, audience) : all;
  return {
    total: chosen.ids.length,
    counts: all.counts,
    everyone: all.ids.length,
    final: true,
    read: (from, to) => Promise.all(chosen.ids.slice(from, to).map(async (id) => toResult(await chosen.page(id)))),
  };
}

/** What both layers find. Where one did not come, what the other finds. */
export async function findInBoth(question: Question): Promise<Found> {
  const atOnce = await prepareAtOnce().catch(() => undefined);
  if (!atOnce) return findInWhole(question);
  const first = atOnce(question.words, question.asTyped);
  const found = foundAtOnce(first, question.audience);
  try {
    await prepare();
    if (!first.complete) return await findInLarge(atOnce, question);
    const hits = narrowed(first, question.audience);
    return { ...found, read: (from, to) => Promise.all(hits.slice(from, to).map(withPassage)) };
  } catch (error) {
    console.error('The whole text could not be searched', error);
    return found;
  }
}
