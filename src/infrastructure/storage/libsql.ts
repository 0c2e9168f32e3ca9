import { createClient } from '@libsql/client/web';
import type { Database, Row } from './database.ts';

// A store that hangs must not keep the sender waiting: after this they get the page that keeps their answers.
const timeoutMs = 3000;

/** Opens a libSQL database over HTTP, for platforms without a disk and for several servers with one store. */
export function openLibsql(url: string, token: string | undefined): Database {
  const client = createClient({
    // HTTP and not a WebSocket, which a function that is suspended between requests would lose.
    url: url.replace(/^libsql:/, 'https:'),
    ...(token !== undefined && { authToken: token }),
    intMode: 'number',
    // A redirect would carry token and data to another host; not followed, it is an answer that is no success.
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' }),
  });
  return {
    async query(statement, params = {}) {
      const { rows, columns } = await client.execute({ sql: statement, args: params });
      return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])) as Row);
    },
    // How a remote server overwrites deleted rows is up to its operator; payloads are sealed before they get there.
    async checkpoint() {},
  };
}
