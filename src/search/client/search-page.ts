import { loadInstantSearch, preloadSearch, searchInstant, searchMerged } from './merged-search.ts';
import { type SearchQuery, type SearchResult, type SearchResults, statusMessage, type TextSegment, toQueryString } from './results.ts';

// Improves /search/: results while typing, in the page itself. Without it the page leads to the A to Z.

/** How many results are shown at first, and how many more at a time: each costs a small file. */
const batch = 10;

/** How long nobody types before we ask the whole text and say what was found: a screen reader is not told of every letter. */
const pause = 250;

function requireElement<E extends HTMLElement>(selector: string): E {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`The search page has no ${selector}`);
  return element;
}

const form = requireElement<HTMLFormElement>('#search');
const field = requireElement<HTMLInputElement>('#q');
const filter = requireElement('#filter');
const chosen = requireElement('#filter b');
const choices = [...filter.querySelectorAll('input')];
const statusElement = requireElement('#found');
const correctionElement = requireElement('#instead');
const asTypedLink = requireElement<HTMLAnchorElement>('#instead a');
const failed = requireElement('#failed');
const list = requireElement('#results');
const more = requireElement<HTMLButtonElement>('#more');
const otherWays = requireElement('#other-ways');
const template = requireElement<HTMLTemplateElement>('#result');
const { title } = document;

/** Whether the words are looked for as they stand, until they change. */
let asTyped = false;

const choice = () => choices.find((one) => one.checked);
const labelOf = (one: HTMLInputElement | undefined) => one?.dataset['label'] ?? '';
const question = (): SearchQuery => ({
  text: field.value.trim(),
  audience: choice()?.value ? labelOf(choice()) : undefined,
  asTyped,
});

function fill(element: Element | null, pieces: readonly TextSegment[]) {
  element?.replaceChildren(
    ...pieces.map(({ text, match }) => {
      if (!match) return text;
      const mark = document.createElement('mark');
      mark.textContent = text;
      return mark;
    }),
  );
}

/** Writes the heading and the passage into the room that each result keeps for them, so that nothing moves. */
function fillPart(item: Element, { section, passage = [] }: SearchResult) {
  const place = item.querySelector<HTMLElement>('.result-part');
  const link = place?.querySelector('a');
  if (!place || !link) return;
  link.hidden = !section;
  if (section) [link.href, link.textContent] = [section.url, section.heading];
  fill(place.querySelector('span'), passage);
  place.classList.toggle('is-empty', !section && passage.length === 0);
}

function itemOf(result: SearchResult, urgent: string | undefined) {
  const made = document.importNode(template.content, true).firstElementChild as HTMLElement;
  const link = made.querySelector('a');
  if (link) [link.href, link.textContent] = [result.url, result.title];
  made.dataset['address'] = result.url;
  made.querySelector('.small')?.replaceChildren(result.kindAndYear);
  fill(made.querySelector('.result-says'), result.description);
  fillPart(made, result);
  const call = urgent && document.querySelector<HTMLTemplateElement>(`#call-${urgent}`);
  if (call) link?.after(document.importNode(call.content, true));
  made.classList.toggle('is-urgent', Boolean(call));
  return made;
}

/** Shows results. Those that are there already stay as they are, but for the passage. */
function render(found: SearchResults, results: readonly SearchResult[]) {
  const there = [...list.children] as HTMLElement[];
  const stays = there.length <= results.length && there.every((item, at) => item.dataset['address'] === results[at]?.url);
  const items = results.map((result, at) => ({
    result,
    item: stays ? there[at] : undefined,
    urgent: at === 0 ? found.crisisContact : undefined,
  }));
  if (!stays) list.replaceChildren();
  for (const { result, item, urgent } of items) {
    if (item && Boolean(urgent) === item.classList.contains('is-urgent')) fillPart(item, result);
    else if (item) item.replaceWith(itemOf(result, urgent));
    else list.append(itemOf(result, urgent));
  }
  failed.hidden = true;
  otherWays.hidden = results.length > 0;
  more.hidden = found.total <= list.childElementCount;
  more.onclick = async () => {
    const last = list.lastElementChild;
    const next = await found.load(list.childElementCount, list.childElementCount + batch);
    list.append(...next.map((result) => itemOf(result, undefined)));
    more.hidden = found.total <= list.childElementCount;
    last?.nextElementSibling?.querySelector('a')?.focus();
  };
}

