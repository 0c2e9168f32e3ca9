import { loadInstantSearch, searchInstant } from './merged-search.ts';

// Suggests pages on the 404 page: those that the words of the address find, misspellings included. Without this script
// the page has its other links.

const maxSuggestions = 3;

/**
 * The queries to try for a path, best first: its last segment, then all of it. For "/services/peer-mentorng.html" these are
 * "peer mentorng" and "services peer mentorng"; for "/" there are none.
 */
export function queriesFromPath(path: string): string[] {
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // Malformed percent encoding: searched as it is.
  }
  const segments = decoded
    .split('/')
    .map((segment) =>
      segment
        .replace(/\.\w{2,5}$/, '')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
    )
    .filter(Boolean);
  const last = segments.at(-1);
  return last ? [...new Set([last, segments.join(' ')])] : [];
}

async function showSuggestions(section: HTMLElement) {
  await loadInstantSearch();
  for (const text of queriesFromPath(location.pathname)) {
    const found = await searchInstant({ text, audience: undefined, asTyped: false });
    const results = (await found?.load(0, maxSuggestions)) ?? [];
    if (results.length === 0) continue;
    section.querySelector('ul')?.replaceChildren(
      ...results.map(({ url, title }) => {
        const [item, link] = [document.createElement('li'), document.createElement('a')];
        link.href = url;
        link.textContent = title;
        item.append(link);
        return item;
      }),
    );
    section.hidden = false;
    return;
  }
}

if (typeof document !== 'undefined') {
  const section = document.querySelector<HTMLElement>('#nearest');
  if (section) showSuggestions(section).catch(() => {});
}
