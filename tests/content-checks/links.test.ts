import { first, line, list, page, rejects, under } from './rejects.ts';

const brokenLinks = [
  { what: 'a broken link in a text', change: under('See [help](/help/nowhere/).'), path: '/help/nowhere/' },
  {
    what: 'a broken link after a good one on the same line',
    change: under('See [help](/help/) and [more](/nowhere/).'),
    path: '/nowhere/',
  },
  { what: 'a broken link with a title', change: under('See [help](/nowhere/ "Help").'), path: '/nowhere/' },
  { what: 'a broken reference-style link', change: under('See [help][1].\n\n[1]: /nowhere/'), path: '/nowhere/' },
  { what: 'a link without its trailing slash', change: under('See [help](/help/today).'), path: '/help/today' },
  { what: 'a link without its leading slash', change: under('See [help](help/today/).'), path: 'help/today/' },
  { what: 'a link with a fragment to an unknown page', change: under('See [help](/nowhere/#part).'), path: '/nowhere/#part' },
  { what: 'a broken link in <Action>', change: under('<Action href="/nowhere/" text="Go">Why.</Action>'), path: '/nowhere/' },
  { what: 'a broken link in an element', change: under('<a href="/nowhere/">Go</a>'), path: '/nowhere/' },
  {
    what: 'a broken address among related pages, one per line',
    change: line('related', 'related:\n  - /help/\n  - /nowhere/'),
    path: 'related',
    named: true,
  },
  {
    what: 'a broken address among related pages on one line',
    change: line('related', 'related: [/help/, /nowhere/, /about/]'),
    path: 'related',
    named: true,
  },
  {
    what: 'a broken address in the menu',
    file: list('navigation'),
    change: (text: string) => text.replace('href: /services/', 'href: /nowhere/'),
    path: 'header.href',
    named: true,
  },
  {
    what: 'a broken start link on the home page',
    file: list('home'),
    change: (text: string) => text.replace('href: /services/', 'href: /nowhere/'),
    path: 'start_links.href',
    named: true,
  },
  {
    what: 'a broken address in the notice',
    file: list('trust'),
    change: (text: string) => text.replace('href: /about/history/', 'href: /nowhere/'),
    path: 'notice.history.href',
    named: true,
  },
  {
    what: 'a broken page of a glossary term',
    file: list('glossary'),
    change: first('page', '/nowhere/'),
    path: /\.page$/,
    named: true,
  },
  { what: 'a broken page in the timeline', file: list('timeline'), change: first('page', '/nowhere/'), path: /\.page$/, named: true },
  {
    what: 'broken work of a partner, after an address that exists',
    file: list('partners'),
    change: first('work', '[/services/, /nowhere/]'),
    path: /\.work$/,
    named: true,
  },
].map(({ named, ...mistake }) => ({
  file: page,
  ...mistake,
  message: named
    ? /names \/nowhere\/, which is not the address of a page here.*like \/help\/today\//
    : /is not the address of a page here.*like \/help\/today\//,
}));

rejects(brokenLinks);