/** What is read aloud of a search: only the number, where "Showing results for" stands before it. */
const sentence = (found: SearchResults, { text: words, audience }: SearchQuery) =>
  statusMessage(found, found.correctedQuery ? undefined : words, audience);

/** Says what was found, where it is read aloud. */
function announce(text: string, found?: SearchResults) {
  if (statusElement.textContent !== text) statusElement.textContent = text;
  const { text: words, audience } = question();
  correctionElement.hidden = !found?.correctedQuery;
  correctionElement.querySelector('b')?.replaceChildren(found?.correctedQuery ? `“${found.correctedQuery}”` : '');
  asTypedLink.textContent = found?.correctedQuery ? `Search only for “${words}”` : '';
  asTypedLink.href = toQueryString(words, choice()?.value ?? '', true);
  for (const one of choices) {
    const count = one.value ? (found?.audienceCounts[labelOf(one)] ?? 0) : found?.unfilteredTotal;
    one.labels?.[0]?.querySelector('span')?.replaceChildren(found ? `(${count})` : '');
  }
  chosen.textContent = audience ?? labelOf(choices[0]);
}

function showNothing() {
  list.replaceChildren();
  more.hidden = true;
  failed.hidden = true;
  otherWays.hidden = false;
  announce('');
}

function showFailure(error: unknown) {
  showNothing();
  failed.hidden = false;
  if (import.meta.env.DEV) failed.textContent = 'Search works on the built site: run "npm run build", then "npm start".';
  console.error('Search did not start', error);
}

let searches = 0;

async function search(typing = false) {
  // An answer that comes after a later question is not shown.
  const mine = ++searches;
  const asking = question();
  const { text: words } = asking;
  document.title = words ? `${words} - ${title}` : title;
  if (!words) return showNothing();
  const both = preloadSearch();
  const first = await searchInstant(asking).catch(() => undefined);
  const results = (await first?.load(0, batch)) ?? [];
  if (mine !== searches) return;
  if (first && results.length > 0) render(first, results);
  if (typing) {
    await new Promise((done) => setTimeout(done, pause));
    if (mine !== searches) return;
    updateUrl();
  }
  if (first?.isFinal) {
    render(first, results);
    announce(sentence(first, asking), first);
  } else if (list.childElementCount === 0) announce('Searching…');
  await both;
  try {
    const found = await searchMerged(asking);
    const room = () => (results.length > 0 ? Math.max(batch, list.childElementCount) : batch);
    let shown = await found.load(0, room());
    // More may have been asked for meanwhile, and whoever did stands on one of them.
    while (mine === searches && shown.length < Math.min(room(), found.total)) shown = await found.load(0, room());
    if (mine !== searches) return;
    render(found, shown);
    announce(sentence(found, asking), found);
  } catch (error) {
    if (mine === searches) showFailure(error);
  }
}

// The address always says what is searched for. A search that was asked for (Enter, or the address itself) stays in
// the history; the letters typed on the way to it do not.
let pushNext = false;

function updateUrl() {
  const address = toQueryString(field.value.trim(), choice()?.value ?? '', asTyped);
  if (address === location.search) return;
  history[pushNext ? 'pushState' : 'replaceState'](null, '', location.pathname + address);
  pushNext = false;
}

function readAddress() {
  // Behind # where it comes from the box at the top of a page: what stands there is not sent (see from-header.ts).
  const behind = location.hash.startsWith('#q=') ? location.hash.slice(1) : undefined;
  const given = new URLSearchParams(behind ?? location.search);
  field.value = given.get('q') ?? '';
  asTyped = given.get('as') === 'typed';
  const chosen = choices.find((one) => one.value === given.get('for')) ?? choices[0];
  if (chosen) chosen.checked = true;
  if (behind !== undefined) history.replaceState(null, '', location.pathname + toQueryString(field.value.trim(), ''));
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
addEventListener('popstate', readAddress);
addEventListener('hashchange', readAddress);
readAddress();
