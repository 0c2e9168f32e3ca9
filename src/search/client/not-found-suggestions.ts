import { loadInstantSearch, searchInstant } from './merged-search.ts';

// On the page for an address that leads nowhere: the pages whose names are nearest to what the address says. The first
// layer of search knows them, and forgives a slip of the keys. Without this script the page has its other ways on.

const maxSuggestions = 3;

/** The words of an address: of /services/peer-mentorng.html, "services peer mentorng". The last part is the page's own. */
export function queriesFromPath(path: string): string[] {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // Not a good address: its letters as they stand.
  }
  const parts = plain
    .split('/')
    .map((part) =>
      part
        .replace(/\.\w{2,5}$/, '')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
    )
    .filter(Boolean);
  const [last] = parts.slice(-1);
  return last ? [...new Set([last, parts.join(' ')])] : [];
}

async function showSuggestions(section: HTMLElement) {
  await loadInstantSearch();
  for (const words of queriesFromPath(location.pathname)) {
    const found = await searchInstant({ text: words, audience: undefined, asTyped: false });
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
