import { asked, type Finder, type Found, type Piece, type Result, summary } from './found.ts';
import { findInWholeText, prepare } from './whole-text.ts';

// Improves /search/: results while typing, in the page itself. Without it the page leads to the A to Z.

const find: Finder = findInWholeText;

/** How many results are shown at first, and how many more at a time: each costs a small file. */
const batch = 10;

/** How long nobody types before we search, in milliseconds: enough that a screen reader is not told of every letter. */
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
const failed = the('#failed');
const list = the('#results');
const more = the<HTMLButtonElement>('#more');
const otherWays = the('#other-ways');
const template = the<HTMLTemplateElement>('#result');
const { title } = document;

const query = () => field.value.trim();
const choice = () => choices.find((one) => one.checked);
const labelOf = (one: HTMLInputElement | undefined) => one?.dataset['label'] ?? '';

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

function item({ address, title, about, says, part }: Result) {
  const made = template.content.cloneNode(true) as DocumentFragment;
  const link = made.querySelector('a');
  if (link) [link.href, link.textContent] = [address, title];
  made.querySelector('.small')?.replaceChildren(about);
  fill(made.querySelector('.result-says'), says);
  const partLink = made.querySelector<HTMLAnchorElement>('.result-part a');
  if (part && partLink) {
    [partLink.href, partLink.textContent] = [part.address, part.heading];
    fill(made.querySelector('.result-part span'), part.passage);
  } else {
    made.querySelector('.result-part')?.remove();
  }
  return made;
}

function show(sentence: string, found?: Found, results: readonly Result[] = []) {
  said.textContent = sentence;
  failed.hidden = true;
  list.replaceChildren(...results.map(item));
  otherWays.hidden = results.length > 0;
  more.hidden = !found || found.total <= results.length;
  more.onclick = async () => {
    const next = await found?.read(list.childElementCount, list.childElementCount + batch);
    const last = list.lastElementChild;
    list.append(...(next ?? []).map(item));
    more.hidden = !found || found.total <= list.childElementCount;
    last?.nextElementSibling?.querySelector('a')?.focus();
  };
  for (const one of choices) {
    const count = one.value ? (found?.counts[labelOf(one)] ?? 0) : found?.everyone;
    const place = one.labels?.[0]?.querySelector('span');
    if (place) place.textContent = found ? `(${count})` : '';
  }
}

function showFailure(error: unknown) {
  show('');
  failed.hidden = false;
  if (import.meta.env.DEV) failed.textContent = 'Search works on the built site: run "npm run build", then "npm start".';
  console.error('Search did not start', error);
}

let searches = 0;

async function search() {
  // An answer that comes after a later question is not shown.
  const mine = ++searches;
  const words = query();
  document.title = words ? `${words} - ${title}` : title;
  chosen.textContent = labelOf(choice());
  if (!words) return show('');
  if (list.childElementCount === 0) said.textContent = 'Searching…';
  try {
    const audience = choice()?.value ? labelOf(choice()) : undefined;
    const found = await find(words, audience);
    const results = await found.read(0, batch);
    if (mine === searches) show(summary(found, words, audience), found, results);
  } catch (error) {
    if (mine === searches) showFailure(error);
  }
}

// The address always says what is searched for. A search that was asked for (Enter, or the address itself) stays in
// the history; the letters typed on the way to it do not.
let kept = false;

function remember() {
  const address = asked(query(), choice()?.value ?? '');
  if (address === location.search) return;
  history[kept ? 'pushState' : 'replaceState'](null, '', location.pathname + address);
  kept = false;
}

function readAddress() {
  const given = new URLSearchParams(location.search);
  field.value = given.get('q') ?? '';
  const chosen = choices.find((one) => one.value === given.get('for')) ?? choices[0];
  if (chosen) chosen.checked = true;
  kept = field.value !== '';
  search();
}

let waiting: ReturnType<typeof setTimeout> | undefined;

function searchNow() {
  clearTimeout(waiting);
  remember();
  search();
}

field.addEventListener('focus', () => prepare().catch(() => {}), { once: true });
field.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(searchNow, pause);
});
filter.addEventListener('change', searchNow);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  searchNow();
  kept = query() !== '';
  // On a phone the keyboard hides the results.
  if (matchMedia('(hover: none)').matches) field.blur();
});
addEventListener('popstate', readAddress);
readAddress();
