import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyProject } from '../site-under-test/project-copy.ts';
import { root, serve } from '../site-under-test/serve.ts';

// Without SITE_URL the site is tried out on one's own machine, and whatever port it is given there is its address.

const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });

test('on another port the site is built again, and everything that names its own address names that one', async () => {
  const project = await mkdtemp(join(tmpdir(), 'trust-port-'));
  try {
    await copyProject(project);
    // Newer than what it is made from, so that only the port is a reason.
    await cp(join(root, 'dist/node'), join(project, 'dist/node'), { recursive: true });
    const port = await freePort();
    const site = await serve({ PORT: String(port) }, undefined, project);
    try {
      assert.match(site.output(), /Building the site: SITE_URL, or HOST or PORT where it is not set, has changed\./);
      assert.equal(site.url, `http://localhost:${port}`);
      const text = async (path: string) => (await fetch(site.url + path)).text();
      const feeds = /type="application\/(?:atom|rss)\+xml"[^>]*href="([^"]+)"/.exec(await text('/news/'))?.[1] ?? '';
      const { pathname: feed } = new URL(feeds, site.url);
      const texts = await Promise.all(
        ['/', '/about/', '/sitemap-index.xml', '/sitemap-0.xml', '/opensearch.xml', '/robots.txt', feed].map(text),
      );
      for (const each of texts) {
        assert(each.includes(`http://localhost:${port}/`), each.slice(0, 300));
        assert.doesNotMatch(each, /localhost:4321/);
      }
      assert.match(texts[0] ?? '', new RegExp(`<link rel="canonical" href="http://localhost:${port}/"`));
      const services = await text('/open-referral/v3/services');
      assert(services.includes(`http://localhost:${port}/`));
    } finally {
      assert.equal(await site.stop(), 0);
    }
  } finally {
    await rm(project, { recursive: true, force: true });
  }
});
