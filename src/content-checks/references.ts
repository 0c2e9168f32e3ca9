import type { ContentIssue } from '../content-files/content-issue.ts';
import { addressOf, type Content } from '../content-files/read-content.ts';
import type { yamlCollections } from '../schemas/index.ts';
import { mdxComponentNames } from './mdx-components.ts';
import { allData, mdxEntries, stringsIn } from './walk.ts';

// What content/ refers to and does not have: ids, components, phone numbers and pages.

/** Its keys are what people say, and no names of lists. */
const searchFile = 'content/search.yaml';

/** Keys whose array holds ids of the list of the same name. */
const idArrayKeys = new Set(['sources', 'partners', 'places', 'figures']);

/** Keys that hold one id, with the list it must be in. */
const idKeys: Record<string, string> = { source: 'sources', figure: 'figures' };

/** Components that name an entry by its id, with the attribute and the list it must be in. */
const idAttributes = {
  Figure: { attribute: 'id', list: 'figures' },
  Chart: { attribute: 'id', list: 'charts' },
  Term: { attribute: 'id', list: 'glossary' },
  Contact: { attribute: 'id', list: 'contacts' },
  Quote: { attribute: 'source', list: 'sources' },
  Sources: { attribute: 'ids', list: 'sources' },
} as const;

export function brokenReferences(content: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  const check = (file: string, path: string, list: string, id: string) => {
    if (id in content[list as keyof typeof yamlCollections]) return;
    const message = `names "${id}", which is not in content/${list}.yaml. Use an id that is there, or add this one there first`;
    found.push({ file, path, message });
  };

  for (const { file, data } of allData(content)) {
    if (file === searchFile) continue;
    for (const { path, key, inArray, text } of stringsIn(data)) {
      const list = idKeys[key] ?? (inArray && idArrayKeys.has(key) ? key : undefined);
      if (list) check(file, path, list, text);
    }
  }
  for (const { file, body } of mdxEntries(content)) {
    for (const [component, { attribute, list }] of Object.entries(idAttributes)) {
      for (const [tag] of body.matchAll(new RegExp(`<${component}\\b[^>]*>`, 'g'))) {
        const ids = new RegExp(`\\b${attribute}="([^"]*)"`).exec(tag)?.[1];
        if (ids === undefined) found.push({ file, path: tag, message: `needs ${attribute}="…", an id from content/${list}.yaml` });
        else for (const id of ids.split(' ')) check(file, tag, list, id);
      }
    }
  }
  return found;
}

/** Components that do not exist. Astro's build would stop at the first one without naming the file. */
export function unknownComponents(content: Content): ContentIssue[] {
  const known = new Set<string>(mdxComponentNames);
  return mdxEntries(content).flatMap(({ file, body }) =>
    [...new Set([...body.matchAll(/<([A-Z]\w*)/g)].map(([, name = '']) => name))]
      .filter((name) => !known.has(name))
      .map((name) => ({ file, path: `<${name}>`, message: `is not known. Use ${mdxComponentNames.join(', ')}` })),
  );
}

/** Contacts that search.yaml names for someone in danger, and that have no phone number to show. */
export function missingCrisisNumbers({ search, contacts }: Content): ContentIssue[] {
  return Object.keys(search?.crisis_terms ?? {}).flatMap((id) => {
    const contact = contacts[id];
    if (contact?.phone) return [];
    const message = contact
      ? 'is a contact without a phone number. Name one that has a number, because search shows it to someone in danger'
      : 'is not in content/contacts.yaml. Use an id that is there and has a phone number, or add this one there first';
    return [{ file: searchFile, path: `crisis_terms.${id}`, message }];
  });
}

/** The targets in a text: [links](/help/), ![pictures](/map.svg), [references]: /help/ and the href of a component. */
const linksIn = (body: string) =>
  [...body.matchAll(/\]\(\s*<?([^)\s>]*)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)|\bhref=\{?["'`]([^"'`]*)/gm)].map(
    ([, inline, reference, attribute]) => inline ?? reference ?? attribute ?? '',
  );

/** Links to pages that do not exist. Fragments are checked in the built pages, where headings have their ids (links.ts). */
export function brokenLinks(content: Content, codeRoutes: readonly string[]): ContentIssue[] {
  const known = new Set([...codeRoutes, ...mdxEntries(content).map(({ collection, id }) => addressOf(collection, id))]);
  const found: ContentIssue[] = [];
  const check = (file: string, path: string, address: string) => {
    if (/^(https?:|mailto:|tel:|#)/.test(address) || known.has(address.replace(/[#?].*$/, ''))) return;
    found.push({
      file,
      path,
      message: `${path === address ? '' : `names ${address}, which `}is not the address of a page here. Write it from the first slash to the last, like /help/today/`,
    });
  };
  for (const { file, data } of allData(content)) {
    for (const { path, key, text } of stringsIn(data)) if (key === 'href' || text.startsWith('/')) check(file, path, text);
  }
  for (const { file, body } of mdxEntries(content)) for (const address of linksIn(body)) check(file, address, address);
  return found;
}
