import { headingId, type InstantIndex, instantIndexUrl } from '../engine/instant-index.ts';
import { createInstantSearch, type InstantHit, type InstantResults, type InstantSearch } from '../engine/instant-search.ts';
import { loadOnce } from './load-once.ts';
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

// Merges both indexes into one list. Results of the instant index that are shown never move: Pagefind only adds their
// passages, and pages after them.

/** Fetches the instant index. */
export const loadInstantSearch = loadOnce(async (): Promise<InstantSearch> => {
  const response = await fetch(instantIndexUrl);
  if (!response.ok) throw new Error(`${instantIndexUrl} answered ${response.status}`);
  const index: InstantIndex = await response.json();
  return createInstantSearch(index);
});

/** Fetches Pagefind after the instant index: on a slow line or phone it would hold up the first results. Never rejects. */
export async function preloadSearch(): Promise<void> {
  await loadInstantSearch().catch(() => {});
  await loadPagefind().catch(() => {});
}

function resultFromHit({ page, heading }: InstantHit): SearchResult {
  const { url, title, kindAndYear, description } = page;
  const result = { url, title, kindAndYear, description: [{ text: description, match: false }] };
  if (!heading) return result;
  const [text, id = headingId(text)] = heading;
  return { ...result, section: { url: `${url}#${id}`, heading: text } };
}

function countByAudience(hits: readonly InstantHit[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of hits.flatMap(({ page }) => page.audiences)) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** The hits for an audience. The crisis page, which is then the first, is for every audience. */
const filterByAudience = ({ hits, crisisContact }: InstantResults, audience: string | undefined): InstantHit[] =>
  hits.filter(({ page }, index) => audience === undefined || page.audiences.includes(audience) || (crisisContact && index === 0));

function toSearchResults(instant: InstantResults, audience: string | undefined): SearchResults {
  const hits = filterByAudience(instant, audience);
  return {
    total: hits.length,
    audienceCounts: countByAudience(instant.hits),
    unfilteredTotal: instant.hits.length,
    isFinal: instant.complete,
    correctedQuery: instant.correctedQuery,
    crisisContact: instant.crisisContact,
    load: async (from, to) => hits.slice(from, to).map(resultFromHit),
  };
}

/** What the instant index finds; undefined if it is not confident, so that Pagefind must be asked first. Rejects if it does not load. */
export async function searchInstant({ text, audience, asTyped }: SearchQuery): Promise<SearchResults | undefined> {
  const instant = (await loadInstantSearch())(text, asTyped);
  return instant.confident ? toSearchResults(instant, audience) : undefined;
}

/** A result with its passage; without it if that does not load, since the page is an answer all the same. */
async function addPassage(hit: InstantHit): Promise<SearchResult> {
  const result = resultFromHit(hit);
  if (!hit.passageQuery) return result;
  try {
    const hits = await searchPagefind(hit.passageQuery);
    if (!hits.ids.includes(hit.page.id)) return result;
    return { ...result, ...choosePassage(await hits.loadPage(hit.page.id), result.section) };
  } catch (error) {
    console.error('A passage did not come', error);
    return result;
  }
}

/** @param all Pagefind's hits for everyone @param chosen its hits for the audience */
function mergeResults(instant: InstantResults, all: PagefindHits, chosen: PagefindHits, audience: string | undefined): SearchResults {
  const hitsById = new Map(instant.hits.map((hit) => [hit.page.id, hit]));
  const instantIds = filterByAudience(instant, audience).map(({ page }) => page.id);
  const ids = [...new Set(instant.confident ? [...instantIds, ...chosen.ids] : [...chosen.ids, ...instantIds])];
  // A page that both indexes find counts once.
  const allIds = new Set(all.ids);
  const onlyInstant = instant.hits.filter(({ page }) => !allIds.has(page.id));
  const audienceCounts: Record<string, number> = { ...all.audienceCounts };
  for (const [label, count] of Object.entries(countByAudience(onlyInstant))) audienceCounts[label] = (audienceCounts[label] ?? 0) + count;
  const loadResult = async (id: string) => {
    const hit = hitsById.get(id);
    return hit ? addPassage(hit) : resultFromPagefind(await chosen.loadPage(id));
  };
  return {
    total: ids.length,
    audienceCounts,
    unfilteredTotal: all.ids.length + onlyInstant.length,
    isFinal: true,
    correctedQuery: instant.correctedQuery,
    crisisContact: instant.crisisContact,
    load: (from, to) => Promise.all(ids.slice(from, to).map(loadResult)),
  };
}

/** On a large site, whose instant index lacks most words: Pagefind says whether an unknown word is really a misspelling. */
async function searchLargeSite(instantSearch: InstantSearch, { text, audience, asTyped }: SearchQuery): Promise<SearchResults> {
  const verbatim = instantSearch(text, true);
  const corrected = instantSearch(text, asTyped);
  const instant = corrected.correctedQuery && (await hasEveryWord(verbatim.keywords)) ? verbatim : corrected;
  const all = await relevantHits(instant.keywords);
  return mergeResults(instant, all, audience ? await searchPagefind(instant.keywords, audience) : all, audience);
}

/** Without the instant index. */
async function searchPagefindOnly({ text, audience }: SearchQuery): Promise<SearchResults> {
  const all = await relevantHits(text);
  const chosen = audience && all.ids.length > 0 ? await searchPagefind(text, audience) : all;
  return {
    total: chosen.ids.length,
    audienceCounts: all.audienceCounts,
    unfilteredTotal: all.ids.length,
    isFinal: true,
    load: (from, to) => Promise.all(chosen.ids.slice(from, to).map(async (id) => resultFromPagefind(await chosen.loadPage(id)))),
  };
}

/** What both indexes find or, if one of them does not load, what the other finds. Rejects if neither does. */
export async function searchMerged(query: SearchQuery): Promise<SearchResults> {
  const instantSearch = await loadInstantSearch().catch(() => undefined);
  if (!instantSearch) return searchPagefindOnly(query);
  const instant = instantSearch(query.text, query.asTyped);
  const results = toSearchResults(instant, query.audience);
  try {
    await loadPagefind();
    if (!instant.complete) return await searchLargeSite(instantSearch, query);
    const hits = filterByAudience(instant, query.audience);
    return { ...results, load: (from, to) => Promise.all(hits.slice(from, to).map(addPassage)) };
  } catch (error) {
    console.error('The whole text could not be searched', error);
    return results;
  }
}
