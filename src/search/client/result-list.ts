import type { SearchResult, TextSegment } from './results.ts';

// The list of results on the search page, made from the templates in src/components/search/SearchResults.astro.

export function requireElement<E extends HTMLElement>(selector: string): E {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`The search page has no ${selector}`);
  return element;
}

const list = requireElement('#results');
const template = requireElement<HTMLTemplateElement>('#result');

function fillText(element: Element | null, segments: readonly TextSegment[]) {
  element?.replaceChildren(
    ...segments.map(({ text, match }) => {
      if (!match) return text;
      const mark = document.createElement('mark');
      mark.textContent = text;
      return mark;
    }),
  );
}

/** Writes the section and passage into the space that each result reserves for them, so that nothing moves. */
function fillSection(item: Element, { section, passage = [] }: SearchResult) {
  const line = item.querySelector<HTMLElement>('.result-part');
  const link = line?.querySelector('a');
  if (!line || !link) return;
  link.hidden = !section;
  if (section) [link.href, link.textContent] = [section.url, section.heading];
  fillText(line.querySelector('span'), passage);
  line.classList.toggle('is-empty', !section && passage.length === 0);
}

function createItem(result: SearchResult, crisisContact: string | undefined): HTMLElement {
  const item = document.importNode(template.content, true).firstElementChild as HTMLElement;
  const link = item.querySelector('a');
  if (link) [link.href, link.textContent] = [result.url, result.title];
  item.dataset['url'] = result.url;
  item.querySelector('.small')?.replaceChildren(result.kindAndYear);
  fillText(item.querySelector('.result-description'), result.description);
  fillSection(item, result);
  const contact = crisisContact && document.querySelector<HTMLTemplateElement>(`#call-${crisisContact}`);
  if (contact) link?.after(document.importNode(contact.content, true));
  item.classList.toggle('is-urgent', Boolean(contact));
  return item;
}

export const shownCount = (): number => list.childElementCount;

export const clearResults = (): void => list.replaceChildren();

/** Shows results in place of the list. If it begins with the same pages, their items stay and only get their new passages. */
export function renderResults(results: readonly SearchResult[], crisisContact: string | undefined): void {
  const current = [...list.children] as HTMLElement[];
  const canKeep = current.length <= results.length && current.every((item, index) => item.dataset['url'] === results[index]?.url);
  if (!canKeep) clearResults();
  for (const [index, result] of results.entries()) {
    const item = canKeep ? current[index] : undefined;
    const contact = index === 0 ? crisisContact : undefined;
    if (item && Boolean(contact) === item.classList.contains('is-urgent')) fillSection(item, result);
    else if (item) item.replaceWith(createItem(result, contact));
    else list.append(createItem(result, contact));
  }
}

/** Adds results at the end, and moves the focus to the first of them. */
export function appendResults(results: readonly SearchResult[]): void {
  const last = list.lastElementChild;
  list.append(...results.map((result) => createItem(result, undefined)));
  last?.nextElementSibling?.querySelector('a')?.focus();
}
