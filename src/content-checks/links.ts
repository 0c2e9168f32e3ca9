import type { ContentIssue } from '../content-files/content-issue.ts';
import type { BuiltPage } from './build-output.ts';
import { getAttribute, queryAll } from './html.ts';

export interface Link {
  from: string;
  to: string;
  /** Without its query and its part. */
  address: string;
  fragment: string;
}

const leadsOut = /^(https?|mailto|tel):/;

/** Where a page leads inside the site. */
export function internalLinksOf({ address: from, document }: BuiltPage): Link[] {
  return queryAll(document, 'a', 'area', 'form', 'use').flatMap((element) => {
    const to = getAttribute(element, element.tagName === 'form' ? 'action' : 'href');
    if (to === undefined || leadsOut.test(to)) return [];
    const { pathname, hash } = new URL(to, `http://site${from}`);
    return [{ from, to, address: decodeURI(pathname), fragment: decodeURIComponent(hash.slice(1)) }];
  });
}

/** The addresses on other sites that a page leads to. */
export const externalLinksOf = ({ document }: BuiltPage): string[] =>
  queryAll(document, 'a')
    .flatMap((element) => getAttribute(element, 'href') ?? [])
    .filter((to) => /^https?:/.test(to));

/**
 * Links to a part of a page that is not there. They can only be found in built pages, where headings have their ids.
 * @param fileOf the file an editor mends it in
 */
export function brokenFragments(pages: readonly BuiltPage[], fileOf: (address: string) => string): ContentIssue[] {
  const ids = new Map(
    pages.map(({ address, document }) => [address, new Set(queryAll(document).map((element) => getAttribute(element, 'id')))]),
  );
  return pages
    .flatMap(internalLinksOf)
    .filter(({ address, fragment: part }) => part && ids.has(address) && !ids.get(address)?.has(part))
    .map(({ from, to, address, fragment: part }) => ({
      file: fileOf(from),
      path: to,
      message: `leads to a part of ${address} that is not there: no heading there is "${part.replaceAll('-', ' ')}". Open that page, copy the link of the heading, or leave out what stands after the #`,
    }));
}

/** Pages that no other page leads to. */
export function orphanPages(pages: readonly BuiltPage[]): string[] {
  const reached = new Set(pages.flatMap(internalLinksOf).flatMap(({ from, address }) => (from === address ? [] : address)));
  return pages.map(({ address }) => address).filter((address) => address !== '/' && !reached.has(address));
}
