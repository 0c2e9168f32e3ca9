import { headingId, type InstantIndex } from '../engine/instant-index.ts';
import { createInstantSearch, type InstantHit, type InstantResults, type InstantSearch } from '../engine/instant-search.ts';
import {
  choosePassage,
  hasEveryWord,
  loadPagefind,
  type PagefindHits,
  relevantHits,
  resultFromPagefind,
  searchPagefind,
} from './pagefind.ts';
import type { SearchQuery, SearchResult, SearchResults } from './results.ts';

// The two layers as one list. The first decides the order of what it is sure of, and its results are never moved once
// they are shown: the whole text only adds the passage to each, and pages after them.

const indexUrl = '/search/first-layer.json';

let loading: Promise<InstantSearch> | undefined;

async function load(): Promise<InstantSearch> {
  const response = await fetch(indexUrl);
  if (!response.ok) throw new Error(`${indexUrl} answered ${response.status}`);
  const layer: InstantIndex = await response.json();
  return createInstantSearch(layer);
}

/** Fetches the first layer, once. After a failure the next call tries again. */
export function loadInstantSearch(): Promise<InstantSearch> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Fetches the whole text's engine after the first layer: on a slow line or phone it would hold up the first results. */
export async function preloadSearch(): Promise<void> {
  await loadInstantSearch().catch(() => {});
  await loadPagefind().catch(() => {});
}

function resultFromHit({ page, heading: part }: InstantHit): SearchResult {
  const { url, title, kindAndYear, description } = page;
  const found = { indexUrl: url, title, about: kindAndYear, says: [{ text: description, match: false }] };
  if (!part) return found;
  const [heading, id = headingId(heading)] = part;
  return { ...found, section: { url: `${url}#${id}`, heading } };
}

const isForAudience = (audience: string | undefined) => (hit: InstantHit) =>
  audience === undefined || hit.page.audiences.includes(audience);

/** How many of some pages are for each audience. */
function countByAudience(hits: readonly InstantHit[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of hits.flatMap(({ page }) => page.audiences)) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Whoever is in danger is shown whom to call, whatever audience is chosen. */
function filterByAudience({ hits, crisisContact }: InstantResults, audience: string | undefined): InstantHit[] {
  const [first, ...others] = hits;
  return crisisContact && first ? [first, ...others.filter(isForAudience(audience))] : hits.filter(isForAudience(audience));
}

function toSearchResults(first: InstantResults, audience: string | undefined): SearchResults {
  const hits = filterByAudience(first, audience);
  return {
    total: hits.length,
    audienceCounts: countByAudience(first.hits),
    unfilteredTotal: first.hits.length,
    isFinal: first.complete,
    correctedQuery: first.correctedQuery,
    crisisContact: first.crisisContact,
    load: async (from, to) => hits.slice(from, to).map(resultFromHit),
  };
}

/** What the first layer finds, as soon as it is there; nothing where it is not sure and the whole text must be asked first. */
export async function searchInstant({ text: words, audience, asTyped }: SearchQuery): Promise<SearchResults | undefined> {
  const first = (await loadInstantSearch())(words, asTyped);
  return first.confident ? toSearchResults(first, audience) : undefined;
}

/** A result with the passage that has the words by which the first layer found it. */
async function addPassage(hit: InstantHit): Promise<SearchResult> {
  const result = resultFromHit(hit);
  if (!hit.passageQuery) return result;
  try {
    const whole = await searchPagefind(hit.passageQuery);
    if (!whole.ids.includes(hit.page.id)) return result;
    return { ...result, ...choosePassage(await whole.loadPage(hit.page.id), result.section) };
  } catch (error) {
    // The page is an answer without its passage too.
    console.error('A passage did not come', error);
    return result;
  }
}

/** One page of a list: known to the first layer, or only to the whole text. */
type MergedHit = { hit: InstantHit } | { id: string };

/** @param all what the whole text has for everyone @param chosen what it has for the audience */
function mergeResults(first: InstantResults, all: PagefindHits, chosen: PagefindHits, audience: string | undefined): SearchResults {
  const hits = filterByAudience(first, audience);
  const hitOf = new Map(first.hits.map((hit) => [hit.page.id, hit]));
  const entry = (id: string): MergedHit => {
    const hit = hitOf.get(id);
    return hit ? { hit } : { id };
  };
  const shown = new Set(hits.map(({ page }) => page.id));
  const inChosen = new Set(chosen.ids);
  const entries = first.confident
    ? [...hits.map((hit) => ({ hit })), ...chosen.ids.filter((id) => !shown.has(id)).map(entry)]
    : [...chosen.ids.map(entry), ...hits.filter(({ page }) => !inChosen.has(page.id)).map((hit) => ({ hit }))];
  // Pages that both layers found count once.
  const inAll = new Set(all.ids);
  const onlyFirst = first.hits.filter(({ page }) => !inAll.has(page.id));
  const counts: Record<string, number> = { ...all.audienceCounts };
  for (const [label, count] of Object.entries(countByAudience(onlyFirst))) counts[label] = (counts[label] ?? 0) + count;
  return {
    total: entries.length,
    audienceCounts: counts,
    unfilteredTotal: all.ids.length + onlyFirst.length,
    isFinal: true,
    correctedQuery: first.correctedQuery,
    crisisContact: first.crisisContact,
    load: (from, to) =>
      Promise.all(
        entries
          .slice(from, to)
          .map(async (one) => ('hit' in one ? addPassage(one.hit) : resultFromPagefind(await chosen.loadPage(one.id)))),
      ),
  };
}

/** A large site, whose first layer does not know every word: the whole text says whether one it does not know is a slip. */
async function searchLargeSite(atOnce: InstantSearch, { text: words, audience, asTyped }: SearchQuery): Promise<SearchResults> {
  const asItStands = atOnce(words, true);
  const meant = atOnce(words, asTyped);
  const first = meant.correctedQuery && (await hasEveryWord(asItStands.keywords)) ? asItStands : meant;
  const all = await relevantHits(first.keywords);
  return mergeResults(first, all, audience ? await searchPagefind(first.keywords, audience) : all, audience);
}

/** Pagefind alone, when the first layer did not come. */
async function searchPagefindOnly({ text: words, audience }: SearchQuery): Promise<SearchResults> {
  const all = await relevantHits(words);
  const chosen = audience && all.ids.length > 0 ? await searchPagefind(words, audience) : all;
  return {
    total: chosen.ids.length,
    audienceCounts: all.audienceCounts,
    unfilteredTotal: all.ids.length,
    isFinal: true,
    load: (from, to) => Promise.all(chosen.ids.slice(from, to).map(async (id) => resultFromPagefind(await chosen.loadPage(id)))),
  };
}

/** What both layers find. Where one did not come, what the other finds. */
export async function searchMerged(question: SearchQuery): Promise<SearchResults> {
  const atOnce = await loadInstantSearch().catch(() => undefined);
  if (!atOnce) return searchPagefindOnly(question);
  const first = atOnce(question.text, question.asTyped);
  const found = toSearchResults(first, question.audience);
  try {
    await loadPagefind();
    if (!first.complete) return await searchLargeSite(atOnce, question);
    const hits = filterByAudience(first, question.audience);
    return { ...found, load: (from, to) => Promise.all(hits.slice(from, to).map(addPassage)) };
  } catch (error) {
    console.error('The whole text could not be searched', error);
    return found;
  }
}
