import { type DefaultTreeAdapterTypes, parse } from 'parse5';

// What a browser makes of a page: tests ask this, and not the text of the HTML, what a person is shown.

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

const children = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : []);

/** The elements in a node, and the node itself if it is one, in order. */
function within(node: Node, found: Element[] = []): Element[] {
  if ('tagName' in node) found.push(node);
  for (const child of children(node)) within(child, found);
  return found;
}

/** Every element of a page, in order. */
export const elementsOf = (html: string): Element[] => within(parse(html));

export const attribute = ({ attrs }: Element, name: string): string | undefined => attrs.find((each) => each.name === name)?.value;

/** The text in an element, to the letter. */
export const textOf = (node: Node): string =>
  node.nodeName === '#text' && 'value' in node ? node.value : children(node).map(textOf).join('');

/** The text of the page's one heading of the first rank. */
export function headingOf(html: string): string {
  const headings = elementsOf(html).filter(({ tagName }) => tagName === 'h1');
  return headings.length === 1 && headings[0] ? textOf(headings[0]).replace(/\s+/g, ' ').trim() : `${headings.length} headings`;
}

/** What the boxes to write in hold, by their names. */
export const fieldValues = (html: string): Map<string, string> =>
  new Map(
    elementsOf(html)
      .filter(({ tagName }) => tagName === 'input' || tagName === 'textarea')
      .map((field) => [attribute(field, 'name') ?? '', field.tagName === 'textarea' ? textOf(field) : (attribute(field, 'value') ?? '')]),
  );

/** The rows of the check page: the words of each question, and the lines of its answer. */
export function summaryRows(html: string): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const list of elementsOf(html).filter(({ tagName }) => tagName === 'dl')) {
    let label = '';
    for (const element of within(list)) {
      if (element.tagName === 'dt') label = textOf(element).trim();
      // The first of a row is the answer; the second is its button.
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
