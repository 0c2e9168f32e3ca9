import { loadInstantSearch, preloadSearch, searchInstant, searchMerged } from './merged-search.ts';
import { appendResults, clearResults, renderResults, requireElement, shownCount } from './result-list.ts';
import { type SearchQuery, type SearchResult, type SearchResults, statusMessage, toQueryString } from './results.ts';

// Shows results on /search/ while someone types. Without this script the page leads to the A to Z.

/** How many results are shown at first, and added at a time: each costs a small file. */
const batchSize = 10;

/** The pause in typing, in ms, before Pagefind is asked and the status is announced: not at every letter in a screen reader. */
const typingPauseMs = 250;

const form = requireElement<HTMLFormElement>('#search');
const field = requireElement<HTMLInputElement>('#q');
const filter = requireElement('#filter');
const chosenLabel = requireElement('#filter b');
const choices = [...filter.querySelectorAll('input')];
const statusElement = requireElement('#found');
const correctionElement = requireElement('#instead');
const asTypedLink = requireElement<HTMLAnchorElement>('#instead a');
const failureElement = requireElement('#failed');
const moreButton = requireElement<HTMLButtonElement>('#more');
const otherWays = requireElement('#other-ways');
const { title } = document;

/** Whether to look for the query without correcting it. Until the query changes. */
let asTyped = false;

const choice = () => choices.find((input) => input.checked);
const labelOf = (input: HTMLInputElement | undefined) => input?.dataset['label'] ?? '';
const readQuery = (): SearchQuery => ({
  text: field.value.trim(),
  audience: choice()?.value ? labelOf(choice()) : undefined,
  asTyped,
});

function render(found: SearchResults, results: readonly SearchResult[]) {
  renderResults(results, found.crisisContact);
  failureElement.hidden = true;
  otherWays.hidden = results.length > 0;
  moreButton.hidden = found.total <= shownCount();
  moreButton.onclick = async () => {
    appendResults(await found.load(shownCount(), shownCount() + batchSize));
    moreButton.hidden = found.total <= shownCount();
  };
}

/** Writes the status, which a screen reader announces, with the correction and the counts of the filter. */
function announce(message: string, found?: SearchResults) {
  if (statusElement.textContent !== message) statusElement.textContent = message;
  const { text, audience } = readQuery();
  const corrected = found?.correctedQuery;
  correctionElement.hidden = !corrected;
  correctionElement.querySelector('b')?.replaceChildren(corrected ? `“${corrected}”` : '');
  asTypedLink.textContent = corrected ? `Search only for “${text}”` : '';
  asTypedLink.href = toQueryString(text, choice()?.value ?? '', true);
  for (const input of choices) {
    const count = input.value ? (found?.audienceCounts[labelOf(input)] ?? 0) : found?.unfilteredTotal;
    input.labels?.[0]?.querySelector('span')?.replaceChildren(found ? `(${count})` : '');
  }
  chosenLabel.textContent = audience ?? labelOf(choices[0]);
}

/** Only the number, where "Showing results for" is beside it. */
const announceResults = (found: SearchResults, { text, audience }: SearchQuery) =>
  announce(statusMessage(found, found.correctedQuery ? undefined : text, audience), found);

function showNothing() {
  clearResults();
  moreButton.hidden = true;
  failureElement.hidden = true;
  otherWays.hidden = false;
  announce('');
}

function showFailure(error: unknown) {
  showNothing();
  failureElement.hidden = false;
  if (import.meta.env.DEV) failureElement.textContent = 'Search works on the built site: run "npm run build", then "npm start".';
  console.error('Search did not start', error);
}

let latestRequestId = 0;

async function search(typing = false) {
  // An answer that arrives after a later query is not shown.
  const requestId = ++latestRequestId;
  const query = readQuery();
  document.title = query.text ? `${query.text} - ${title}` : title;
  if (!query.text) return showNothing();
  const preloaded = preloadSearch();
  const instant = await searchInstant(query).catch(() => undefined);
  const instantResults = (await instant?.load(0, batchSize)) ?? [];
  if (requestId !== latestRequestId) return;
  if (instant && instantResults.length > 0) render(instant, instantResults);
  if (typing) {
    await new Promise((resolve) => setTimeout(resolve, typingPauseMs));
    if (requestId !== latestRequestId) return;
    updateUrl();
  }
  if (instant?.isFinal) {
    render(instant, instantResults);
    announceResults(instant, query);
  } else if (shownCount() === 0) announce('Searching…');
  await preloaded;
  try {
    const found = await searchMerged(query);
    const wanted = () => (instantResults.length > 0 ? Math.max(batchSize, shownCount()) : batchSize);
    let results = await found.load(0, wanted());
    // More may have been asked for meanwhile, and the focus is then on one of those.
    while (requestId === latestRequestId && results.length < Math.min(wanted(), found.total)) results = await found.load(0, wanted());
    if (requestId !== latestRequestId) return;
    render(found, results);
    announceResults(found, query);
  } catch (error) {
    if (requestId === latestRequestId) showFailure(error);
  }
}

// The URL always says what is searched for. A search that was submitted or came with the URL stays in the history; the
// letters typed on the way to it do not.
let pushNext = false;

function updateUrl() {
  const queryString = toQueryString(field.value.trim(), choice()?.value ?? '', asTyped);
  if (queryString === location.search) return;
  history[pushNext ? 'pushState' : 'replaceState'](null, '', location.pathname + queryString);
  pushNext = false;
}

function readUrl() {
  // The search box of other pages puts the query behind a #, which is not sent to the server (see header-search.ts).
  const fragment = location.hash.startsWith('#q=') ? location.hash.slice(1) : undefined;
  const params = new URLSearchParams(fragment ?? location.search);
  field.value = params.get('q') ?? '';
  asTyped = params.get('as') === 'typed';
  const chosen = choices.find((input) => input.value === params.get('for')) ?? choices[0];
  if (chosen) chosen.checked = true;
  if (fragment !== undefined) history.replaceState(null, '', location.pathname + toQueryString(field.value.trim(), ''));
  pushNext = field.value !== '';
  search();
}

function searchNow() {
  updateUrl();
  search();
}

field.addEventListener('focus', () => loadInstantSearch().catch(() => {}), { once: true });
field.addEventListener('input', () => {
  asTyped = false;
  search(true);
});
filter.addEventListener('change', searchNow);
asTypedLink.addEventListener('click', (event) => {
  event.preventDefault();
  asTyped = true;
  pushNext = true;
  searchNow();
  field.focus();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  searchNow();
  pushNext = field.value.trim() !== '';
  // On a phone the keyboard hides the results.
  if (matchMedia('(hover: none)').matches) field.blur();
});
addEventListener('popstate', readUrl);
addEventListener('hashchange', readUrl);
readUrl();
