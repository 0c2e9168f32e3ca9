import { type DefaultTreeAdapterTypes, parse } from 'parse5';

// Reads pages with an HTML parser, so that tests see what a browser shows and not how the HTML is written.

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

const children = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);

/** A node's descendant elements in document order, and the node itself if it is one. */
function within(node: Node, found: Element[] = []): Element[] {
  if ('tagName' in node) found.push(node);
  for (const child of children(node)) within(child, found);
  return found;
}

/** Every element of a page, in document order. */
export const elementsOf = (html: string): Element[] => within(parse(html));

export const attribute = ({ attrs }: Element, name: string): string | undefined => attrs.find((attr) => attr.name === name)?.value;

/** The text of a node, with its white space. */
export const textOf = (node: Node): string =>
  node.nodeName === '#text' && 'value' in node ? node.value : children(node).map(textOf).join('');

/** The text of the page's only h1, or how many there are. */
export function headingOf(html: string): string {
  const headings = elementsOf(html).filter(({ tagName }) => tagName === 'h1');
  return headings.length === 1 && headings[0] ? textOf(headings[0]).replace(/\s+/g, ' ').trim() : `${headings.length} headings`;
}

/** The values of all inputs and text areas, by name. */
export const fieldValues = (html: string): Map<string, string> =>
  new Map(
    elementsOf(html)
      .filter(({ tagName }) => tagName === 'input' || tagName === 'textarea')
      .map((field) => [attribute(field, 'name') ?? '', field.tagName === 'textarea' ? textOf(field) : (attribute(field, 'value') ?? '')]),
  );

/** The rows of the check page: each label with the lines of its answer. */
export function summaryRows(html: string): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const list of elementsOf(html).filter(({ tagName }) => tagName === 'dl')) {
    let label = '';
    for (const element of within(list)) {
      if (element.tagName === 'dt') label = textOf(element).trim();
      // The first dd of a row is the answer, the second its Change button.
      if (element.tagName === 'dd' && !rows.has(label))
        rows.set(
          label,
          within(element)
            .filter(({ tagName }) => tagName === 'p')
            .map(textOf),
        );
    }
  }
  return rows;
}
