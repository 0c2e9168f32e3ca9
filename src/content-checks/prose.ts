import { classesOf, type Element, getChildNodes, innerText, isElement, type Node, normalizeSpace, queryAll, queryOne } from './html.ts';

// Running text, as the readability and glossary checks count it.

/** Elements that are not running text, and the classes of dates, labels, small print and charts. */
const otherTags = ['table', 'nav', 'footer', 'dl'];
const otherClasses = new Set(['small', 'tags', 'timeline-when', 'chart-body']);
const isProse = (element: Element) => !otherTags.includes(element.tagName) && !classesOf(element).some((name) => otherClasses.has(name));

function* paragraphElements(node: Node): Generator<Element> {
  for (const child of getChildNodes(node)) {
    if (!isElement(child) || !isProse(child)) continue;
    if (child.tagName === 'p' || child.tagName === 'li') yield child;
    yield* paragraphElements(child);
  }
}

/** Blocks inside a list item, which are paragraphs of their own. */
const blockTags = ['p', 'ul', 'ol', 'h2', 'h3', 'h4', 'div'];
const ownText = (element: Element, exclude: (inner: Element) => boolean = () => false) =>
  normalizeSpace(
    getChildNodes(element)
      .map((child) => innerText(child, (inner) => blockTags.includes(inner.tagName) || !isProse(inner) || exclude(inner)))
      .join(''),
  );

/** The text of each paragraph and list item in <main>. Items that hold nothing but links are navigation and left out. */
export function paragraphsOf(document: Node, exclude?: (inner: Element) => boolean): string[] {
  return [...paragraphElements(queryOne(document, 'main'))]
    .filter((element) => queryAll(element, 'a').length === 0 || !/^[\s.,]*$/.test(ownText(element, ({ tagName }) => tagName === 'a')))
    .map((element) => ownText(element, exclude))
    .filter(Boolean);
}
