import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { test } from 'node:test';
import type { ConnectionLimits } from '../../src/server/connections.ts';
import { createTurns } from '../../src/server/turns.ts';
import { type FakeSite, openRaw, type RawConnection, serveFake } from './fake-build.ts';

// Connections that stay open, come late, send half, ask for much and take nothing. The times are short, and what is checked is who
// ended what, and in which order; a slow machine makes these tests slower and not wrong.

/** Long enough that no test reaches it by itself. */
const never = 600_000;
const roomy: ConnectionLimits = {
  idleMs: never,
  stalledMs: never,
  requestMs: never,
  checkMs: 50,
  connections: 1000,
  pipelined: 32,
  unreadBytes: 64 * 1024,
  lingerMs: never,
};

async function withSite(limits: Partial<ConnectionLimits>, use: (site: FakeSite) => Promise<void>) {
  const site = await serveFake({ 'large.txt': 'x'.repeat(4_000_000) }, { limits: { ...roomy, ...limits } });
  try {
    await use(site);
  } finally {
    site.release();
    await site.stop();
  }
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const post = (path: string, headers: string, body = '') => `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n${body}`;
const has = (text: string) => (received: string) => received.includes(text);
const count = (received: string) => received.split('HTTP/1.1 200').length - 1;

/** Resolves when the server has ended this connection, while it still answers another. */
async function endsAlone(site: FakeSite, connection: RawConnection) {
  await connection.ended;
  assert.equal((await fetch(`${site.url}/`)).status, 200);
}

test('a connection says for how long it may be idle, and is used again', async () => {
  await withSite({ idleMs: 75_000 }, async ({ port }) => {
    const connection = openRaw(port, get('/'));
    await connection.until(has('Home'));
    assert.match(connection.received(), /^Keep-Alive: timeout=75\r$/m);
    connection.socket.write(get('/nothing/'));
    await connection.until(has('/nothing/'));
    connection.socket.destroy();
  });
});

test('an idle connection outlives the time that a request may take, before its first request and after it', async () => {
  await withSite({ requestMs: 400 }, async (site) => {
    const unused = openRaw(site.port);
    const used = openRaw(site.port, get('/'));
    await used.until(has('Home'));
    // Late ones are looked for all the time: this one tells when they have been.
    await openRaw(site.port, 'GET / HTTP/1.1\r\nHost:').ended;
    await openRaw(site.port, 'GET / HTTP/1.1\r\nHost:').ended;
    for (const connection of [unused, used]) {
      connection.socket.write(get('/after/'));
      await connection.until(has('/after/'));
      connection.socket.destroy();
    }
  });
});

test('an idle connection ends after its time, before its first request and after it', async () => {
  await withSite({ idleMs: 400 }, async ({ port }) => {
    await openRaw(port).ended;
    const used = openRaw(port, get('/'));
    await used.ended;
    assert.match(used.received(), /Home/);
  });
});

for (const [what, bytes] of [
  ['headers that never end', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n'],
  ['one letter', 'G'],
  ['half a body to a page', post('/', 'Content-Length: 100\r\n', 'half')],
  ['half a body that is read', post('/read/', 'Content-Length: 100\r\n', 'half')],
  ['half a body in chunks', post('/read/', 'Transfer-Encoding: chunked\r\n', '4\r\nhalf\r\n')],
] as const)
  test(`${what}: the connection ends when the time for a request is over`, async () => {
    await withSite({ requestMs: 400 }, async (site) => {
      const connection = openRaw(site.port, bytes);
      await endsAlone(site, connection);
      assert.match(connection.received(), /^HTTP\/1\.1 (408|405) /);
      assert.equal(connection.received().match(/HTTP\/1\.1/g)?.length, 1);
      if (connection.received().includes(' 408 ')) assert.match(connection.received(), /took too long to arrive/);
    });
  });

test('headers and a body that come slowly end the connection too: each byte does not begin the time anew', async () => {
  await withSite({ requestMs: 400 }, async (site) => {
    for (const start of ['GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ', post('/read/', 'Content-Length: 1000000\r\n')]) {
      const connection = openRaw(site.port, start);
      const drip = setInterval(() => connection.socket.write('x'), 10);
      await endsAlone(site, connection);
      clearInterval(drip);
      connection.socket.destroy();
    }
  });
});

test('a body that comes in halves is taken as a whole', async () => {
  await withSite({}, async ({ port }) => {
    const connection = openRaw(port, post('/read/', 'Content-Length: 8\r\n', 'half'));
    // Another request in between shows that the server goes on meanwhile.
    await openRaw(port, get('/', 'Connection: close\r\n')).ended;
    connection.socket.write('half');
    await connection.until(has('"bytes":8'));
    connection.socket.destroy();
  });
});

test('a connection that ends in the middle of a body is no request for anybody else', async () => {
  await withSite({}, async (site) => {
    const connection = openRaw(site.port, post('/read/', 'Content-Length: 100\r\n', 'half'));
    connection.socket.end();
    await endsAlone(site, connection);
    assert.doesNotMatch(connection.received(), / 200 /);
  });
});

/** Asks with "Expect": whether the server said to go on, and what it answered. */
const expecting = (site: FakeSite, path: string, headers: OutgoingHttpHeaders, body: string) =>
  new Promise<{ continued: boolean; status: number; connection: string | undefined; text: string }>((done, failed) => {
    let continued = false;
    const asked = request(site.url + path, { method: 'POST', headers, agent: new Agent({ keepAlive: true }) });
    asked.on('continue', () => {
      continued = true;
      asked.end(body);
    });
    asked.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      done({ continued, status: response.statusCode ?? 0, connection: response.headers.connection, text });
      asked.destroy();
    });
    asked.on('error', failed);
    asked.flushHeaders();
  });

