import type { ContentIssue } from '../content-files/content-issue.ts';
import type { BuiltPage } from './build-output.ts';
import { getAttribute, queryAll } from './html.ts';

export interface Link {
  /** The address of the page it is on. */
  from: string;
  /** As written in the page. */
  to: string;
  /** `to` without query and fragment. */
  address: string;
  /** Without #; '' if there is none (RFC 3986 section 3.5). */
  fragment: string;
}

const externalScheme = /^(https?|mailto|tel):/;

/** The links and form actions of a page that stay on this site. */
export function internalLinksOf({ address: from, document }: BuiltPage): Link[] {
  return queryAll(document, 'a', 'area', 'form', 'use').flatMap((element) => {
    const to = getAttribute(element, element.tagName === 'form' ? 'action' : 'href');
    if (to === undefined || externalScheme.test(to)) return [];
    const { pathname, hash } = new URL(to, `http://site${from}`);
    return [{ from, to, address: decodeURI(pathname), fragment: decodeURIComponent(hash.slice(1)) }];
  });
}

/** The addresses on other sites that a page links to. */
export const externalLinksOf = ({ document }: BuiltPage): string[] =>
  queryAll(document, 'a')
    .flatMap((element) => getAttribute(element, 'href') ?? [])
    .filter((href) => /^https?:/.test(href));

/**
 * Links to an id that the page does not have. Only built pages can show this, because headings get their ids there.
 * @param sourceFile the content file of a page's address
 */
export function brokenFragments(pages: readonly BuiltPage[], sourceFile: (address: string) => string): ContentIssue[] {
  const ids = new Map(
    pages.map(({ address, document }) => [address, new Set(queryAll(document).map((element) => getAttribute(element, 'id')))]),
  );
  return pages
    .flatMap(internalLinksOf)
    .filter(({ address, fragment }) => fragment && ids.has(address) && !ids.get(address)?.has(fragment))
    .map(({ from, to, address, fragment }) => ({
      file: sourceFile(from),
      path: to,
      message: `leads to a part of ${address} that is not there: no heading there is "${fragment.replaceAll('-', ' ')}". Open that page, copy the link of the heading, or leave out what stands after the #`,
    }));
}

/** The addresses of pages that no other page links to. */
export function orphanPages(pages: readonly BuiltPage[]): string[] {
  const linked = new Set(pages.flatMap(internalLinksOf).flatMap(({ from, address }) => (from === address ? [] : address)));
  return pages.map(({ address }) => address).filter((address) => address !== '/' && !linked.has(address));
}
