import { type DefaultTreeAdapterMap, parse } from 'parse5';

// The DOM methods that the checks and the tests need, over the tree of parse5.

export type Element = DefaultTreeAdapterMap['element'];
export type Node = DefaultTreeAdapterMap['node'];

export const parseHtml = (html: string): Node => parse(html);

/** Whether a node is an element, and not text, a comment or the document. */
export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

/** The children of a node; of a <template>, its contents. Empty for text. */
export function getChildNodes(node: Node): Node[] {
  if ('content' in node) return [node.content];
  return 'childNodes' in node ? node.childNodes : [];
}

/** The node itself and everything in it, in document order. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  for (const child of getChildNodes(node)) yield* descendants(child);
}

/** The elements with one of these tag names, in document order; every element if no name is given. */
export function queryAll(node: Node, ...names: string[]): Element[] {
  return [...descendants(node)].filter(isElement).filter(({ tagName }) => names.length === 0 || names.includes(tagName));
}

/** The first element with this tag name. Throws if there is none. */
export function queryOne(node: Node, name: string): Element {
  const [element] = queryAll(node, name);
  if (!element) throw new Error(`There is no <${name}>`);
  return element;
}

/** The value of an attribute, '' for one without a value; undefined if the element does not have it. */
export function getAttribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

export const classesOf = (element: Element): string[] => (getAttribute(element, 'class') ?? '').split(' ');

const inlineTags = new Set(['a', 'abbr', 'b', 'cite', 'em', 'i', 'small', 'span', 'strong', 'sub', 'sup', 'time']);

/** The text a reader sees, with a line break around each block element. Leaves out the elements that match `exclude`. */
export function innerText(node: Node, exclude: (element: Element) => boolean = () => false): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  if (isElement(node) && (exclude(node) || ['script', 'style', 'template'].includes(node.tagName))) return '';
  const text = getChildNodes(node)
    .map((child) => innerText(child, exclude))
    .join('');
  return isElement(node) && !inlineTags.has(node.tagName) ? `\n${text}\n` : text;
}

/** One space between words, and straight quotes as content/ has them. */
export const normalizeSpace = (text: string): string => text.replace(/\s+/g, ' ').replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').trim();