for (const Expect of ['100-continue', '100-Continue'])
  test(`"Expect: ${Expect}" is told to go on, and its body is read`, async () => {
    await withSite({}, async (site) => {
      const answer = await expecting(site, '/read/', { Expect, 'Content-Length': 4 }, 'body');
      assert.equal(answer.continued, true);
      assert.match(answer.text, /"bytes":4/);
    });
  });

for (const [what, path, length] of [
  ['to a page', '/', 4],
  ['to the function, too long', '/unread/', 10_000_000],
] as const)
  test(`"Expect: 100-continue" with a body ${what} is answered at once, and the connection ends`, async () => {
    await withSite({}, async (site) => {
      const answer = await expecting(site, path, { Expect: '100-continue', 'Content-Length': length }, '');
      assert.equal(answer.continued, false);
      assert.equal(answer.connection, 'close');
    });
  });

for (const Expect of ['200-ok', 'nothing', ''])
  test(`"Expect: ${Expect}" is passed over`, async () => {
    await withSite({}, async ({ port }) => {
      const connection = openRaw(port, get('/', `Expect: ${Expect}\r\nConnection: close\r\n`));
      await connection.ended;
      assert.match(connection.received(), /Home/);
    });
  });

test('a body that nobody reads is taken up to a limit, and then ends the connection', async () => {
  await withSite({}, async (site) => {
    for (const path of ['/', '/unread/', '/missing/']) {
      const connection = openRaw(site.port, post(path, 'Content-Length: 10000000000\r\n'));
      const block = Buffer.alloc(64 * 1024);
      let sent = 0;
      const pump = () => {
        if (connection.socket.destroyed) return;
        sent += block.length;
        connection.socket.write(block, () => setImmediate(pump));
      };
      pump();
      await endsAlone(site, connection);
      // What the two systems hold between them is a few megabytes.
      assert(sent < 100_000_000, `${path} took ${sent} bytes`);
      connection.socket.destroy();
    }
  });
});

test('a body that is announced and does not come ends the connection, once the response is sent', async () => {
  await withSite({ lingerMs: 50 }, async (site) => {
    const connection = openRaw(site.port, post('/', 'Content-Length: 10000000000\r\n'));
    await endsAlone(site, connection);
    assert.match(connection.received(), /^HTTP\/1\.1 405 .*Not here/s);
  });
});

test('a short body that nobody reads leaves the connection open for the next request', async () => {
  await withSite({}, async ({ port }) => {
    const connection = openRaw(port, post('/', 'Content-Length: 4\r\n', 'bo'));
    await connection.until(has('Not here'));
    connection.socket.write(`dy${get('/next/')}`);
    await connection.until(has('/next/'));
    connection.socket.destroy();
  });
});

test('requests that are pipelined are all answered, in their order', async () => {
  await withSite({}, async ({ port }) => {
    const paths = Array.from({ length: 32 }, (_, index) => (index % 3 === 0 ? '/' : `/${index}/`));
    const connection = openRaw(port, paths.map((path) => get(path)).join(''));
    await connection.until((received) => count(received) === paths.length);
    const answered = connection.received().match(/Home|"url":"[^"]+"/g) ?? [];
    assert.deepEqual(
      answered,
      paths.map((path) => (path === '/' ? 'Home' : `"url":"${path}"`)),
    );
    connection.socket.destroy();
  });
});

