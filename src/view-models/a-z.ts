import { listOf } from './collections.ts';
import { allPages, pageAt } from './pages.ts';

/** One line of the A to Z: a title, another name for a page, or a term of the glossary that has a page. */
export interface Line {
  text: string;
  href: string;
  /** The page's title, where the text is another name for it. */
  see?: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

async function read(): Promise<Line[]> {
  const lines = new Map<string, Line>();
  const add = (line: Line) => lines.set(`${line.text.toLowerCase()} ${line.href}`, line);
  for (const { term, also, page } of (await listOf('glossary')).values()) {
    if (!page) continue;
    const { title } = await pageAt(page.replace(/#.*/, ''), 'content/glossary.yaml');
    for (const word of [term, ...also]) add({ text: capital(word), href: page, see: title });
  }
  for (const { path, title, also, unlisted } of (await allPages()).values()) {
    if (unlisted) continue;
    for (const word of also) add({ text: capital(word), href: path, see: title });
    add({ text: title, href: path });
  }
  // A plural next to its singular would only make the list longer.
  const isPlural = ({ text, href }: Line) => text.endsWith('s') && lines.has(`${text.slice(0, -1).toLowerCase()} ${href}`);
  return [...lines.values()].filter((line) => !isPlural(line)).sort((one, other) => one.text.localeCompare(other.text, 'en'));
}

let known: Promise<Line[]> | undefined;

/** Every line of the A to Z in order, from the collections. */
export function aToZ(): Promise<Line[]> {
  if (!known || import.meta.env.DEV) known = read();
  return known;
}

/** What else a page is called, for search: the names the A to Z lists it under. */
export async function otherNames(path: string): Promise<string[]> {
  return (await aToZ()).filter(({ href, see }) => see !== undefined && href.replace(/#.*/, '') === path).map(({ text }) => text);
}
