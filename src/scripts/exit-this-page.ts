// "Exit this page" (GOV.UK's pattern): a blank screen at once, nothing left in the fields, and no Back that shows what was
// typed. Without this script the link is a plain link.
//
// Each entry of the tab's history notes in history.state how often the tab had exited when it was opened. An entry from
// before the last exit is never shown again, whether it comes from the back/forward cache, the network or a reload: it goes
// on to the other site. Whoever returns on purpose opens a new entry, which is shown.

interface Exit {
  /** How often this tab has exited. */
  count: number;
  /** Where it went: not every page that is guarded has the link. */
  href: string;
}

/** What was typed in the forms of a page, and when. */
interface Draft {
  savedAt: number;
  fields: [name: string, value: string][];
}

const exitKey = 'exit';
const draftKey = `draft ${location.pathname}`;
const draftMaxAgeMs = 60 * 60 * 1000;
const root = document.documentElement;

// A browser that refuses cookies may refuse this too, with an exception. It may be full.
const storage = (() => {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
})();
const read = <T>(key: string) => JSON.parse(storage?.getItem(key) ?? 'null') as T | null;
function write(key: string, value: Exit | Draft) {
  try {
    storage?.setItem(key, JSON.stringify(value));
  } catch {}
}

const exitCount = () => read<Exit>(exitKey)?.count ?? 0;
const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
const isNewEntry = navigation?.type === 'navigate';

/** The count when this entry was opened. Left before this script ran, it has none: then it may be from before any exit. */
const openedAt: number = history.state?.exitCount ?? (isNewEntry ? exitCount() : 0);
const noteOpenedAt = () => history.replaceState({ ...history.state, exitCount: openedAt }, '');

const typedFields = () =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('form[method="post"] :is(input, textarea)')].filter(
    (field) => field.type !== 'hidden',
  );
const isChoice = (field: HTMLElement): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

function empty() {
  document.title = '';
  // First the fields, for a browser that keeps them with the entry. Not form.reset(): the page may have come with answers.
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    if (isChoice(field)) field.checked = false;
    else field.value = '';
  }
  document.body.replaceChildren();
}

let left = false;

function leave(href: string) {
  left = true;
  root.hidden = true;
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', empty);
  else empty();
  location.replace(href);
}

function leaveAgainIfLeft() {
  const exit = read<Exit>(exitKey);
  if (exit && exit.count > openedAt) leave(exit.href);
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[data-exit]');
  if (!link) return;
  // This also stops the link's ping, which is for browsers without script.
  event.preventDefault();
  const count = exitCount() + 1;
  storage?.clear();
  write(exitKey, { count, href: link.href });
  leave(link.href);
});

// The forms forbid the browser to keep what was typed (autocomplete="off"), since a browser without script would show it
// again after an exit. So that nobody loses answers on the way Back from the next page, by a reload or because the phone put
// the tab to sleep, they are kept here, where an exit clears them.

function saveDraft() {
  const fields = typedFields();
  if (left || fields.length === 0) return;
  const filledIn = fields.filter((field) => (isChoice(field) ? field.checked : field.value !== ''));
  write(draftKey, { savedAt: Date.now(), fields: filledIn.map(({ name, value }) => [name, value]) });
}

function restoreDraft() {
  const draft = read<Draft>(draftKey);
  if (left || isNewEntry || !draft || Date.now() - draft.savedAt > draftMaxAgeMs) return;
  for (const field of typedFields()) {
    const values = draft.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isChoice(field)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? '';
  }
}

noteOpenedAt();
// A jump within the page is an entry of its own.
addEventListener('hashchange', noteOpenedAt);
leaveAgainIfLeft();
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', restoreDraft);
else restoreDraft();

document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && saveDraft());
addEventListener('pagehide', () => {
  saveDraft();
  // So that the back/forward cache holds a blank page, and shows no frame of it before `pageshow`.
  root.style.visibility = 'hidden';
});
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  leaveAgainIfLeft();
  // Without storage nobody knows of an exit: the page is opened anew, and nothing is in it.
  if (!storage) location.replace(location.href);
  else root.style.visibility = '';
});