test('more requests at once than any client needs end the connection, whether it reads or not', async () => {
  await withSite({ pipelined: 32 }, async (site) => {
    for (const [path, reads] of [
      ['/wait/', true],
      ['/large.txt', false],
    ] as const) {
      const closed = site.nextClosed();
      const { socket } = openRaw(site.port, get(path).repeat(33), { reads });
      await closed;
      assert.equal((await fetch(`${site.url}/`)).status, 200);
      socket.destroy();
    }
  });
});

test('who pipelines and does not read is let go, with most of its responses never made', async () => {
  await withSite({ stalledMs: 400 }, async (site) => {
    let begun = 0;
    site.server.on('request', (_, response) => {
      const writeHead = response.writeHead.bind(response);
      response.writeHead = ((...given: Parameters<typeof writeHead>) => {
        begun += 1;
        return writeHead(...given);
      }) as typeof writeHead;
    });
    const closed = site.nextClosed();
    const { socket } = openRaw(site.port, get('/large.txt').repeat(30), { reads: false });
    await closed;
    // The two systems hold a few megabytes between them, and each is of four.
    assert(begun < 10, `${begun} of 30 were begun`);
    assert.equal((await fetch(`${site.url}/`)).status, 200);
    socket.destroy();
  });
});

test('a request that we are slow to answer is not cut off', async () => {
  await withSite({ stalledMs: 200 }, async (site) => {
    const asked = once(site.server, 'request');
    const connection = openRaw(site.port, get('/wait/'));
    await asked;
    // Two that take nothing are cut off after that time, one after the other.
    for (let cut = 0; cut < 2; cut += 1) {
      const closed = site.nextClosed();
      const { socket } = openRaw(site.port, get('/large.txt').repeat(10), { reads: false });
      await closed;
      socket.destroy();
    }
    site.release();
    await connection.until(has('/wait/'));
    connection.socket.destroy();
  });
});

test('over the number of connections, the one that was quiet longest makes room, and a visitor is always let in', async () => {
  await withSite({ connections: 20 }, async (site) => {
    const first = openRaw(site.port, get('/'));
    await first.until(has('Home'));
    const others = Array.from({ length: 19 }, () => openRaw(site.port, 'GET / HTTP'));
    await Promise.all(others.map(({ socket }) => new Promise((done) => socket.once('connect', done))));
    // Used again, so that it is not the oldest.
    first.socket.write(get('/again/'));
    await first.until(has('/again/'));
    const visitor = openRaw(site.port, get('/'));
    await visitor.until(has('Home'));
    await Promise.race(others.map(({ ended }) => ended));
    first.socket.write(get('/once-more/'));
    await first.until(has('/once-more/'));
    for (const { socket } of [first, visitor, ...others]) socket.destroy();
  });
});

test('what is not HTTP gets 400 in words, and ends the connection even if it goes on', async () => {
  await withSite({ lingerMs: 100 }, async (site) => {
    const connection = openRaw(site.port, 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const drip = setInterval(() => connection.socket.write('x'), 10);
    await new Promise<void>((done) => connection.socket.once('close', () => done()).on('error', () => {}));
    clearInterval(drip);
    assert.match(connection.received(), /^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*could not read that request/);
  });
});

test('headers that are too long get 431', async () => {
  await withSite({}, async ({ port }) => {
    const connection = openRaw(port, get('/', `X-Long: ${'x'.repeat(40_000)}\r\n`));
    await connection.until(has('\n\r\n'));
    assert.match(connection.received(), /^HTTP\/1\.1 431 /);
    connection.socket.destroy();
  });
});

test('a request followed by what is none gets its response, and it is the last', async () => {
  await withSite({}, async (site) => {
    const connection = openRaw(site.port, `${get('/wait/')}NOT HTTP AT ALL\r\n\r\n`);
    await openRaw(site.port, get('/', 'Connection: close\r\n')).ended;
    site.release();
    await connection.ended;
    assert.match(connection.received(), /^HTTP\/1\.1 200 OK[\s\S]*"url":"\/wait\/"/);
    assert.doesNotMatch(connection.received(), / 400 /);
  });
});

test('the function is begun one request at a time, and rests while files are asked for', async () => {
  let time = 0;
  const turns = createTurns(() => time);
  const order: string[] = [];
  const done = new Promise<void>((finished) => {
    turns.queue(() => {
      order.push('first');
      time += 5;
      turns.noteFile();
    });
    turns.queue(() => order.push('second'));
    turns.queue(finished);
  });
  assert.deepEqual(order, [], 'nothing runs before the event loop has turned');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  assert.deepEqual(order, ['first'], 'it rests, since a file was sent');
  await done;
  assert.deepEqual(order, ['first', 'second']);
});
