import { type DefaultTreeAdapterMap, parse } from 'parse5';

export type Element = DefaultTreeAdapterMap['element'];
export type Node = DefaultTreeAdapterMap['node'];

export const parseHtml = (html: string): Node => parse(html);

export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

export function getChildNodes(node: Node): Node[] {
  if ('content' in node) return [node.content];
  return 'childNodes' in node ? node.childNodes : [];
}

/** The node and everything in it, in the order of the page. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  for (const child of getChildNodes(node)) yield* descendants(child);
}

/** The elements with one of these names, in the order of the page; all of them without names. */
export function queryAll(node: Node, ...names: string[]): Element[] {
  return [...descendants(node)].filter(isElement).filter(({ tagName }) => names.length === 0 || names.includes(tagName));
}

export function queryOne(node: Node, name: string): Element {
  const [element] = queryAll(node, name);
  if (!element) throw new Error(`There is no <${name}>`);
  return element;
}

export function getAttribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

/** Elements that stand in a line with the words around them. All others are lines of their own. */
const inline = new Set(['a', 'abbr', 'b', 'cite', 'em', 'i', 'small', 'span', 'strong', 'sub', 'sup', 'time']);

/** The text a reader gets, without the elements that `leftOut` is true of. */
export function innerText(node: Node, leftOut: (element: Element) => boolean = () => false): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  if (isElement(node) && (leftOut(node) || ['script', 'style', 'template'].includes(node.tagName))) return '';
  const text = getChildNodes(node)
    .map((child) => innerText(child, leftOut))
    .join('');
  return isElement(node) && !inline.has(node.tagName) ? `\n${text}\n` : text;
}

/** One space between words, and straight quotes, as content/ has them. */
export const normalizeSpace = (text: string): string => text.replace(/\s+/g, ' ').replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').trim();
