import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { runFaultInjection } from './fault-injection.ts';

// The long run, with thousands and with two servers on one store, is `npm run bench:faults`.
test('of 200 submissions, with a failing provider and 5 kills of the server, none is lost and none is duplicated', async () => {
  const counted = await runFaultInjection({
    name: 'short',
    submissions: 200,
    kills: 5,
    // A claim of a server that was killed ends after a minute; the bench waits for it. The server may be writing meanwhile.
    endClaims: (folder) => {
      const database = new DatabaseSync(join(folder, 'var/outbox/outbox.db'), { timeout: 5000 });
      database.exec('UPDATE outbox SET claimed_until = 0');
      database.close();
    },
  });
  const { confirmed, lost, duplicated, inFallback, delivered, kills } = counted;
  assert.deepEqual(
    { confirmed, kills, lost, twice: duplicated, arrived: delivered + inFallback },
    { confirmed: 200, kills: 5, lost: [], twice: [], arrived: 200 },
  );
  assert(inFallback > 0, 'some bounced, and went to the other mailbox');
});
