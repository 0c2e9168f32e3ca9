import type { Fault } from '../content-files/content-issue.ts';
import type { BuiltPage } from './build-output.ts';
import { all, attribute } from './html.ts';

export interface Link {
  from: string;
  to: string;
  /** Without its query and its part. */
  address: string;
  part: string;
}

const leadsOut = /^(https?|mailto|tel):/;

/** Where a page leads inside the site. */
export function linksOf({ address: from, document }: BuiltPage): Link[] {
  return all(document, 'a', 'area', 'form', 'use').flatMap((element) => {
    const to = attribute(element, element.tagName === 'form' ? 'action' : 'href');
    if (to === undefined || leadsOut.test(to)) return [];
    const { pathname, hash } = new URL(to, `http://site${from}`);
    return [{ from, to, address: decodeURI(pathname), part: decodeURIComponent(hash.slice(1)) }];
  });
}

/** The addresses on other sites that a page leads to. */
export const outsideLinksOf = ({ document }: BuiltPage): string[] =>
  all(document, 'a')
    .flatMap((element) => attribute(element, 'href') ?? [])
    .filter((to) => /^https?:/.test(to));

/**
 * Links to a part of a page that is not there. They can only be found in built pages, where headings have their ids.
 * @param fileOf the file an editor mends it in
 */
export function lostParts(pages: readonly BuiltPage[], fileOf: (address: string) => string): Fault[] {
  const ids = new Map(pages.map(({ address, document }) => [address, new Set(all(document).map((element) => attribute(element, 'id')))]));
  return pages
    .flatMap(linksOf)
    .filter(({ address, part }) => part && ids.has(address) && !ids.get(address)?.has(part))
    .map(({ from, to, address, part }) => ({
      file: fileOf(from),
      key: to,
      says: `leads to a part of ${address} that is not there: no heading there is "${part.replaceAll('-', ' ')}". Open that page, copy the link of the heading, or leave out what stands after the #`,
    }));
}

/** Pages that no other page leads to. */
export function lonely(pages: readonly BuiltPage[]): string[] {
  const reached = new Set(pages.flatMap(linksOf).flatMap(({ from, address }) => (from === address ? [] : address)));
  return pages.map(({ address }) => address).filter((address) => address !== '/' && !reached.has(address));
}
