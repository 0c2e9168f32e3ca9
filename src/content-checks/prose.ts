import { type Element, getAttribute, getChildNodes, innerText, isElement, type Node, normalizeSpace, queryAll, queryOne } from './html.ts';

// What a reader reads as running text. Not tables, navigation, the foot of a page with its sources, the dates and
// labels of a list or a drawing, and the small print that says where and when something was seen.
const labels = new Set(['small', 'tags', 'timeline-when', 'chart-body']);
const notProse = (element: Element) =>
  ['table', 'nav', 'footer', 'dl'].includes(element.tagName) ||
  (getAttribute(element, 'class') ?? '').split(' ').some((name) => labels.has(name));

function* blocksOf(node: Node): Generator<Element> {
  for (const child of getChildNodes(node)) {
    if (!isElement(child) || notProse(child)) continue;
    if (child.tagName === 'p' || child.tagName === 'li') yield child;
    yield* blocksOf(child);
  }
}

/** Blocks inside an item of a list are counted by themselves. */
const block = (element: Element) => ['p', 'ul', 'ol', 'h2', 'h3', 'h4', 'div'].includes(element.tagName);
const ownText = (element: Element, leftOut: (inner: Element) => boolean = () => false) =>
  normalizeSpace(
    getChildNodes(element)
      .map((child) => innerText(child, (inner) => block(inner) || notProse(inner) || leftOut(inner)))
      .join(''),
  );

/** The paragraphs and list items of a page, each as its text; items that are nothing but links are navigation. */
export function paragraphsOf(document: Node, leftOut?: (inner: Element) => boolean): string[] {
  return [...blocksOf(queryOne(document, 'main'))]
    .filter((element) => !(queryAll(element, 'a').length > 0 && /^[\s.,]*$/.test(ownText(element, ({ tagName }) => tagName === 'a'))))
    .map((element) => ownText(element, leftOut))
    .filter(Boolean);
}
