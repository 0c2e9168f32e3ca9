// "Exit this page" (GOV.UK's pattern): a blank screen at once, nothing left in the fields, and no Back that shows what was
// typed. Without this script the link is a plain link.
//
// Each entry of the tab's history notes, in its state, how often the tab had exited when it was opened. An entry from before
// the last exit is never shown again, whether it comes from the back/forward cache, the network or a reload: it goes on to
// the other site. Whoever returns on purpose opens a new entry, which is shown.

interface Exit {
  /** How often this tab has exited. */
  count: number;
  /** Where it went: not every page that is guarded has the link. */
  href: string;
}

interface EntryState {
  exitCount?: number;
  /** What was typed into the forms of the page, and when. */
  typed?: { at: number; fields: [name: string, value: string][] } | undefined;
}

const exitKey = 'exit';
const typedMaxAgeMs = 60 * 60 * 1000;
const root = document.documentElement;

// A browser that refuses cookies refuses this too, with an exception.
const storage = (() => {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
})();
const lastExit = (): Exit | null => JSON.parse(storage?.getItem(exitKey) ?? 'null');
const exitCount = () => lastExit()?.count ?? 0;

// The Navigation API where there is one. history.replaceState() makes the entry of a posted page one that is fetched by GET:
// Reload would lose the answers. So a browser without that API leaves those entries without a state.
const navigationApi = (window as { navigation?: Navigation }).navigation;
const isPosted = (document.currentScript as HTMLScriptElement | null)?.defer === false;
const entryState = (): EntryState => (navigationApi ? navigationApi.currentEntry?.getState() : history.state) ?? {};
function setEntryState(changes: EntryState) {
  const state = { ...entryState(), ...changes };
  if (navigationApi) navigationApi.updateCurrentEntry({ state });
  else if (!isPosted) history.replaceState(state, '');
}

const [timing] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
/** The count when this entry was opened. An entry without a state may be from before any exit, unless it is new. */
const openedAt = entryState().exitCount ?? (timing?.type === 'navigate' ? exitCount() : 0);
let left = false;

const typedFields = () =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('form[method="post"] :is(input, textarea)')].filter(
    (field) => field.type !== 'hidden',
  );
const isChoice = (field: HTMLElement): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

function empty() {
  document.title = '';
  // Also the fields, for a browser that keeps them with the entry. Not form.reset(): the page may have come with answers.
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    if (isChoice(field)) field.checked = false;
    else field.value = '';
  }
  document.body.replaceChildren();
}

function leave(href: string) {
  left = true;
  root.hidden = true;
  setEntryState({ typed: undefined });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', empty);
  else empty();
  location.replace(href);
}

function leaveAgainIfLeft() {
  const exit = lastExit();
  if (exit && exit.count > openedAt) leave(exit.href);
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-exit]');
  if (!link) return;
  // This also stops the link's ping, which is for browsers without script.
  event.preventDefault();
  const exit: Exit = { count: exitCount() + 1, href: link.href };
  storage?.setItem(exitKey, JSON.stringify(exit));
  leave(link.href);
});

// The forms forbid the browser to keep what was typed (autocomplete="off"), since without script it would show it again
// after an exit. So that nobody loses answers on the way Back from the next page, by a reload or because the phone put the
// tab to sleep, this script keeps them in the same place: with the entry, and not in storage. Firefox never kept them.

function keepTyped() {
  const fields = typedFields().filter((field) => (isChoice(field) ? field.checked : field.value !== ''));
  if (!left) setEntryState({ typed: { at: Date.now(), fields: fields.map(({ name, value }) => [name, value]) } });
}

function restoreTyped() {
  const { typed } = entryState();
  if (left || !typed || Date.now() - typed.at > typedMaxAgeMs) return;
  for (const field of typedFields()) {
    const values = typed.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isChoice(field)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? '';
  }
}

function noteOpenedAt() {
  if (entryState().exitCount === undefined) setEntryState({ exitCount: openedAt });
}
noteOpenedAt();
// A jump within the page is an entry of its own.
navigationApi?.addEventListener('currententrychange', noteOpenedAt);
addEventListener('hashchange', noteOpenedAt);
leaveAgainIfLeft();
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', restoreTyped);
else restoreTyped();

for (const event of ['change', 'submit', 'visibilitychange']) document.addEventListener(event, keepTyped);

addEventListener('pagehide', () => {
  document.removeEventListener('visibilitychange', keepTyped);
  // So that the back/forward cache holds a blank page, and shows no frame of it before `pageshow`.
  root.style.visibility = 'hidden';
});
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  leaveAgainIfLeft();
  // Without storage nobody knows of an exit: the page is opened anew, and nothing is in it.
  if (!storage) location.replace(location.href);
  else root.style.visibility = '';
  document.addEventListener('visibilitychange', keepTyped);
});
