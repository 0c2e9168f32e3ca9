import { findAtOnce, findInBoth, prepareAtOnce, prepareBoth } from './merged-search.ts';
import { asked, type Found, type Piece, type Question, type Result, summary } from './results.ts';

// Improves /search/: results while typing, in the page itself. Without it the page leads to the A to Z.

/** How many results are shown at first, and how many more at a time: each costs a small file. */
const batch = 10;

/** How long nobody types before we ask the whole text and say what was found: a screen reader is not told of every letter. */
const pause = 250;

function the<E extends HTMLElement>(selector: string): E {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`The search page has no ${selector}`);
  return element;
}

const form = the<HTMLFormElement>('#search');
const field = the<HTMLInputElement>('#q');
const filter = the('#filter');
const chosen = the('#filter b');
const choices = [...filter.querySelectorAll('input')];
const said = the('#found');
const instead = the('#instead');
const exactly = the<HTMLAnchorElement>('#instead a');
const failed = the('#failed');
const list = the('#results');
const more = the<HTMLButtonElement>('#more');
const otherWays = the('#other-ways');
const template = the<HTMLTemplateElement>('#result');
const { title } = document;

/** Whether the words are looked for as they stand, until they change. */
let asTyped = false;

const choice = () => choices.find((one) => one.checked);
const labelOf = (one: HTMLInputElement | undefined) => one?.dataset['label'] ?? '';
const question = (): Question => ({
  words: field.value.trim(),
  audience: choice()?.value ? labelOf(choice()) : undefined,
  asTyped,
});

function fill(element: Element | null, pieces: readonly Piece[]) {
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
function fillPart(item: Element, { part, passage = [] }: Result) {
  const place = item.querySelector<HTMLElement>('.result-part');
  const link = place?.querySelector('a');
  if (!place || !link) return;
  link.hidden = !part;
  if (part) [link.href, link.textContent] = [part.address, part.heading];
  fill(place.querySelector('span'), passage);
  place.classList.toggle('is-empty', !part && passage.length === 0);
}

function itemOf(result: Result, urgent: string | undefined) {
  const made = document.importNode(template.content, true).firstElementChild as HTMLElement;
  const link = made.querySelector('a');
  if (link) [link.href, link.textContent] = [result.address, result.title];
  made.dataset['address'] = result.address;
  made.querySelector('.small')?.replaceChildren(result.about);
  fill(made.querySelector('.result-says'), result.says);
  fillPart(made, result);
  const call = urgent && document.querySelector<HTMLTemplateElement>(`#call-${urgent}`);
  if (call) link?.after(document.importNode(call.content, true));
  made.classList.toggle('is-urgent', Boolean(call));
  return made;
}

/** Shows results. Those that are there already stay as they are, but for the passage. */
function show(found: Found, results: readonly Result[]) {
  const there = [...list.children] as HTMLElement[];
  const stays = there.length <= results.length && there.every((item, at) => item.dataset['address'] === results[at]?.address);
  const items = results.map((result, at) => ({ result, item: stays ? there[at] : undefined, urgent: at === 0 ? found.urgent : undefined }));
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
    const next = await found.read(list.childElementCount, list.childElementCount + batch);
    list.append(...next.map((result) => itemOf(result, undefined)));
    more.hidden = found.total <= list.childElementCount;
    last?.nextElementSibling?.querySelector('a')?.focus();
  };
}

/** What is read aloud of a search: only the number, where "Showing results for" stands before it. */
const sentence = (found: Found, { words, audience }: Question) => summary(found, found.instead ? undefined : words, audience);

/** Says what was found, where it is read aloud. */
function say(text: string, found?: Found) {
  if (said.textContent !== text) said.textContent = text;
  const { words, audience } = question();
  instead.hidden = !found?.instead;
  instead.querySelector('b')?.replaceChildren(found?.instead ? `“${found.instead}”` : '');
  exactly.textContent = found?.instead ? `Search only for “${words}”` : '';
  exactly.href = asked(words, choice()?.value ?? '', true);
  for (const one of choices) {
    const count = one.value ? (found?.counts[labelOf(one)] ?? 0) : found?.everyone;
    one.labels?.[0]?.querySelector('span')?.replaceChildren(found ? `(${count})` : '');
  }
  chosen.textContent = audience ?? labelOf(choices[0]);
}

function showNothing() {
  list.replaceChildren();
  more.hidden = true;
  failed.hidden = true;
  otherWays.hidden = false;
  say('');
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
  const { words } = asking;
  document.title = words ? `${words} - ${title}` : title;
  if (!words) return showNothing();
  const both = prepareBoth();
  const first = await findAtOnce(asking).catch(() => undefined);
  const results = (await first?.read(0, batch)) ?? [];
  if (mine !== searches) return;
  if (first && results.length > 0) show(first, results);
  if (typing) {
    await new Promise((done) => setTimeout(done, pause));
    if (mine !== searches) return;
    remember();
  }
  if (first?.final) {
    show(first, results);
    say(sentence(first, asking), first);
  } else if (list.childElementCount === 0) say('Searching…');
  await both;
  try {
    const found = await findInBoth(asking);
    const room = () => (results.length > 0 ? Math.max(batch, list.childElementCount) : batch);
    let shown = await found.read(0, room());
    // More may have been asked for meanwhile, and whoever did stands on one of them.
    while (mine === searches && shown.length < Math.min(room(), found.total)) shown = await found.read(0, room());
    if (mine !== searches) return;
    show(found, shown);
    say(sentence(found, asking), found);
  } catch (error) {
    if (mine === searches) showFailure(error);
  }
}

// The address always says what is searched for. A search that was asked for (Enter, or the address itself) stays in
// the history; the letters typed on the way to it do not.
let kept = false;

function remember() {
  const address = asked(field.value.trim(), choice()?.value ?? '', asTyped);
  if (address === location.search) return;
  history[kept ? 'pushState' : 'replaceState'](null, '', location.pathname + address);
  kept = false;
}

function readAddress() {
  // Behind # where it comes from the box at the top of a page: what stands there is not sent (see from-header.ts).
  const behind = location.hash.startsWith('#q=') ? location.hash.slice(1) : undefined;
  const given = new URLSearchParams(behind ?? location.search);
  field.value = given.get('q') ?? '';
  asTyped = given.get('as') === 'typed';
  const chosen = choices.find((one) => one.value === given.get('for')) ?? choices[0];
  if (chosen) chosen.checked = true;
  if (behind !== undefined) history.replaceState(null, '', location.pathname + asked(field.value.trim(), ''));
  kept = field.value !== '';
  search();
}

function searchNow() {
  remember();
  search();
}

field.addEventListener('focus', () => prepareAtOnce().catch(() => {}), { once: true });
field.addEventListener('input', () => {
  asTyped = false;
  search(true);
});
filter.addEventListener('change', searchNow);
exactly.addEventListener('click', (event) => {
  event.preventDefault();
  asTyped = true;
  kept = true;
  searchNow();
  field.focus();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  searchNow();
  kept = field.value.trim() !== '';
  // On a phone the keyboard hides the results.
  if (matchMedia('(hover: none)').matches) field.blur();
});
addEventListener('popstate', readAddress);
addEventListener('hashchange', readAddress);
readAddress();
