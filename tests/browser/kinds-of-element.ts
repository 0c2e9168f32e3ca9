import { type Element, getAttribute, isElement, parseHtml, queryAll } from '../../src/content-checks/html.ts';

const nameOf = (element: Element) =>
  [element.tagName, getAttribute(element, 'type'), ...(getAttribute(element, 'class') ?? '').split(/\s+/).toSorted()].join('.');

/** The kinds of element in a page: tag, type and classes of each element, with those of its parent. */
export function kindsOfElement(html: string): Set<string> {
  return new Set(
    queryAll(parseHtml(html)).map((element) => {
      const parent = element.parentNode;
      return `${parent && isElement(parent) ? nameOf(parent) : ''} > ${nameOf(element)}`;
    }),
  );
}

/** Returns few pages that together have every kind of element there is (greedy set cover), by their addresses. */
export function pagesWithEveryKind(pages: readonly { address: string; html: string }[]): Set<string> {
  const kinds = pages.map(({ address, html }) => ({ address, kinds: kindsOfElement(html) }));
  const missing = new Set(kinds.flatMap((page) => [...page.kinds]));
  const chosen = new Set<string>();
  while (missing.size > 0) {
    const [best] = kinds
      .map((page) => ({ ...page, adds: [...page.kinds].filter((kind) => missing.has(kind)).length }))
      .sort((a, b) => b.adds - a.adds);
    if (!best) break;
    chosen.add(best.address);
    for (const kind of best.kinds) missing.delete(kind);
  }
  return chosen;
}
