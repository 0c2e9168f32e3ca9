import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { all, assertNone, attribute, files, type Page, pages } from './build-output.ts';

/** What ten packets carry, less their headers: the most a server may send before it hears back. */
const firstFlight = 14_600;
const mostScript = 2 * 1024;

/** As the server compresses it. */
function compressed(body: Buffer): number {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } })
    .length;
}

const fileAt = (address: string): Buffer => {
  const body = files.get(address);
  if (!body) throw new Error(`The build has no file ${address}`);
  return body;
};

// Forms carry the styles and scripts of their fields, and search its engine.
const contentPages = pages.filter(({ address, isForm }) => !isForm && address !== '/search/');

/** The page with its style in it, and any stylesheet it waits for. */
function firstView({ html, document }: Page): number {
  const sheets = all(document, 'link').filter((link) => attribute(link, 'rel') === 'stylesheet');
  return compressed(Buffer.from(html)) + sheets.reduce((sum, link) => sum + compressed(fileAt(attribute(link, 'href') ?? '')), 0);
}

/** The scripts of a page and what they import at once. */
function scriptsOf({ document }: Page): Set<string> {
  const loaded = new Set(all(document, 'script').flatMap((script) => attribute(script, 'src') ?? []));
  for (const address of loaded) {
    for (const [, file = ''] of fileAt(address)
      .toString()
      .matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+\.js)["']/g))
      loaded.add(new URL(file, `http://site${address}`).pathname);
  }
  return loaded;
}

const scriptBytes = (page: Page) => [...scriptsOf(page)].reduce((sum, address) => sum + compressed(fileAt(address)), 0);

test('HTML and CSS of every content page fit into the first flight of packets', (t) => {
  const sizes = contentPages
    .map((page) => ({ address: page.address, bytes: firstView(page) }))
    .sort((one, other) => other.bytes - one.bytes);
  for (const { address, bytes } of sizes) t.diagnostic(`${address}: ${bytes} bytes of ${firstFlight}`);
  assertNone(
    sizes
      .filter(({ bytes }) => bytes > firstFlight)
      .map(({ address, bytes }) => `${address}: ${bytes} bytes, ${bytes - firstFlight} too many`),
  );
});

test('the scripts of a content page are at most 2 KB and do not block it', (t) => {
  const sizes = contentPages
    .map((page) => ({ address: page.address, bytes: scriptBytes(page) }))
    .sort((one, other) => other.bytes - one.bytes);
  t.diagnostic(`${sizes[0]?.address}: ${sizes[0]?.bytes} bytes of ${mostScript}`);
  assertNone(sizes.filter(({ bytes }) => bytes > mostScript).map(({ address, bytes }) => `${address}: ${bytes} bytes of script`));
  assertNone(
    pages.flatMap(({ address, document }) =>
      all(document, 'script')
        .filter(
          (script) =>
            !['module', 'application/ld+json'].includes(attribute(script, 'type') ?? '') && attribute(script, 'defer') === undefined,
        )
        .map(() => `${address} has a script that holds up the page`),
    ),
  );
  assertNone(
    pages.flatMap(({ address, document }) =>
      all(document, 'script')
        .filter((script) => attribute(script, 'src') && attribute(script, 'fetchpriority') !== 'low')
        .map((script) => `${address} asks for ${attribute(script, 'src')} as if it were urgent`),
    ),
  );
});
