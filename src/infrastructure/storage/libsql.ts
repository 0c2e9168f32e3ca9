import { createClient } from '@libsql/client/web';
import type { Database, Row } from './database.ts';

// A store that hangs must not hold the person: after this they get the page that keeps their answers.
const timeoutMs = 3000;

/** A libSQL database by its address, over HTTP: for platforms without a disk, and for several machines. */
export function openLibsql(url: string, token: string | undefined): Database {
  const client = createClient({
    // By HTTP and not by a socket that stays open, which a function that sleeps between requests would lose.
    url: url.replace(/^libsql:/, 'https:'),
    ...(token !== undefined && { authToken: token }),
    intMode: 'number',
    // A redirect would carry everything elsewhere; unfollowed, it is an answer that is no success.
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' }),
  });
  return {
    async query(statement, given = {}) {
      const { rows, columns } = await client.execute({ sql: statement, args: given });
      return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])) as Row);
    },
    // Whoever runs the server decides how it deletes; contents are sealed before they get there.
    async checkpoint() {},
  };
}
